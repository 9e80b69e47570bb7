/** Something made on first use, once; a failure is not kept, so that the next use tries again. */

/** See above. */
export class Lazy<T> {
  readonly #make: () => Promise<T>;
  #made: Promise<T> | null = null;

  constructor(make: () => Promise<T>) {
    this.#make = make;
  }

  /** The one value. */
  get(): Promise<T> {
    if (this.#made === null) {
      const made = this.#make();
      this.#made = made;
      made.catch(() => {
        if (this.#made === made) this.#made = null;
      });
    }
    return this.#made;
  }
}
