/** The machine's own clock. */
import type { Clock } from '../shared/clock.ts';

/** Monotonic µs and timers of the process. */
export const systemClock: Clock = {
  now: () => Math.round(performance.now() * 1000),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
