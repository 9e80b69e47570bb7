/** What was removed waits here a while, so that it can be taken back, and is then erased: once, also when the program ends meanwhile. Knows no store. */
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';

/** `erase` may fail: then it is logged, and the next start erases it. */
export type UndoWindowDeps<T> = { clock: Clock; ms: number; erase(removed: T): Promise<void>; log: Log };

/** Removed things by a key of the caller's choice. */
export class UndoWindow<T> {
  readonly #deps: UndoWindowDeps<T>;
  readonly #open = new Map<string, { removed: T; stop(): void }>();
  readonly #erasing = new Set<Promise<void>>();

  constructor(deps: UndoWindowDeps<T>) {
    this.#deps = deps;
  }

  /** What can still be taken back. */
  waiting(): T[] {
    return [...this.#open.values()].map(({ removed }) => removed);
  }

  /** Begins the time of one. */
  open(key: string, removed: T): void {
    this.#open.get(key)?.stop();
    const stop = this.#deps.clock.after(this.#deps.ms, () => this.#erase(key));
    this.#open.set(key, { removed, stop });
  }

  /** Takes one back; null: its time is over, it is erased or about to be. */
  takeBack(key: string): T | null {
    const found = this.#open.get(key);
    if (found === undefined) return null;
    found.stop();
    this.#open.delete(key);
    return found.removed;
  }

  /** Erases all at once, and waits for what is being erased. */
  async close(): Promise<void> {
    for (const key of [...this.#open.keys()]) this.#erase(key);
    await Promise.all(this.#erasing);
  }

  #erase(key: string): void {
    const removed = this.takeBack(key);
    if (removed === null) return;
    const { erase, log } = this.#deps;
    const erasing = erase(removed)
      .catch(error => log.warn('what was removed could not be erased', { error: String(error) }))
      .finally(() => this.#erasing.delete(erasing));
    this.#erasing.add(erasing);
  }
}
