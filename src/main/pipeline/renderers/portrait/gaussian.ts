/** The bell curve. Pure arithmetic. */

/** exp(−(x / width)²): 1 at 0, falling off within `width`. */
export const gaussian = (x: number, width: number): number => {
  const t = x / width;
  return Math.exp(-t * t);
};
