/**
 * Mends the tracked mouths of a film by key frames: at a key frame the mouth is what a person set; between two the correction
 * (what was set less what was tracked), not the curve, goes over from one to the other, so that the lips keep following the
 * film; before the first and after the last the correction stays. Knows no pixels.
 */
import type { MouthKeyFrame } from './mouth-metadata.ts';
import {
  type MouthShape,
  type PlacedMouth,
  placedMouth,
  resampled,
  type ShapeBox,
  type ShapePoint,
  shapeOf,
} from './mouth-shape.ts';

/** Points of a curve whose key frames have different numbers of them. */
const COMMON_POINTS = 40;

/** A term of a weighted sum. */
type Term<T> = { weight: number; value: T };

const mixPoints = (terms: readonly Term<readonly ShapePoint[]>[]): ShapePoint[] => {
  const count = terms[0]!.value.length;
  const same = terms.every(({ value }) => value.length === count);
  const lists = same
    ? terms
    : terms.map(({ weight, value }) => ({ weight, value: resampled(value, COMMON_POINTS) }));
  return Array.from({ length: same ? count : COMMON_POINTS }, (_, i) => {
    let [x, y] = [0, 0];
    for (const { weight, value } of lists) {
      x += weight * value[i]![0];
      y += weight * value[i]![1];
    }
    return [x, y];
  });
};

const sum = (terms: readonly Term<number>[]): number =>
  terms.reduce((total, { weight, value }) => total + weight * value, 0);

const mixBox = (terms: readonly Term<ShapeBox | null>[], nearest: ShapeBox | null): ShapeBox | null => {
  const boxes = terms.flatMap(({ weight, value }) => (value === null ? [] : [{ weight, value }]));
  if (boxes.length < terms.length || nearest === null) return nearest;
  const side = (i: 0 | 1 | 2 | 3): number =>
    sum(boxes.map(({ weight, value }) => ({ weight, value: value[i] })));
  return [side(0), side(1), side(2), side(3)];
};

const of = <T>(terms: readonly Term<MouthShape>[], part: (shape: MouthShape) => T): Term<T>[] =>
  terms.map(({ weight, value }) => ({ weight, value: part(value) }));

/** A weighted sum of shapes; what only some of them have is as `nearest` has it. */
const mixShapes = (terms: readonly Term<MouthShape>[], nearest: MouthShape): MouthShape => {
  const inners = terms.flatMap(({ weight, value }) =>
    value.inner === null ? [] : [{ weight, value: value.inner }],
  );
  const [centre] = mixPoints(of(terms, ({ centre }) => [centre]));
  const moved = ([x, y]: ShapePoint): ShapePoint => [
    x + centre![0] - nearest.centre[0],
    y + centre![1] - nearest.centre[1],
  ];
  const inner = inners.length === terms.length ? mixPoints(inners) : (nearest.inner?.map(moved) ?? null);
  return {
    outer: mixPoints(of(terms, ({ outer }) => outer)),
    inner: nearest.inner === null ? null : inner,
    centre: centre!,
    rx: sum(of(terms, ({ rx }) => rx)),
    ry: sum(of(terms, ({ ry }) => ry)),
    face: mixBox(
      of(terms, ({ face }) => face),
      nearest.face,
    ),
    crop: mixBox(
      of(terms, ({ crop }) => crop),
      nearest.crop,
    ),
  };
};

/** Frames without a tracked mouth get one between their neighbours', or the nearest; none at all: `instead` everywhere. */
const filled = (tracked: readonly (MouthShape | null)[], instead: MouthShape): MouthShape[] => {
  const known = tracked.flatMap((shape, frame) => (shape === null ? [] : [{ shape, frame }]));
  if (known.length === 0) return tracked.map(() => instead);
  let next = 0;
  return tracked.map((shape, frame) => {
    if (shape !== null) return shape;
    while (next < known.length - 1 && known[next]!.frame < frame) next++;
    const after = known[next]!;
    const before = known[Math.max(0, after.frame < frame ? next : next - 1)]!;
    if (after.frame <= frame || before.frame >= frame) return after.shape;
    const share = (frame - before.frame) / (after.frame - before.frame);
    const terms = [
      { weight: 1 - share, value: before.shape },
      { weight: share, value: after.shape },
    ];
    return mixShapes(terms, share < 0.5 ? before.shape : after.shape);
  });
};

/** Gives the mouth of any frame. */
export type MendedMouths = (frame: number) => PlacedMouth | null;

/**
 * The mended mouths of a film. `tracked` has one entry a frame, null where no mouth was found; such a frame gets one when it is
 * a key frame, lies between two, or nothing was found in the whole film. `keys` outside the film are passed over.
 */
export const mendedMouths = (
  tracked: readonly (PlacedMouth | null)[],
  keys: readonly MouthKeyFrame[],
): MendedMouths => {
  const sorted = keys.filter(({ frame }) => frame < tracked.length).toSorted((a, b) => a.frame - b.frame);
  const first = sorted[0];
  if (first === undefined) return frame => tracked[frame] ?? null;
  const seen = tracked.map(mouth => mouth && shapeOf(mouth));
  const shapes = sorted.map(key => ({ key, shape: shapeOf(key) }));
  const base = filled(seen, shapes[0]!.shape);
  const nothingSeen = seen.every(shape => shape === null);
  return frame => {
    const after = shapes.find(({ key }) => key.frame >= frame);
    const before = shapes.findLast(({ key }) => key.frame <= frame);
    if (after?.key.frame === frame) {
      const { animation, face_box, model_crop } = after.key;
      return {
        animation,
        ...(face_box === undefined ? {} : { face_box }),
        ...(model_crop === undefined ? {} : { model_crop }),
      };
    }
    const here = base[frame];
    if (here === undefined) return null;
    const isBetween = before !== undefined && after !== undefined;
    if (seen[frame] === null && !isBetween && !nothingSeen) return null;
    const share = isBetween ? (frame - before.key.frame) / (after.key.frame - before.key.frame) : 0;
    const near = !isBetween ? (before ?? after)! : share < 0.5 ? before : after;
    const ends = isBetween
      ? [
          { weight: 1 - share, end: before },
          { weight: share, end: after },
        ]
      : [{ weight: 1, end: near }];
    const terms = [
      { weight: 1, value: here },
      ...ends.flatMap(({ weight, end }) => [
        { weight, value: end.shape },
        { weight: -weight, value: base[end.key.frame]! },
      ]),
    ];
    return placedMouth(mixShapes(terms, near.shape));
  };
};
