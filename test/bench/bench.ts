/** What a bench is, and the arithmetic of its figures. */

/** One figure against its target; `lower` is better unless told. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  target?: number;
  stretch?: number;
  better?: 'lower' | 'higher';
};

/** A named bench. */
export type Bench = { name: string; about: string; run: () => Promise<Figure[]> };

/** The `share` quantile (0..1) of `values`. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
};

/** The middle value. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Whether a figure meets its target; null without one. */
export const meets = ({ value, target, better = 'lower' }: Figure): boolean | null =>
  target === undefined ? null : better === 'lower' ? value <= target : value >= target;
