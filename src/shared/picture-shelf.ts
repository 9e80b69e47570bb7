/** Which pictures the engine process still holds. Main and the engine step the same shelf over the same messages in the same order, so both know without asking. Knows no pipe and no avatar. */

/** Bytes of pictures on a shelf, together: some thirty photos. */
export const SHELF_BYTES = 24 * 1024 * 1024;

/** Pictures by the hash of their bytes; the one used longest ago leaves first. `T` is what an end keeps of a picture. */
export class PictureShelf<T> {
  readonly #held = new Map<string, { kept: T; bytes: number }>();
  readonly #capacity: number;
  #bytes = 0;

  constructor(capacity: number = SHELF_BYTES) {
    this.#capacity = capacity;
  }

  /** What is kept of a picture, which is now the newest; null when it is not held. */
  use(sha256: string): T | null {
    const found = this.#held.get(sha256);
    if (found === undefined) return null;
    this.#held.delete(sha256);
    this.#held.set(sha256, found);
    return found.kept;
  }

  /** Puts a picture of `bytes` bytes, which is not held yet, on the shelf; one larger than the shelf is left out. */
  put(sha256: string, kept: T, bytes: number): void {
    if (bytes > this.#capacity) return;
    this.#held.set(sha256, { kept, bytes });
    this.#bytes += bytes;
    for (const [key, item] of this.#held) {
      if (this.#bytes <= this.#capacity) return;
      this.#held.delete(key);
      this.#bytes -= item.bytes;
    }
  }
}
