/** Speech as a WAV file, for players and other programs. PCM s16le mono; pieces of another rate are brought to the first one's. */
import type { Utterance } from '../../shared/speech.ts';
import { WAVE_HEADER_BYTES, waveHeader } from '../../shared/wave-header.ts';

/** Takes the nearest sample: for listening again, not for mastering. */
export const atRate = (
  { samples, sampleRate }: Pick<Utterance, 'samples' | 'sampleRate'>,
  rate: number,
): Int16Array =>
  sampleRate === rate
    ? samples
    : Int16Array.from(
        { length: Math.round((samples.length * rate) / sampleRate) },
        (_, i) => samples[Math.min(samples.length - 1, Math.round((i * sampleRate) / rate))]!,
      );

/** The utterances one after the other; at least one. */
export const waveFile = (utterances: readonly Utterance[]): Uint8Array => {
  const rate = utterances[0]?.sampleRate ?? 16_000;
  const pieces = utterances.map(utterance => atRate(utterance, rate));
  const bytes = pieces.reduce((sum, piece) => sum + piece.length * 2, 0);
  const file = new Uint8Array(WAVE_HEADER_BYTES + bytes);
  file.set(waveHeader(rate, 1, bytes));
  let at = WAVE_HEADER_BYTES;
  for (const piece of pieces) {
    // Whole, not sample by sample: hours of sound must not hold up live sessions. Every platform this runs on is little-endian.
    file.set(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength), at);
    at += piece.byteLength;
  }
  return file;
};
