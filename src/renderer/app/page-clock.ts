/** The page's own clock. */
import type { Clock } from '../../shared/clock.ts';

/** µs of `performance.now()`; timers are the browser's and may be slowed in hidden tabs. */
export const pageClock: Clock = {
  now: () => Math.round(performance.now() * 1000),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
