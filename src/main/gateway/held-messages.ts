/** What clients say before they are let in, in order and within bounds. Knows no socket. */

/** One message. */
export type HeldMessage = { isBinary: boolean; bytes: Uint8Array };

/** Bytes that all who wait hold together; one object for a server. */
export type HeldTotal = { bytes: number };

const MAX_MESSAGES = 64;
const MAX_BYTES = 32 * 1024 * 1024;
/** Any web page may make many sockets wait: together they hold no more than this, and one message each beyond it. */
const MAX_TOTAL_BYTES = 128 * 1024 * 1024;

/** Of one client. Beyond the bounds the socket should not be read any more; what was read already is still taken. */
export class HeldMessages {
  readonly #total: HeldTotal;
  #items: HeldMessage[] = [];
  #bytes = 0;

  constructor(total: HeldTotal = { bytes: 0 }) {
    this.#total = total;
  }

  /** True when no more should be read. */
  get isFull(): boolean {
    return (
      this.#items.length >= MAX_MESSAGES || this.#bytes >= MAX_BYTES || this.#total.bytes >= MAX_TOTAL_BYTES
    );
  }

  /** Keeps one. */
  push(message: HeldMessage): void {
    this.#items.push(message);
    this.#bytes += message.bytes.length;
    this.#total.bytes += message.bytes.length;
  }

  /** Gives them all, oldest first, and holds none; also for those of a client that is gone. */
  take(): HeldMessage[] {
    const items = this.#items;
    this.#items = [];
    this.#total.bytes -= this.#bytes;
    this.#bytes = 0;
    return items;
  }
}
