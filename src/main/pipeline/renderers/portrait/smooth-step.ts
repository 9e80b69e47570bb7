/** The cubic step, the one easing curve of this folder. Pure arithmetic. */

/** 0 at or before `from`, 1 at or after `to`, smooth between; `from` may be the larger one, which turns the step round. */
export const smoothStep = (from: number, to: number, x: number): number => {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)));
  return t * t * (3 - 2 * t);
};
