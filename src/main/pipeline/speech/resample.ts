/** Changes the sample rate of one channel of sound, in pieces of any size. Knows no file, no channel layout, no time stamps. */

/** Zero crossings of the kernel on each side: with the Kaiser window below, images and aliases lie under −80 dB. */
const ZERO_CROSSINGS = 24;
const KAISER_BETA = 8.5;
/** The pass band ends here, as a share of the lower Nyquist frequency; the rest is the filter's slope. */
const PASS_SHARE = 0.93;

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

/** Modified Bessel function of the first kind, order 0, by its power series. */
const besselI0 = (x: number): number => {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 60 && term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
};

/** Kaiser window over −1..1. */
const kaiser = (x: number): number =>
  Math.abs(x) >= 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA);

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/**
 * A windowed-sinc polyphase resampler. Linear phase and centred: output sample n is the input at n * fromHz / toHz, so sound
 * is not delayed, and `flush` gives the samples that waited for their right-hand neighbours. N input samples give
 * ceil(N * toHz / fromHz) output samples. The same input cut in other pieces gives bit-identical output.
 */
export class Resampler {
  readonly fromHz: number;
  readonly toHz: number;
  readonly #up: number;
  readonly #down: number;
  readonly #reach: number;
  readonly #cutoff: number;
  /** One row of taps for each phase, made when first needed: odd rates have thousands of phases. */
  readonly #rows: (Float64Array | undefined)[];
  #history: Float32Array;
  /** Input index of `#history[0]`. */
  #start: number;
  #held: number;
  #produced = 0;

  /** Rates are whole numbers of Hz, 1..768000. */
  constructor(fromHz: number, toHz: number) {
    this.fromHz = fromHz;
    this.toHz = toHz;
    const divisor = greatestCommonDivisor(fromHz, toHz);
    this.#up = toHz / divisor;
    this.#down = fromHz / divisor;
    this.#cutoff = Math.min(1, toHz / fromHz) * PASS_SHARE;
    this.#reach = fromHz === toHz ? 0 : Math.ceil(ZERO_CROSSINGS / this.#cutoff);
    this.#rows = new Array(this.#up);
    // Silence before the first sample, so that the first outputs need no special case.
    this.#history = new Float32Array(this.#reach + 4096);
    this.#held = this.#reach;
    this.#start = -this.#reach;
  }

  /** Takes the next piece, samples −1..1, and gives what is settled; the result is the caller's. */
  push(piece: Float32Array): Float32Array {
    if (this.fromHz === this.toHz) return piece.slice();
    this.#append(piece);
    const end = this.#start + this.#held;
    return this.#produceWhile(Math.floor(((end - this.#reach) * this.#up - 1) / this.#down) + 1);
  }

  /** Gives the tail and starts afresh. */
  flush(): Float32Array {
    if (this.fromHz === this.toHz) return new Float32Array(0);
    const inputs = this.#start + this.#held;
    this.#append(new Float32Array(this.#reach + 1));
    const tail = this.#produceWhile(Math.ceil((inputs * this.#up) / this.#down));
    this.#history.fill(0, 0, this.#reach);
    this.#held = this.#reach;
    this.#start = -this.#reach;
    this.#produced = 0;
    return tail;
  }

  /** Makes outputs until `total` have been made since the start, then forgets the inputs no longer needed. */
  #produceWhile(total: number): Float32Array {
    const output = new Float32Array(Math.max(0, total - this.#produced));
    const history = this.#history;
    const width = 2 * this.#reach + 1;
    for (let i = 0; i < output.length; i++) {
      const position = (this.#produced + i) * this.#down;
      const centre = Math.floor(position / this.#up);
      const row = this.#row(position % this.#up);
      const first = centre - this.#reach - this.#start;
      let sum = 0;
      for (let k = 0; k < width; k++) sum += row[k]! * history[first + k]!;
      output[i] = sum;
    }
    this.#produced += output.length;
    const needed = Math.floor((this.#produced * this.#down) / this.#up) - this.#reach;
    const forget = Math.min(this.#held, Math.max(0, needed - this.#start));
    history.copyWithin(0, forget, this.#held);
    this.#held -= forget;
    this.#start += forget;
    return output;
  }

  #row(phase: number): Float64Array {
    const made = this.#rows[phase];
    if (made) return made;
    const fraction = phase / this.#up;
    const row = new Float64Array(2 * this.#reach + 1);
    let sum = 0;
    for (let k = 0; k < row.length; k++) {
      const distance = k - this.#reach - fraction;
      row[k] = sinc(distance * this.#cutoff) * kaiser(distance / (this.#reach + 1));
      sum += row[k]!;
    }
    // Every phase passes a constant unchanged: no ripple at the output rate.
    for (let k = 0; k < row.length; k++) row[k]! /= sum;
    this.#rows[phase] = row;
    return row;
  }

  #append(piece: Float32Array): void {
    const wanted = this.#held + piece.length;
    if (wanted > this.#history.length) {
      const grown = new Float32Array(Math.max(wanted, this.#history.length * 2));
      grown.set(this.#history.subarray(0, this.#held));
      this.#history = grown;
    }
    this.#history.set(piece, this.#held);
    this.#held = wanted;
  }
}
