/** Closed smooth curves through points: drawing, nearest place, inserting. Centripetal enough for lips: Catmull-Rom with tension one half. */
import { distance, type ImagePoint, imagePoint } from './points.ts';

/** A place on a curve: between point `index` and the next, `share` 0..1 of the way. */
export type CurvePlace = { index: number; share: number; at: ImagePoint; distance: number };

const STEPS = 12;

const wrap = (index: number, count: number): number => ((index % count) + count) % count;

/** The curve's place `share` of the way from point `index` to the next. */
export const onCurve = (points: readonly ImagePoint[], index: number, share: number): ImagePoint => {
  const [a, b, c, d] = [-1, 0, 1, 2].map(step => points[wrap(index + step, points.length)]!);
  const blend = (axis: 0 | 1): number => {
    const [p0, p1, p2, p3] = [a![axis], b![axis], c![axis], d![axis]];
    const t = share;
    return (
      0.5 *
      (2 * p1 +
        (p2 - p0) * t +
        (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t +
        (3 * p1 - p0 - 3 * p2 + p3) * t ** 3)
    );
  };
  return imagePoint(blend(0), blend(1));
};

/** The curve as cubic Bézier segments: [control, control, end] for each, starting at the first point. */
export const bezierOf = (points: readonly ImagePoint[]): [ImagePoint, ImagePoint, ImagePoint][] =>
  points.map((from, i) => {
    const before = points[wrap(i - 1, points.length)]!;
    const to = points[wrap(i + 1, points.length)]!;
    const after = points[wrap(i + 2, points.length)]!;
    return [
      imagePoint(from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6),
      imagePoint(to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6),
      to,
    ];
  });

/** The place of the curve nearest to `target`. */
export const nearestOn = (points: readonly ImagePoint[], target: ImagePoint): CurvePlace => {
  let best: CurvePlace = { index: 0, share: 0, at: points[0]!, distance: Number.POSITIVE_INFINITY };
  const look = (index: number, share: number): void => {
    const at = onCurve(points, index, share);
    const far = distance(at, target);
    if (far < best.distance) best = { index, share, at, distance: far };
  };
  for (let i = 0; i < points.length; i++) for (let step = 0; step < STEPS; step++) look(i, step / STEPS);
  const coarse = best;
  for (let k = -8; k <= 8; k++) {
    const share = coarse.share + k / (8 * STEPS);
    if (share >= 0 && share < 1) look(coarse.index, share);
  }
  return best;
};

/** Whether a place lies inside the polygon of the points (even-odd rule). */
export const isInside = (points: readonly ImagePoint[], [x, y]: ImagePoint): boolean => {
  let inside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [ax, ay] = points[i]!;
    const [bx, by] = points[j]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
};
