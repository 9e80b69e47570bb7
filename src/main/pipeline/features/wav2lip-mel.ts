/** The mel spectrogram Wav2Lip was trained on, of a stream of 16 kHz speech: column by column, at constant cost. Knows no video. */
import { RealFft } from './real-fft.ts';

/** Bands of a column. */
export const MEL_BANDS = 80;
/** Columns a second: one every 200 samples of 16 kHz. */
export const MEL_COLUMNS_PER_SECOND = 80;
/** What silence is in every band. */
export const MEL_SILENCE = -4;

const RATE = 16_000;
const WINDOW = 800;
const HOP = 200;
const PRE_EMPHASIS = 0.97;
const LOW_HZ = 55;
const HIGH_HZ = 7600;
/** Levels in dB: the floor, and what full scale is set to. Columns run from −MOST to MOST. */
const FLOOR_DB = -100;
const REFERENCE_DB = 20;
const MOST = 4;

// Slaney's scale: linear below 1 kHz, logarithmic above.
const LINEAR_HZ = 200 / 3;
const KNEE_HZ = 1000;
const KNEE_MEL = KNEE_HZ / LINEAR_HZ;
const LOG_STEP = Math.log(6.4) / 27;
const toMel = (hz: number): number =>
  hz < KNEE_HZ ? hz / LINEAR_HZ : KNEE_MEL + Math.log(hz / KNEE_HZ) / LOG_STEP;
const toHertz = (mel: number): number =>
  mel < KNEE_MEL ? mel * LINEAR_HZ : KNEE_HZ * Math.exp(LOG_STEP * (mel - KNEE_MEL));

type Band = { first: number; weights: Float64Array };

/** Triangles of equal area on the bins of the transform. */
const melBands = (): Band[] => {
  const [low, high] = [toMel(LOW_HZ), toMel(HIGH_HZ)];
  const edges = Array.from({ length: MEL_BANDS + 2 }, (_, i) =>
    toHertz(low + ((high - low) * i) / (MEL_BANDS + 1)),
  );
  return Array.from({ length: MEL_BANDS }, (_, band) => {
    const [a, b, c] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
    const first = Math.ceil((a * WINDOW) / RATE);
    const last = Math.floor((c * WINDOW) / RATE);
    return {
      first,
      weights: Float64Array.from({ length: last - first + 1 }, (_, i) => {
        const hz = ((first + i) * RATE) / WINDOW;
        return (Math.max(0, Math.min((hz - a) / (b - a), (c - hz) / (c - b))) * 2) / (c - a);
      }),
    };
  });
};

/**
 * Columns of one stream. Column c is centred on sample 200·c and is complete once 400 samples beyond its centre are known;
 * before the stream there are zeros. What is kept is one window of samples, whatever the stream's length.
 */
export class Wav2LipMelStream {
  readonly #fft = new RealFft(WINDOW);
  readonly #bands = melBands();
  readonly #taper = Float64Array.from(
    { length: WINDOW },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW),
  );
  readonly #recent = new Float64Array(WINDOW);
  readonly #tapered = new Float64Array(WINDOW);
  readonly #power = new Float64Array(WINDOW / 2 + 1);
  #filled = WINDOW / 2;
  #previous = 0;
  #received = 0;
  #complete = 0;

  /** Samples heard. */
  get received(): number {
    return this.#received;
  }

  /** Columns given so far; they never change. */
  get complete(): number {
    return this.#complete;
  }

  /** Columns the whole stream has, the last ones of which still miss samples. */
  get begun(): number {
    return this.#received === 0 ? 0 : 1 + Math.floor(this.#received / HOP);
  }

  /** Forgets the stream. */
  reset(): void {
    this.#recent.fill(0);
    this.#filled = WINDOW / 2;
    this.#previous = 0;
    this.#received = 0;
    this.#complete = 0;
  }

  /** Appends speech; `column` gives the place (80 floats) for each column it completes, in order. */
  push(pcm16k: Int16Array, column: () => Float32Array): void {
    for (const sample of pcm16k) {
      const value = sample / 32_768;
      this.#recent[this.#filled++] = value - PRE_EMPHASIS * this.#previous;
      this.#previous = value;
      this.#received++;
      if (this.#filled < WINDOW) continue;
      this.#measure(0, column());
      this.#complete++;
      this.#recent.copyWithin(0, HOP);
      this.#filled = WINDOW - HOP;
    }
  }

  /** Writes the columns from `complete` to `begun` (at most two) as they are if nothing follows; gives their number. */
  edge(columns: readonly Float32Array[]): number {
    const count = this.begun - this.#complete;
    for (let i = 0; i < count; i++) this.#measure(i * HOP, columns[i]!);
    return count;
  }

  #measure(from: number, column: Float32Array): void {
    for (let i = 0; i < WINDOW; i++) {
      const at = from + i;
      this.#tapered[i] = at < this.#filled ? this.#recent[at]! * this.#taper[i]! : 0;
    }
    const power = this.#power;
    this.#fft.power(this.#tapered, power);
    for (let bin = 0; bin < power.length; bin++) power[bin] = Math.sqrt(power[bin]!);
    for (let band = 0; band < MEL_BANDS; band++) {
      const { first, weights } = this.#bands[band]!;
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * power[first + i]!;
      const db = 20 * Math.log10(Math.max(10 ** (FLOOR_DB / 20), sum)) - REFERENCE_DB;
      const level = (2 * MOST * (db - FLOOR_DB)) / -FLOOR_DB - MOST;
      column[band] = Math.min(MOST, Math.max(-MOST, level));
    }
  }
}
