/** Writes sound into a WAV file piece by piece: PCM s16le at the rate it comes. Knows no picture and no speech. */
import { WAVE_HEADER_BYTES, waveHeader } from '../../../shared/wave-header.ts';
import type { PartFile } from './part-file.ts';

const interleave = (channels: readonly Float32Array[]): Int16Array => {
  const [first] = channels;
  const count = first?.length ?? 0;
  const samples = new Int16Array(count * channels.length);
  for (const [at, channel] of channels.entries()) {
    for (let i = 0; i < count; i++) {
      const value = Math.max(-1, Math.min(1, channel[i]!));
      samples[i * channels.length + at] = Math.round(value * 32_767);
    }
  }
  return samples;
};

/** One WAV in a file of its own. Errors are those of the file. */
export class WaveWriter {
  readonly #file: PartFile;
  readonly #sampleRate: number;
  readonly #channels: number;
  #dataBytes = 0;

  constructor(file: PartFile, sound: { sampleRate: number; channels: 1 | 2 }) {
    this.#file = file;
    this.#sampleRate = sound.sampleRate;
    this.#channels = sound.channels;
  }

  /** Sample frames written so far. */
  get samples(): number {
    return this.#dataBytes / (2 * this.#channels);
  }

  /** The next sound, one array −1..1 for each channel. */
  async add(channels: readonly Float32Array[]): Promise<void> {
    const { buffer, byteOffset, byteLength } = interleave(channels);
    // Every platform this runs on is little-endian.
    await this.#file.write(
      new Uint8Array(buffer, byteOffset, byteLength),
      WAVE_HEADER_BYTES + this.#dataBytes,
    );
    this.#dataBytes += byteLength;
  }

  /** Writes the header, which knows the length; gives the bytes of the file. Once, at the end. */
  async end(): Promise<number> {
    await this.#file.write(waveHeader(this.#sampleRate, this.#channels, this.#dataBytes), 0);
    return WAVE_HEADER_BYTES + this.#dataBytes;
  }
}
