/** A clock that moves only when told: tests of pacing run faster than time and never sleep. Needs nothing but the language, so the page's tests use it too. */
import type { Clock } from '../../src/shared/clock.ts';

type Timer = { at: number; call: () => void };

/** See Clock. */
export class ManualClock implements Clock {
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

  /** Timers that have not run yet. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Moves time on by `ms` at once; runs the timers that fall due, in order. */
  step(ms: number): void {
    const end = this.#micros + ms * 1000;
    while (this.#runNext(end));
    this.#micros = end;
  }

  /** As `step`, letting promises settle after each timer. */
  async advance(ms: number): Promise<void> {
    const end = this.#micros + ms * 1000;
    while (this.#runNext(end)) await settle();
    this.#micros = end;
    await settle();
  }

  #runNext(end: number): boolean {
    const due = this.#timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0];
    if (due === undefined) return false;
    this.#timers = this.#timers.filter(timer => timer !== due);
    this.#micros = Math.max(this.#micros, due.at);
    due.call();
    return true;
  }
}

/** Lets every promise that can settle do so. */
export const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0));
