/** When to try again after a connection was lost. Knows delays, not sockets. */
import type { Clock } from '../../shared/clock.ts';

/** Delays double from `firstMs` up to `longestMs`; a connection that held resets them. */
export type ReconnectOptions = { clock: Clock; attempt: () => void; firstMs?: number; longestMs?: number };

/** One pending attempt at most; `close` cancels it for good. */
export class Reconnect {
  readonly #clock: Clock;
  readonly #attempt: () => void;
  readonly #firstMs: number;
  readonly #longestMs: number;
  #failures = 0;
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(options: ReconnectOptions) {
    this.#clock = options.clock;
    this.#attempt = options.attempt;
    this.#firstMs = options.firstMs ?? 400;
    this.#longestMs = options.longestMs ?? 6_000;
  }

  /** How many attempts failed since the last connection that held. */
  get failures(): number {
    return this.#failures;
  }

  /** Plans the next attempt; returns its delay in ms, or 0 when closed or already planned. */
  failed(): number {
    if (this.#closed || this.#cancel !== null) return 0;
    const delayMs = Math.min(this.#longestMs, this.#firstMs * 2 ** this.#failures);
    this.#failures += 1;
    this.#cancel = this.#clock.after(delayMs, () => {
      this.#cancel = null;
      this.#attempt();
    });
    return delayMs;
  }

  /** The connection holds: the next loss starts with the shortest delay again. */
  held(): void {
    this.#failures = 0;
  }

  /** Tries at once instead of waiting (the user asked, or the machine is back online). */
  now(): void {
    if (this.#closed || this.#cancel === null) return;
    this.#cancel();
    this.#cancel = null;
    this.#attempt();
  }

  /** No further attempts. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#cancel = null;
  }
}
