/** Changes the rate of mono sound that comes in pieces; the pieces joined equal the whole. Knows nothing of where sound comes from. */

const LOBES = 12;
const STEPS = 512;

/** The kernel sampled at 1/512 of a zero crossing: a raised-cosine window over a sinc. */
const KERNEL = Float32Array.from({ length: LOBES * STEPS + 2 }, (_, step) => {
  const x = (Math.PI * step) / STEPS;
  const window = Math.cos(Math.min(Math.PI / 2, x / (2 * LOBES))) ** 2;
  return step === 0 ? 1 : (Math.sin(x) / x) * window;
});

/** Windowed sinc with 24 taps; cuts off below the lower of both Nyquist frequencies. Output lags by 12 input samples. */
export class StreamResampler {
  readonly #ratio: number;
  readonly #cutoff: number;
  readonly #reach: number;
  #held: Float32Array = new Float32Array(0);
  #heldStart = 0;
  #written = 0;

  constructor(fromRate: number, toRate: number) {
    this.#ratio = fromRate / toRate;
    this.#cutoff = Math.min(1, (toRate / fromRate) * 0.96);
    this.#reach = Math.ceil(LOBES / this.#cutoff);
  }

  /** What can be computed with this piece; the rest waits for the next. Input and output −1..1. */
  push(samples: Float32Array): Float32Array {
    if (this.#ratio === 1) return samples;
    const held = new Float32Array(this.#held.length + samples.length);
    held.set(this.#held);
    held.set(samples, this.#held.length);
    this.#held = held;
    const end = this.#heldStart + held.length;
    const last = Math.floor((end - 1 - this.#reach) / this.#ratio);
    return this.#write(Math.max(0, last - this.#written + 1));
  }

  /** The tail, as if silence followed; the resampler then starts anew. */
  flush(): Float32Array {
    if (this.#ratio === 1) return new Float32Array(0);
    const total = Math.floor((this.#heldStart + this.#held.length) / this.#ratio);
    const tail = this.#write(Math.max(0, total - this.#written));
    this.#held = new Float32Array(0);
    this.#heldStart = 0;
    this.#written = 0;
    return tail;
  }

  #write(count: number): Float32Array {
    const out = new Float32Array(count);
    for (let i = 0; i < count; i++) out[i] = this.#sample((this.#written + i) * this.#ratio);
    this.#written += count;
    const keepFrom = Math.max(this.#heldStart, Math.floor(this.#written * this.#ratio) - this.#reach);
    this.#held = this.#held.slice(Math.min(this.#held.length, keepFrom - this.#heldStart));
    this.#heldStart = keepFrom;
    return out;
  }

  #sample(at: number): number {
    const first = Math.max(Math.ceil(at) - this.#reach, this.#heldStart);
    const last = Math.min(Math.floor(at) + this.#reach, this.#heldStart + this.#held.length - 1);
    let sum = 0;
    for (let i = first; i <= last; i++) {
      const step = Math.abs(i - at) * this.#cutoff * STEPS;
      if (step >= LOBES * STEPS) continue;
      const whole = Math.floor(step);
      const low = KERNEL[whole]!;
      sum += this.#held[i - this.#heldStart]! * (low + (KERNEL[whole + 1]! - low) * (step - whole));
    }
    return sum * this.#cutoff;
  }
}
