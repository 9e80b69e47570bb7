/** A clock that moves only when told, for tests of the page's logic. Needs nothing but the language. */
import type { Clock } from '../../../src/shared/clock.ts';

type Timer = { at: number; call: () => void };

/** See Clock. `advance` runs the timers that fall due, in order. */
export class SteppedClock implements Clock {
  #micros = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.#micros;
  }

  after(delayMs: number, call: () => void): () => void {
    const timer = { at: this.#micros + delayMs * 1000, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter(other => other !== timer);
    };
  }

  /** Moves time on by `ms`. */
  advance(ms: number): void {
    const end = this.#micros + ms * 1000;
    for (;;) {
      const due = this.#timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter(timer => timer !== due);
      this.#micros = Math.max(this.#micros, due.at);
      due.call();
    }
    this.#micros = end;
  }
}
