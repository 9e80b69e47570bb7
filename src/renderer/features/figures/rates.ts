/** Frames and bytes a second from two looks at growing counts. Pure. */

/** Counts of one session at a time, ms. */
export type Look = { at: number; frames: number; bytes: number };

/** What moves a second. */
export type Rates = { fps: number; bytesPerSecond: number };

const SHORTEST_S = 0.5;

/** Rates between two looks; null when they are too near to say. */
export const ratesOf = (before: Look | undefined, now: Look): Rates | null => {
  const seconds = before === undefined ? 0 : (now.at - before.at) / 1000;
  if (before === undefined || seconds < SHORTEST_S) return null;
  return {
    fps: Math.max(0, (now.frames - before.frames) / seconds),
    bytesPerSecond: Math.max(0, (now.bytes - before.bytes) / seconds),
  };
};
