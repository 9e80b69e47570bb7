/** Decides when lips are shut: two thresholds on a short mean and a shortest closure, as the training measured it. Knows no weights. */
import type { ClosureSetting } from './articulation-description.ts';

/** The decoder of one stream. */
export class ClosureDecoder {
  readonly #setting: ClosureSetting;
  /** The last `average` scores. */
  readonly #recent: Float64Array;
  #count = 0;
  #held = 0;

  constructor(setting: ClosureSetting) {
    this.#setting = setting;
    this.#recent = new Float64Array(setting.average);
  }

  /** Takes the class posterior and the drawn curve of the next frame; true while closed. */
  next(posterior: number, curve: number): boolean {
    const { weight, on, off, shortest } = this.#setting;
    const mixed = weight * posterior + (1 - weight) * curve;
    if (this.#count === 0) this.#recent.fill(mixed);
    this.#recent[this.#count++ % this.#recent.length] = mixed;
    let score = 0;
    for (const value of this.#recent) score += value;
    score /= this.#recent.length;
    if (this.#held > 0) this.#held = score >= off || this.#held < shortest ? this.#held + 1 : 0;
    if (this.#held === 0 && score >= on) this.#held = 1;
    return this.#held > 0;
  }

  /** Lets go at once. */
  reset(): void {
    this.#count = 0;
    this.#held = 0;
  }

  /** Becomes what `other`, of the same setting, is now. */
  copyFrom(other: ClosureDecoder): void {
    this.#recent.set(other.#recent);
    this.#count = other.#count;
    this.#held = other.#held;
  }
}
