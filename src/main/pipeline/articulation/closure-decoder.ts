/** Decides when lips are shut: a short mean shuts them, the newest frame lets go, as the training measured it. Knows no weights. */
import type { ClosureSetting } from './articulation-description.ts';

/** The decoder of one stream. */
export class ClosureDecoder {
  readonly #setting: ClosureSetting;
  /** The last `average` scores. */
  readonly #recent: Float64Array;
  #count = 0;
  #held = 0;
  /** The mean has been below `on` since the last closure began: one spike may not shut the lips twice. */
  #armed = true;

  constructor(setting: ClosureSetting) {
    this.#setting = setting;
    this.#recent = new Float64Array(setting.average);
  }

  /** Takes the class posterior and the drawn curve of the next frame; true while closed. */
  next(posterior: number, curve: number): boolean {
    const { weight, on, off, shortest } = this.#setting;
    const newest = weight * posterior + (1 - weight) * curve;
    if (this.#count === 0) this.#recent.fill(newest);
    this.#recent[this.#count++ % this.#recent.length] = newest;
    let mean = 0;
    for (const value of this.#recent) mean += value;
    mean /= this.#recent.length;
    if (mean < on) this.#armed = true;
    if (this.#held > 0) this.#held = newest >= off || this.#held < shortest ? this.#held + 1 : 0;
    if (this.#held === 0 && this.#armed && mean >= on) {
      this.#held = 1;
      this.#armed = false;
    }
    return this.#held > 0;
  }

  /** Lets go at once. */
  reset(): void {
    this.#count = 0;
    this.#held = 0;
    this.#armed = true;
  }

  /** Becomes what `other`, of the same setting, is now. */
  copyFrom(other: ClosureDecoder): void {
    this.#recent.set(other.#recent);
    this.#count = other.#count;
    this.#held = other.#held;
    this.#armed = other.#armed;
  }
}
