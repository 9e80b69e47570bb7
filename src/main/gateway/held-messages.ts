/** What a client says before it is let in, in order and within a bound. Knows no socket. */

/** One message. */
export type HeldMessage = { isBinary: boolean; bytes: Uint8Array };

const MAX_MESSAGES = 64;
const MAX_BYTES = 32 * 1024 * 1024;

/** Beyond the bound the socket should not be read any more; what was read already is still taken. */
export class HeldMessages {
  #items: HeldMessage[] = [];
  #bytes = 0;

  /** True when no more should be read. */
  get isFull(): boolean {
    return this.#items.length >= MAX_MESSAGES || this.#bytes >= MAX_BYTES;
  }

  /** Keeps one. */
  push(message: HeldMessage): void {
    this.#items.push(message);
    this.#bytes += message.bytes.length;
  }

  /** Gives them all, oldest first, and holds none. */
  take(): HeldMessage[] {
    const items = this.#items;
    this.#items = [];
    this.#bytes = 0;
    return items;
  }
}
