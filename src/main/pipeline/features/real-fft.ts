/** Power spectrum of a real frame by one fixed-size FFT. Knows no audio and no rates. */

const SMALL_PRIMES = [2, 3, 5];

/** Prime factors of `length`, smallest first. */
const factorsOf = (length: number): number[] => {
  const factors: number[] = [];
  let rest = length;
  for (const prime of SMALL_PRIMES) for (; rest % prime === 0; rest /= prime) factors.push(prime);
  if (rest !== 1) throw new RangeError(`A transform of ${length} has a factor above 5.`);
  return factors;
};

/** Where input `index` goes so that the stages can work in place: the digits of the index in the factors' bases, turned round. */
const placeOf = (index: number, length: number, factors: readonly number[]): number => {
  let [rest, block, place] = [index, length, 0];
  for (const factor of factors.toReversed()) {
    block /= factor;
    place += (rest % factor) * block;
    rest = Math.floor(rest / factor);
  }
  return place;
};

type Tables = {
  factors: readonly number[];
  cos: Float64Array;
  sin: Float64Array;
  reversed: Uint16Array;
};

/** By size; an app has a handful of them. */
const tables = new Map<number, Tables>();

const tablesOf = (size: number): Tables => {
  const known = tables.get(size);
  if (known !== undefined) return known;
  const factors = factorsOf(size / 2);
  const made = {
    factors,
    cos: Float64Array.from({ length: size }, (_, i) => Math.cos((2 * Math.PI * i) / size)),
    sin: Float64Array.from({ length: size }, (_, i) => -Math.sin((2 * Math.PI * i) / size)),
    reversed: Uint16Array.from({ length: size / 2 }, (_, i) => placeOf(i, size / 2, factors)),
  };
  tables.set(size, made);
  return made;
};

/** A prepared transform of `size` real samples (even, at least 4, no prime factor above 5). Its buffers are reused by every call. */
export class RealFft {
  readonly size: number;
  readonly #half: number;
  readonly #factors: readonly number[];
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #reversed: Uint16Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  readonly #groupRe = new Float64Array(5);
  readonly #groupIm = new Float64Array(5);

  constructor(size: number) {
    this.size = size;
    this.#half = size / 2;
    const { factors, cos, sin, reversed } = tablesOf(size);
    this.#factors = factors;
    this.#cos = cos;
    this.#sin = sin;
    this.#reversed = reversed;
    this.#re = new Float64Array(this.#half);
    this.#im = new Float64Array(this.#half);
  }

  /** |X[k]|² of `frame` (length `size`) into `power` (length size/2 + 1). */
  power(frame: Float64Array, power: Float64Array): void {
    const half = this.#half;
    const re = this.#re;
    const im = this.#im;
    // Even samples as the real part, odd ones as the imaginary part: one complex transform of half the size.
    for (let i = 0; i < half; i++) {
      const to = this.#reversed[i]!;
      re[to] = frame[2 * i]!;
      im[to] = frame[2 * i + 1]!;
    }
    this.#transform();
    for (let k = 0; k <= half; k++) {
      const a = k === half ? 0 : k;
      const b = k === 0 ? 0 : half - k;
      const evenRe = (re[a]! + re[b]!) / 2;
      const evenIm = (im[a]! - im[b]!) / 2;
      const oddRe = (im[a]! + im[b]!) / 2;
      const oddIm = (re[b]! - re[a]!) / 2;
      const c = k === half ? -1 : this.#cos[k]!;
      const s = k === half ? 0 : this.#sin[k]!;
      const x = evenRe + c * oddRe - s * oddIm;
      const y = evenIm + c * oddIm + s * oddRe;
      power[k] = x * x + y * y;
    }
  }

  #transform(): void {
    let span = 1;
    for (const factor of this.#factors) {
      const wing = span;
      span *= factor;
      if (factor === 2) this.#pairs(wing);
      else this.#groups(wing, factor);
    }
  }

  #pairs(wing: number): void {
    const re = this.#re;
    const im = this.#im;
    const span = wing * 2;
    const stride = this.size / span;
    for (let start = 0; start < this.#half; start += span) {
      for (let k = 0; k < wing; k++) {
        const a = start + k;
        const b = a + wing;
        const c = this.#cos[k * stride]!;
        const s = this.#sin[k * stride]!;
        const x = re[b]! * c - im[b]! * s;
        const y = re[b]! * s + im[b]! * c;
        re[b] = re[a]! - x;
        im[b] = im[a]! - y;
        re[a] = re[a]! + x;
        im[a] = im[a]! + y;
      }
    }
  }

  #groups(wing: number, factor: number): void {
    const re = this.#re;
    const im = this.#im;
    const { size } = this;
    const span = wing * factor;
    const stride = size / span;
    const [x, y] = [this.#groupRe, this.#groupIm];
    for (let start = 0; start < this.#half; start += span) {
      for (let k = 0; k < wing; k++) {
        for (let q = 0; q < factor; q++) {
          const at = start + k + q * wing;
          const c = this.#cos[q * k * stride]!;
          const s = this.#sin[q * k * stride]!;
          x[q] = re[at]! * c - im[at]! * s;
          y[q] = re[at]! * s + im[at]! * c;
        }
        for (let p = 0; p < factor; p++) {
          let sumRe = 0;
          let sumIm = 0;
          let turn = 0;
          const step = (p * size) / factor;
          for (let q = 0; q < factor; q++, turn += step) {
            if (turn >= size) turn -= size;
            const c = this.#cos[turn]!;
            const s = this.#sin[turn]!;
            sumRe += x[q]! * c - y[q]! * s;
            sumIm += x[q]! * s + y[q]! * c;
          }
          re[start + k + p * wing] = sumRe;
          im[start + k + p * wing] = sumIm;
        }
      }
    }
  }
}
