/** Power spectrum of a real frame by one fixed-size FFT. Knows no audio and no rates. */

/** A prepared transform of `size` real samples (a power of two, at least 4). Its buffers are reused by every call. */
export class RealFft {
  readonly size: number;
  readonly #half: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #reversed: Uint16Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.#half = size / 2;
    this.#cos = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.#sin = Float64Array.from({ length: size / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
    const bits = Math.log2(this.#half);
    this.#reversed = Uint16Array.from({ length: this.#half }, (_, i) => {
      let r = 0;
      for (let b = 0; b < bits; b++) r |= ((i >> b) & 1) << (bits - 1 - b);
      return r;
    });
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
    const re = this.#re;
    const im = this.#im;
    const half = this.#half;
    for (let span = 2; span <= half; span *= 2) {
      const wing = span / 2;
      const stride = this.size / span;
      for (let start = 0; start < half; start += span) {
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
  }
}
