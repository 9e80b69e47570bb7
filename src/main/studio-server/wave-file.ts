/** Speech as a WAV file, for players and other programs. PCM s16le mono; pieces of another rate are brought to the first one's. */
import type { Utterance } from '../../shared/speech.ts';

const HEADER_BYTES = 44;

/** Takes the nearest sample: for listening again, not for mastering. */
const atRate = ({ samples, sampleRate }: Utterance, rate: number): Int16Array =>
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
  const file = Buffer.alloc(HEADER_BYTES + bytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(bytes, 40);
  let at = HEADER_BYTES;
  for (const piece of pieces) {
    // Whole, not sample by sample: hours of sound must not hold up live sessions. Every platform this runs on is little-endian.
    file.set(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength), at);
    at += piece.byteLength;
  }
  return file;
};
