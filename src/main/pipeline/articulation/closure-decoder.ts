/** Decides when lips are shut: two thresholds and a shortest closure, as the training measured it. Knows no weights. */
import type { ClosureSetting } from './articulation-description.ts';

/** The decoder of one stream. */
export class ClosureDecoder {
  readonly #setting: ClosureSetting;
  #held = 0;

  constructor(setting: ClosureSetting) {
    this.#setting = setting;
  }

  /** Takes the class posterior and the drawn curve of the next frame; true while closed. */
  next(posterior: number, curve: number): boolean {
    const { weight, on, off, shortest } = this.#setting;
    const score = weight * posterior + (1 - weight) * curve;
    if (this.#held > 0) this.#held = score >= off || this.#held < shortest ? this.#held + 1 : 0;
    if (this.#held === 0 && score >= on) this.#held = 1;
    return this.#held > 0;
  }

  /** Lets go at once. */
  reset(): void {
    this.#held = 0;
  }

  /** Becomes what `other` is now. */
  copyFrom(other: ClosureDecoder): void {
    this.#held = other.#held;
  }
}
