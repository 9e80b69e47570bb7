/** Client PCM of any rate and channel count as 16 kHz mono, piece by piece without seams. Knows no session. */
import { SPEECH_RATE } from '../../../shared/media.ts';
import { readSamples } from './wire.ts';

const HALF_WIDTH = 16;
/** The next output may lie up to one output step (6 input samples at 96 kHz) before the new piece. */
const HISTORY = 2 * HALF_WIDTH + 8;

const mixDown = (interleaved: Int16Array, channels: number): Int16Array => {
  if (channels === 1) return interleaved;
  const mono = new Int16Array(Math.floor(interleaved.length / channels));
  for (let i = 0; i < mono.length; i++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += interleaved[i * channels + c]!;
    mono[i] = Math.round(sum / channels);
  }
  return mono;
};

const windowedSinc = (distance: number, cutoff: number): number => {
  if (Math.abs(distance) >= HALF_WIDTH) return 0;
  const x = Math.PI * distance * cutoff;
  const sinc = x === 0 ? 1 : Math.sin(x) / x;
  return cutoff * sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / HALF_WIDTH));
};

/**
 * Keeps a running position, so that n input samples always give ⌊n · 16000 / rate⌋ output samples in total. Speech is delayed by
 * half the filter (16 input samples, 1 ms or less): nothing has to wait for the future.
 */
export class PcmIntake {
  readonly #rate: number;
  readonly #channels: number;
  #history = new Float32Array(HISTORY);
  #taken = 0;
  #given = 0;

  constructor(sampleRate: number, channels: number) {
    this.#rate = sampleRate;
    this.#channels = channels;
  }

  /** One piece of s16le bytes, whole frames of all channels. */
  take(pcm: Uint8Array): Int16Array {
    const mono = mixDown(readSamples(pcm), this.#channels);
    return this.#rate === SPEECH_RATE ? mono : this.#resample(mono);
  }

  #resample(mono: Int16Array): Int16Array {
    const input = new Float32Array(this.#history.length + mono.length);
    input.set(this.#history);
    input.set(mono, this.#history.length);
    const total = Math.floor(((this.#taken + mono.length) * SPEECH_RATE) / this.#rate);
    const output = new Int16Array(total - this.#given);
    const cutoff = Math.min(1, SPEECH_RATE / this.#rate);
    for (let i = 0; i < output.length; i++) {
      // Position in `input`, half a filter late.
      const at = ((this.#given + i) * this.#rate) / SPEECH_RATE - this.#taken + HISTORY - HALF_WIDTH;
      const first = Math.max(0, Math.ceil(at - HALF_WIDTH));
      const last = Math.min(input.length - 1, Math.floor(at + HALF_WIDTH));
      let sum = 0;
      for (let j = first; j <= last; j++) sum += input[j]! * windowedSinc(at - j, cutoff);
      output[i] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
    }
    this.#history = input.slice(input.length - HISTORY);
    this.#taken += mono.length;
    this.#given = total;
    return output;
  }
}
