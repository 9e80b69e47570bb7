/** Time as a dependency: real in the app, stepped by hand in tests and faster than real in exports. */
import type { Micros } from './media.ts';

/** A monotonic clock with one-shot timers. */
export type Clock = {
  /** µs since an arbitrary start; never goes back. */
  now(): Micros;
  /** Calls back once, not before `delayMs` have passed; returns a function that cancels it. */
  after(delayMs: number, callback: () => void): () => void;
};

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Math.round(performance.now() * 1000),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
