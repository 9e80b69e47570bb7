/**
 * Streaming log-mel frames as Whisper defines them, before its clamp to the loudest: the same frames to the bit, whatever the
 * pieces. Knows no window of 30 s and no network.
 *
 * The definition (openai/whisper whisper/audio.py; the filters are librosa's): 16 kHz, a periodic Hann window of 400 samples every
 * 160, the first frame centred on sample 0 with the beginning mirrored about it, power, 80 triangles equally spaced on Slaney's mel
 * scale and divided by half their width in Hz, at least 1e-10, log10.
 */
import { RealFft } from './real-fft.ts';

/** Bands of a frame. */
export const WHISPER_BANDS = 80;
/** Samples between frames. */
export const WHISPER_HOP = 160;
/** The value of a silent frame. */
export const WHISPER_SILENCE = -10;

const RATE = 16_000;
const WINDOW = 400;
const HALF = WINDOW / 2;
const LEAST = 1e-10;

// Slaney's scale: linear below 1 kHz (15 mel), 27 steps to a factor of 6.4 above.
const LINEAR = 200 / 3;
const STEP = Math.log(6.4) / 27;
const melOf = (hz: number): number => (hz < 1000 ? hz / LINEAR : 15 + Math.log(hz / 1000) / STEP);
const hertzOf = (mel: number): number => (mel < 15 ? mel * LINEAR : 1000 * Math.exp(STEP * (mel - 15)));

type Band = { first: number; weights: Float64Array };

const slaneyBands = (): Band[] => {
  const top = melOf(RATE / 2);
  const edges = Array.from({ length: WHISPER_BANDS + 2 }, (_, i) => hertzOf((top * i) / (WHISPER_BANDS + 1)));
  return Array.from({ length: WHISPER_BANDS }, (_, band) => {
    const [low, peak, high] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
    const weights: number[] = [];
    let first = -1;
    for (let bin = 0; bin <= HALF; bin++) {
      const hz = (bin * RATE) / WINDOW;
      const weight = Math.min((hz - low) / (peak - low), (high - hz) / (high - peak));
      if (weight <= 0) continue;
      if (first < 0) first = bin;
      weights.push((weight * 2) / (high - low));
    }
    return { first: Math.max(0, first), weights: Float64Array.from(weights) };
  });
};

/** Gives room for one frame, WHISPER_BANDS floats, to be filled at once. */
export type AppendFrame = () => Float32Array;

type State = { recent: Float64Array; filled: number; frames: number; samples: number };

/** Frames of one stream. Frame i is centred on sample 160·i and complete once 200 samples from there are known. */
export class WhisperMelStream {
  readonly #fft = new RealFft(WINDOW);
  readonly #bands = slaneyBands();
  readonly #taper = Float64Array.from(
    { length: WINDOW },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW),
  );
  readonly #tapered = new Float64Array(WINDOW);
  readonly #power = new Float64Array(HALF + 1);
  readonly #state: State = { recent: new Float64Array(WINDOW + 1), filled: 0, frames: 0, samples: 0 };

  /** Begins a new stream. */
  reset(): void {
    Object.assign(this.#state, { filled: 0, frames: 0, samples: 0 });
  }

  /** Takes samples and appends every frame they complete: its 80 values of log10 power. */
  push(samples: Int16Array, append: AppendFrame): void {
    this.#state.samples += samples.length;
    for (let i = 0; i < samples.length; i++) this.#take(samples[i]! / 32768, append);
  }

  /** Appends the frames that hold something of the last samples, as if silence followed; the stream stays as it is. */
  tail(append: AppendFrame): void {
    const kept = { ...this.#state, recent: this.#state.recent.slice() };
    if (kept.samples === 0) return;
    while (this.#state.frames * WHISPER_HOP - HALF < kept.samples) this.#take(0, append);
    this.#state.recent.set(kept.recent);
    Object.assign(this.#state, { filled: kept.filled, frames: kept.frames });
  }

  #take(x: number, append: AppendFrame): void {
    const state = this.#state;
    const { recent } = state;
    recent[state.filled++] = x;
    if (state.frames === 0) {
      // Samples 1 to 200 stand mirrored before the first one.
      if (state.filled <= HALF) return;
      recent.copyWithin(HALF, 0, HALF + 1);
      for (let i = 0; i < HALF; i++) recent[i] = recent[WINDOW - i]!;
      state.filled = WINDOW + 1;
    } else if (state.filled < WINDOW) return;
    this.#measure(append());
    state.frames++;
    recent.copyWithin(0, WHISPER_HOP, state.filled);
    state.filled -= WHISPER_HOP;
  }

  #measure(out: Float32Array): void {
    const { recent } = this.#state;
    for (let i = 0; i < WINDOW; i++) this.#tapered[i] = recent[i]! * this.#taper[i]!;
    this.#fft.power(this.#tapered, this.#power);
    for (let band = 0; band < WHISPER_BANDS; band++) {
      const { first, weights } = this.#bands[band]!;
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * this.#power[first + i]!;
      out[band] = Math.log10(Math.max(LEAST, sum));
    }
  }
}
