/** Turns lip polygons of any kind (OpenTalking's 20 points, hand-drawn, or none) into the 40 lip landmarks. Knows no pixels but the ones it is given. */
import type { MouthMetadata } from '../../../../shared/mouth-metadata.ts';
import {
  INNER_MOUTH_ORDER,
  LOWER_INNER,
  LOWER_OUTER,
  OUTER_LIP_ORDER,
  UPPER_INNER,
  UPPER_OUTER,
} from './landmark-ids.ts';

type Point = readonly [number, number];
/** Lip landmarks by id, in pixels. */
export type LipPoints = Map<number, [number, number]>;

const STEPS = 10;

/** Upper and lower height of a polygon at fraction `t` of the way between its corners, along the mouth's own axis. */
const chordAt = (polygon: readonly Point[], from: Point, to: Point, t: number): [Point, Point] => {
  const axis: Point = [to[0] - from[0], to[1] - from[1]];
  const size = Math.hypot(axis[0], axis[1]) || 1;
  const ux = axis[0] / size;
  const uy = axis[1] / size;
  const at = t * size;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < polygon.length; i++) {
    const a = polygon[i]!;
    const b = polygon[(i + 1) % polygon.length]!;
    const sa = (a[0] - from[0]) * ux + (a[1] - from[1]) * uy - at;
    const sb = (b[0] - from[0]) * ux + (b[1] - from[1]) * uy - at;
    if (sa > 0 === sb > 0) continue;
    const k = sa / (sa - sb);
    const x = a[0] + (b[0] - a[0]) * k - from[0];
    const y = a[1] + (b[1] - a[1]) * k - from[1];
    const height = -x * uy + y * ux;
    low = Math.min(low, height);
    high = Math.max(high, height);
  }
  if (low > high) low = high = 0;
  const point = (height: number): Point => [from[0] + ux * at - uy * height, from[1] + uy * at + ux * height];
  return [point(low), point(high)];
};

/** The two points of a polygon that lie farthest apart along its long axis, left one first. */
const cornersOf = (polygon: readonly Point[]): [Point, Point] => {
  let left = polygon[0]!;
  let right = polygon[0]!;
  for (const point of polygon) {
    if (point[0] < left[0]) left = point;
    if (point[0] > right[0]) right = point;
  }
  return [left, right];
};

const spread = (
  polygon: readonly Point[],
  corners: [Point, Point],
  upper: readonly number[],
  lower: readonly number[],
  into: LipPoints,
): void => {
  for (let i = 0; i <= STEPS; i++) {
    // Denser towards the corners, as the landmarks are.
    const t = 0.5 - 0.5 * Math.cos((Math.PI * i) / STEPS) * 0.7 - 0.15 * (1 - (2 * i) / STEPS);
    const [top, bottom] =
      i === 0
        ? [corners[0], corners[0]]
        : i === STEPS
          ? [corners[1], corners[1]]
          : chordAt(polygon, corners[0], corners[1], t);
    into.set(upper[i]!, [top[0], top[1]]);
    if (i > 0 && i < STEPS) into.set(lower[i]!, [bottom[0], bottom[1]]);
  }
};

const ellipse = (cx: number, cy: number, rx: number, ry: number): Point[] =>
  Array.from({ length: 40 }, (_, i): Point => {
    const angle = (i / 40) * 2 * Math.PI;
    return [cx - rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });

/** A closed mouth's inner line: a little above the middle of the lips, slightly inside the corners. */
const closedInner = (lips: LipPoints): void => {
  const corners = [lips.get(61)!, lips.get(291)!] as const;
  for (let i = 0; i <= STEPS; i++) {
    const top = lips.get(UPPER_OUTER[i]!)!;
    const bottom = lips.get(LOWER_OUTER[i]!)!;
    let x = top[0] * 0.55 + bottom[0] * 0.45;
    let y = top[1] * 0.55 + bottom[1] * 0.45;
    if (i === 0 || i === STEPS) {
      const [near, far] = i === 0 ? corners : ([corners[1], corners[0]] as const);
      x = near[0] * 0.95 + far[0] * 0.05;
      y = near[1] * 0.95 + far[1] * 0.05;
    }
    lips.set(UPPER_INNER[i]!, [x, y]);
    lips.set(LOWER_INNER[i]!, [x, y]);
  }
};

/** The 40 lip landmarks in pixels of a width×height frame. */
export const lipPointsOf = (mouth: MouthMetadata, width: number, height: number): LipPoints => {
  const { mouth_center, mouth_rx, mouth_ry, outer_lip, inner_mouth } = mouth.animation;
  const pixels = (points: readonly (readonly [number, number])[]): Point[] =>
    points.map(([x, y]): Point => [x * width, y * height]);
  const lips: LipPoints = new Map();
  const outer = pixels(outer_lip ?? []);
  if (outer.length === OUTER_LIP_ORDER.length && outer[0]![0] < outer[10]![0]) {
    OUTER_LIP_ORDER.forEach((id, i) => {
      lips.set(id, [outer[i]![0], outer[i]![1]]);
    });
  } else {
    const shape =
      outer.length >= 3
        ? outer
        : ellipse(mouth_center[0] * width, mouth_center[1] * height, mouth_rx * width, mouth_ry * height);
    spread(shape, cornersOf(shape), UPPER_OUTER, LOWER_OUTER, lips);
  }
  const inner = pixels(inner_mouth ?? []);
  if (inner.length === INNER_MOUTH_ORDER.length && inner[0]![0] < inner[10]![0]) {
    INNER_MOUTH_ORDER.forEach((id, i) => {
      lips.set(id, [inner[i]![0], inner[i]![1]]);
    });
  } else if (inner.length >= 3) {
    spread(inner, cornersOf(inner), UPPER_INNER, LOWER_INNER, lips);
  } else {
    closedInner(lips);
  }
  return lips;
};
