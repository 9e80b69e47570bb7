/** How long nobody has asked anything. Knows no process and no call. */
import type { Clock } from '../../shared/clock.ts';
import type { Micros } from '../../shared/media.ts';

/** Counts open calls by their promises. */
export class CallActivity {
  readonly #clock: Clock;
  #open = 0;
  #quietSince: Micros;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#quietSince = clock.now();
  }

  /** Time since the last call ended, µs; 0 while one is open. */
  quietMicros(): Micros {
    return this.#open > 0 ? 0 : this.#clock.now() - this.#quietSince;
  }

  /** Counts a call until its promise settles; gives the promise's own end. */
  async during<T>(answer: Promise<T>): Promise<T> {
    this.#open += 1;
    try {
      return await answer;
    } finally {
      this.#open -= 1;
      this.#quietSince = this.#clock.now();
    }
  }
}
