/** The mouth's own mirror axis, and which points are each other's mirror images. Pure. */
import { distance, type ImagePoint, imagePoint } from './points.ts';

/** A line through `at` along the unit vector `along` (downwards). */
export type Axis = { at: ImagePoint; along: readonly [number, number] };

/** Points farther from a mirror image than this part of the mouth's width have no partner. */
const PARTNER_WITHIN = 0.12;

/** Halves the line between the corners (the points farthest left and right), so that a tilted face has a tilted axis. */
export const axisOf = (outer: readonly ImagePoint[]): Axis => {
  const left = outer.reduce((best, point) => (point[0] < best[0] ? point : best));
  const right = outer.reduce((best, point) => (point[0] > best[0] ? point : best));
  const width = Math.max(1e-9, distance(left, right));
  return {
    at: imagePoint((left[0] + right[0]) / 2, (left[1] + right[1]) / 2),
    along: [-(right[1] - left[1]) / width, (right[0] - left[0]) / width],
  };
};

/** The mirror image of a place. */
export const mirrored = ([x, y]: ImagePoint, { at, along }: Axis): ImagePoint => {
  const [dx, dy] = [x - at[0], y - at[1]];
  const share = 2 * (dx * along[0] + dy * along[1]);
  return imagePoint(at[0] + share * along[0] - dx, at[1] + share * along[1] - dy);
};

/** Index of the point that mirrors point `index`, itself when it lies on the axis, null when there is none. */
export const partnerOf = (points: readonly ImagePoint[], index: number, axis: Axis): number | null => {
  const image = mirrored(points[index]!, axis);
  const reach = PARTNER_WITHIN * widthOf(points);
  let best: number | null = null;
  for (const [i, point] of points.entries())
    if (distance(point, image) <= (best === null ? reach : distance(points[best]!, image))) best = i;
  return best;
};

const widthOf = (points: readonly ImagePoint[]): number =>
  Math.max(...points.map(([x]) => x)) - Math.min(...points.map(([x]) => x));
