/** Figures over the last moments: how many a second, and what mean. Knows no unit. */

/** Values of the last `windowMs`. */
export class RollingFigure {
  readonly #windowMs: number;
  #entries: { atMs: number; value: number }[] = [];

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Adds a value seen at a time; times must not go back. */
  add(atMs: number, value = 1): void {
    this.#entries.push({ atMs, value });
    this.#forget(atMs);
  }

  /** Entries per second. */
  perSecond(nowMs: number): number {
    this.#forget(nowMs);
    return (this.#entries.length * 1000) / this.#windowMs;
  }

  /** Mean value, or null without any. */
  mean(nowMs: number): number | null {
    this.#forget(nowMs);
    if (this.#entries.length === 0) return null;
    return this.#entries.reduce((sum, entry) => sum + entry.value, 0) / this.#entries.length;
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries = [];
  }

  #forget(nowMs: number): void {
    const from = nowMs - this.#windowMs;
    let old = 0;
    while (old < this.#entries.length && this.#entries[old]!.atMs <= from) old += 1;
    if (old > 0) this.#entries.splice(0, old);
  }
}
