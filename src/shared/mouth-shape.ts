/** A mouth as plain numbers that can be added, mixed and brought to the same number of points. Normalised like its metadata; knows no picture. */
import type { MouthMetadata } from './mouth-metadata.ts';

/** [x, y]. */
export type ShapePoint = readonly [number, number];
/** [left, top, right, bottom]. */
export type ShapeBox = readonly [number, number, number, number];

/** Where a mouth is. Curves are closed; `inner` null: the gap between the lips is not known. */
export type MouthShape = {
  readonly outer: readonly ShapePoint[];
  readonly inner: readonly ShapePoint[] | null;
  readonly centre: ShapePoint;
  readonly rx: number;
  readonly ry: number;
  readonly face: ShapeBox | null;
  readonly crop: ShapeBox | null;
};

/** The part of metadata that places a mouth. */
export type PlacedMouth = Pick<MouthMetadata, 'animation' | 'face_box' | 'model_crop'>;

/** Points of a curve that is made of radii alone. */
const ELLIPSE_POINTS = 20;
/** Radii the schema takes. */
const LEAST_RADIUS = 1e-4;
const MOST_RADIUS = 0.5;

/** The shape of metadata; a mouth known by centre and radii alone gets their ellipse as its lips. */
export const shapeOf = ({ animation, face_box, model_crop }: PlacedMouth): MouthShape => {
  const { mouth_center, mouth_rx, mouth_ry, outer_lip, inner_mouth } = animation;
  const ellipse = (): ShapePoint[] =>
    Array.from({ length: ELLIPSE_POINTS }, (_, i) => {
      const angle = Math.PI - (i * 2 * Math.PI) / ELLIPSE_POINTS;
      return [mouth_center[0] + mouth_rx * Math.cos(angle), mouth_center[1] + mouth_ry * Math.sin(angle)];
    });
  return {
    outer: outer_lip ?? ellipse(),
    inner: inner_mouth ?? null,
    centre: mouth_center,
    rx: mouth_rx,
    ry: mouth_ry,
    face: face_box ?? null,
    crop: model_crop ?? null,
  };
};

const kept = (value: number, low: number, high: number): number =>
  Math.round(Math.min(high, Math.max(low, value)) * 1e5) / 1e5;

/** The metadata of a shape, rounded to 5 decimals and within what can be stored. */
export const placedMouth = ({ outer, inner, centre, rx, ry, face, crop }: MouthShape): PlacedMouth => {
  const point = ([x, y]: ShapePoint): [number, number] => [kept(x, -1, 2), kept(y, -1, 2)];
  const box = ([a, b, c, d]: ShapeBox): [number, number, number, number] => [
    kept(a, -1, 2),
    kept(b, -1, 2),
    kept(c, -1, 2),
    kept(d, -1, 2),
  ];
  return {
    animation: {
      mouth_center: point(centre),
      mouth_rx: kept(rx, LEAST_RADIUS, MOST_RADIUS),
      mouth_ry: kept(ry, LEAST_RADIUS, MOST_RADIUS),
      outer_lip: outer.map(point),
      ...(inner === null ? {} : { inner_mouth: inner.map(point) }),
    },
    ...(face === null ? {} : { face_box: box(face) }),
    ...(crop === null ? {} : { model_crop: box(crop) }),
  };
};

const areaOf = (points: readonly ShapePoint[]): number =>
  points.reduce((sum, [x, y], i) => {
    const [nx, ny] = points[(i + 1) % points.length]!;
    return sum + x * ny - nx * y;
  }, 0);

/** `count` points at equal steps along a closed curve, from its left end on, always the same way round. */
export const resampled = (points: readonly ShapePoint[], count: number): ShapePoint[] => {
  const way = areaOf(points) < 0 ? points : points.toReversed();
  const start = way.reduce((best, [x], i) => (x < way[best]![0] ? i : best), 0);
  const from = [...way.slice(start), ...way.slice(0, start)];
  const ends = from.map((_, i) => from[(i + 1) % from.length]!);
  const lengths = from.map(([x, y], i) => Math.hypot(ends[i]![0] - x, ends[i]![1] - y));
  const step = lengths.reduce((sum, length) => sum + length, 0) / count;
  let side = 0;
  let passed = 0;
  return Array.from({ length: count }, (_, i) => {
    const at = i * step;
    while (side < from.length - 1 && passed + lengths[side]! < at) passed += lengths[side++]!;
    const share = lengths[side]! === 0 ? 0 : Math.min(1, (at - passed) / lengths[side]!);
    const [[ax, ay], [bx, by]] = [from[side]!, ends[side]!];
    return [ax + (bx - ax) * share, ay + (by - ay) * share];
  });
};
