/** Ownership: what is made in a scope is closed with it, in reverse order. */

/** Something that holds a resource. `close` is idempotent. */
export type AsyncCloseable = { close(): void | Promise<void> };

/** A list of things to close. */
export class Scope implements AsyncCloseable {
  readonly #owned: AsyncCloseable[] = [];
  #closing: Promise<void> | null = null;

  /** Takes ownership and gives the thing back. */
  own<T extends AsyncCloseable>(thing: T): T {
    this.#owned.push(thing);
    return thing;
  }

  /** Runs `undo` when the scope closes. */
  defer(undo: () => void | Promise<void>): void {
    this.#owned.push({ close: undo });
  }

  /** Closes everything in reverse; the first failure is thrown after all were tried. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const thing of this.#owned.reverse()) {
      try {
        await thing.close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
