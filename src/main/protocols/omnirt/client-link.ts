/** A client's connection that can be lost and replaced: while there is none, answers are kept for the next one, or left out. Knows no message. */
import { BoundedQueue } from '../../../shared/bounded-queue.ts';
import type { Connection } from '../front-end.ts';

/** A minute of frames of 416x704. */
const MAX_KEPT_BYTES = 32 * 1024 * 1024;

/** See Connection; the facts are those of the first one. */
export class ClientLink implements Connection {
  readonly id: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly origin: string | null;
  readonly userAgent: string | null;
  /** False: what is sent while nobody is there is out of date later, and left out. */
  keeps = true;
  readonly #onOverflow: () => void;
  #connection: Connection | null;
  readonly #kept = new BoundedQueue<string | Uint8Array>({
    capacity: MAX_KEPT_BYTES,
    overflow: { policy: 'refuse' },
    weigh: item => item.length + 64,
  });

  /** `onOverflow`: more came while nobody was there than is kept, and the answers have a hole. */
  constructor(connection: Connection, onOverflow: () => void) {
    this.#onOverflow = onOverflow;
    this.#connection = connection;
    this.id = connection.id;
    this.path = connection.path;
    this.query = connection.query;
    this.origin = connection.origin;
    this.userAgent = connection.userAgent;
  }

  /** The one in use; null while the client is away. */
  get current(): Connection | null {
    return this.#connection;
  }

  get queuedBytes(): number {
    return this.#connection?.queuedBytes ?? 0;
  }

  sendText(text: string): void {
    if (this.#connection !== null) this.#connection.sendText(text);
    else this.#keep(text);
  }

  sendBinary(bytes: Uint8Array, options: { droppable?: boolean } = {}): boolean {
    if (this.#connection !== null) return this.#connection.sendBinary(bytes, options);
    this.#keep(bytes);
    return true;
  }

  pause(): void {
    this.#connection?.pause();
  }

  resume(): void {
    this.#connection?.resume();
  }

  close(code: number, reason: string): void {
    this.#connection?.close(code, reason);
  }

  /** Nobody is there from now on. */
  detach(): void {
    this.#connection = null;
  }

  /** Goes on with another one: `greeting`, then what was kept. The one before is closed if it is still there. */
  attach(connection: Connection, greeting: string): void {
    const before = this.#connection;
    if (before !== null && before !== connection) before.close(1000, 'The session goes on elsewhere.');
    this.#connection = connection;
    connection.continues?.(this.id);
    connection.sendText(greeting);
    for (let item = this.#kept.shift(); item !== undefined; item = this.#kept.shift()) {
      if (typeof item === 'string') connection.sendText(item);
      else connection.sendBinary(item);
    }
  }

  #keep(item: string | Uint8Array): void {
    if (this.keeps && !this.#kept.push(item)) this.#onOverflow();
  }
}
