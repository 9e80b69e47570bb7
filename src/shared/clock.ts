/** Time as a dependency: real in the app, stepped by hand in tests and faster than real in exports. */
import type { Micros } from './media.ts';

/** A monotonic clock with one-shot timers. */
export type Clock = {
  /** µs since an arbitrary start; never goes back. */
  now(): Micros;
  /** Calls back once, not before `delayMs` have passed; returns a function that cancels it. */
  after(delayMs: number, callback: () => void): () => void;
};
