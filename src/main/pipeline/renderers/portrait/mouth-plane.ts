/** The mouth's own flat coordinates in the picture (turned with the head's roll, eye distances from the mouth's centre), and its lip lines in them. */
import type { Face } from './face.ts';
import { LOWER_INNER, LOWER_OUTER, UPPER_INNER, UPPER_OUTER } from './landmark-ids.ts';

/** A line y(x) across the mouth. */
export type LipLine = (x: number) => number;

/** Coordinates and lip lines of a face at rest. */
export type MouthPlane = {
  originX: number;
  originY: number;
  cos: number;
  sin: number;
  /** Pixels in one eye distance. */ unit: number;
  /** x of the inner corners. */ left: number;
  right: number;
  upperInner: LipLine;
  lowerInner: LipLine;
  upperOuter: LipLine;
  lowerOuter: LipLine;
};

/** Plane coordinates of a pixel position. */
export const toPlane = (plane: MouthPlane, px: number, py: number): [number, number] => {
  const dx = px - plane.originX;
  const dy = py - plane.originY;
  return [(dx * plane.cos + dy * plane.sin) / plane.unit, (-dx * plane.sin + dy * plane.cos) / plane.unit];
};

/** Line through points, flat beyond its ends; a Catmull-Rom curve between. */
const lineThrough = (points: readonly (readonly [number, number])[]): LipLine => {
  const sorted = [...points].sort((a, b) => a[0] - b[0]);
  const last = sorted.length - 1;
  const slope = (i: number): number => {
    const a = sorted[Math.max(0, i - 1)]!;
    const b = sorted[Math.min(last, i + 1)]!;
    return (b[1] - a[1]) / Math.max(1e-6, b[0] - a[0]);
  };
  return x => {
    if (x <= sorted[0]![0]) return sorted[0]![1];
    if (x >= sorted[last]![0]) return sorted[last]![1];
    let i = 0;
    while (i < last - 1 && sorted[i + 1]![0] < x) i++;
    const a = sorted[i]!;
    const b = sorted[i + 1]!;
    const h = Math.max(1e-6, b[0] - a[0]);
    const t = (x - a[0]) / h;
    const t2 = t * t;
    const t3 = t2 * t;
    return (
      (2 * t3 - 3 * t2 + 1) * a[1] +
      (t3 - 2 * t2 + t) * h * slope(i) +
      (3 * t2 - 2 * t3) * b[1] +
      (t3 - t2) * h * slope(i + 1)
    );
  };
};

/** The plane of a face. */
export const mouthPlaneOf = (face: Face): MouthPlane => {
  const { head } = face;
  const angle = Math.atan2(head.x[1], head.x[0]);
  const plane: MouthPlane = {
    originX: head.origin[0],
    originY: head.origin[1],
    cos: Math.cos(angle),
    sin: Math.sin(angle),
    unit: head.unit,
    left: 0,
    right: 0,
    upperInner: () => 0,
    lowerInner: () => 0,
    upperOuter: () => 0,
    lowerOuter: () => 0,
  };
  const at = (id: number): [number, number] => {
    const point = face.points.get(id)!;
    return toPlane(plane, point.px, point.py);
  };
  plane.left = at(78)[0];
  plane.right = at(308)[0];
  plane.upperInner = lineThrough(UPPER_INNER.map(at));
  plane.lowerInner = lineThrough(LOWER_INNER.map(at));
  plane.upperOuter = lineThrough(UPPER_OUTER.map(at));
  plane.lowerOuter = lineThrough(LOWER_OUTER.map(at));
  return plane;
};
