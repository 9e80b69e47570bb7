/** Keeps the last messages of protocol sockets while somebody looks, within a bound of number and bytes. Knows no page and no wire. */
import type { Clock } from '../../shared/clock.ts';
import type { Caller, MessageTap } from '../gateway/caller.ts';

/** A kept message, byte for byte; of one that is too large only the beginning. */
export type KeptMessage = {
  n: number;
  /** Epoch, ms. */ at: number;
  client: Caller;
  direction: 'in' | 'out';
  isBinary: boolean;
  bytes: Uint8Array;
  /** Of the whole message. */ size: number;
};

/** Bounds of the log. `lingerMs`: how long what is kept outlives the last look. */
export type MessageLogLimits = {
  messages: number;
  bytes: number;
  messageBytes: number;
  headBytes: number;
  lingerMs: number;
};

const LIMITS: MessageLogLimits = {
  messages: 5000,
  bytes: 48 * 1024 * 1024,
  messageBytes: 8 * 1024 * 1024,
  headBytes: 64 * 1024,
  lingerMs: 120_000,
};

/** One server's log. */
export class MessageLog implements MessageTap {
  readonly #clock: Clock;
  readonly #limits: MessageLogLimits;
  readonly #watchers = new Map<(message: KeptMessage) => void, { ownPage: boolean }>();
  readonly #cleared = new Set<() => void>();
  /** By their numbers, oldest first; what made room is held by nobody. */
  readonly #kept = new Map<number, KeptMessage>();
  #bytes = 0;
  #next = 1;
  #dropped = 0;
  #cancelForget = (): void => {};
  #isClosed = false;

  constructor(clock: Clock, limits: Partial<MessageLogLimits> = {}) {
    this.#clock = clock;
    this.#limits = { ...LIMITS, ...limits };
  }

  get isOn(): boolean {
    return this.#watchers.size > 0;
  }

  /** Messages that had to make room since the last clear. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Oldest first. */
  list(): KeptMessage[] {
    return [...this.#kept.values()];
  }

  /** One of them; null: gone. */
  get(n: number): KeptMessage | null {
    return this.#kept.get(n) ?? null;
  }

  /**
   * Keeps messages from now on and tells each, until what is returned is called. Those of the studio's own page only with `ownPage`:
   * its live pictures would push everything else out.
   */
  watch(watcher: (message: KeptMessage) => void, { ownPage = false } = {}): () => void {
    this.#cancelForget();
    this.#watchers.set(watcher, { ownPage });
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size > 0 || this.#isClosed) return;
      this.#cancelForget();
      this.#cancelForget = this.#clock.after(this.#limits.lingerMs, () => this.clear());
    };
  }

  /** Hears of each clear; gives what stops it. */
  onClear(listener: () => void): () => void {
    this.#cleared.add(listener);
    return () => this.#cleared.delete(listener);
  }

  saw(client: Caller, direction: 'in' | 'out', data: string | Uint8Array): void {
    const wantsOwn = (): boolean => [...this.#watchers.values()].some(({ ownPage }) => ownPage);
    if (client.isOwnPage && !wantsOwn()) return;
    const isBinary = typeof data !== 'string';
    const { messageBytes, headBytes } = this.#limits;
    const whole = isBinary ? data : Buffer.from(data);
    const kept = whole.length > messageBytes ? whole.subarray(0, headBytes) : whole;
    // A socket's bytes are used again; those made of a text are ours, unless only a part is kept.
    const bytes = isBinary || kept !== whole ? Uint8Array.from(kept) : kept;
    const message = {
      n: this.#next++,
      at: Date.now(),
      client,
      direction,
      isBinary,
      bytes,
      size: whole.length,
    };
    this.#kept.set(message.n, message);
    this.#bytes += bytes.length;
    this.#makeRoom();
    for (const [watcher, { ownPage }] of this.#watchers) if (ownPage || !client.isOwnPage) watcher(message);
  }

  /** Forgets all. */
  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
    this.#dropped = 0;
    for (const listener of this.#cleared) listener();
  }

  /** Forgets all, and waits for nothing any more: a timer left behind would keep the whole program from ending. */
  close(): void {
    this.#isClosed = true;
    this.#cancelForget();
    this.#watchers.clear();
    this.clear();
  }

  #makeRoom(): void {
    const { messages, bytes } = this.#limits;
    for (const [n, oldest] of this.#kept) {
      if (this.#kept.size <= messages && this.#bytes <= bytes) return;
      this.#kept.delete(n);
      this.#bytes -= oldest.bytes.length;
      this.#dropped += 1;
    }
  }
}
