/** Back-pressure between two sockets: what feeds a full one is paused until it has drained. Knows no message. */
import type { Clock } from '../../../shared/clock.ts';

/** More than this many unread bytes pause the feeding side, less than the second let it go on. */
const HIGH_BYTES = 4 * 1024 * 1024;
const LOW_BYTES = 1024 * 1024;
const LOOK_MS = 10;

/** One direction. `close` ends the waiting. */
export class FlowGate {
  readonly #clock: Clock;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Called after each message that was passed on. */
  passed(from: { pause(): void; resume(): void }, to: { readonly queuedBytes: number }): void {
    if (this.#cancel !== null || to.queuedBytes <= HIGH_BYTES) return;
    from.pause();
    const look = (): void => {
      if (to.queuedBytes > LOW_BYTES) {
        this.#cancel = this.#clock.after(LOOK_MS, look);
        return;
      }
      this.#cancel = null;
      from.resume();
    };
    this.#cancel = this.#clock.after(LOOK_MS, look);
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
