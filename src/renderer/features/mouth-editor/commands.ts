/**
 * Everything that changes a mouth, as data: a command takes a document and gives the next one, or the same object when there is
 * nothing to do. Knows no screen, no history and no time. Broken input never makes a document that could not be stored.
 */
import { assertNever } from '../../../shared/errors.ts';
import { nearestOn, onCurve } from './curves.ts';
import {
  type Box,
  type BoxName,
  type CurveName,
  LEAST_POINTS,
  MOST_POINTS,
  type MouthDocument,
  measured,
  type PictureSize,
} from './mouth-document.ts';
import { type ImagePoint, imagePoint, shifted } from './points.ts';
import { axisOf, mirrored, partnerOf } from './symmetry.ts';

/** Points of one curve. */
export type PointSet = { readonly curve: CurveName; readonly indexes: readonly number[] };

/** One change. Shifts are pixels of the picture; `symmetric` moves the mirror images along. */
export type MouthCommand =
  | { kind: 'move-points'; points: PointSet; dx: number; dy: number; symmetric: boolean }
  | {
      kind: 'bend-curve';
      curve: CurveName;
      index: number;
      share: number;
      dx: number;
      dy: number;
      symmetric: boolean;
    }
  | { kind: 'add-point'; curve: CurveName; near: ImagePoint }
  | { kind: 'delete-points'; points: PointSet }
  | { kind: 'mirror'; from: 'left' | 'right' }
  | { kind: 'move-mouth'; dx: number; dy: number }
  | { kind: 'scale-mouth'; x: number; y: number }
  | { kind: 'rotate-mouth'; radians: number }
  | { kind: 'set-centre'; at: ImagePoint }
  | { kind: 'set-radii'; rx: number; ry: number }
  | { kind: 'measure' }
  | { kind: 'set-box'; box: BoxName; to: Box | null }
  | { kind: 'set-inner'; to: readonly ImagePoint[] | null }
  | { kind: 'snap-points'; points: PointSet; to: MouthDocument }
  | { kind: 'replace'; document: MouthDocument };

/** Lengths that make sense in a picture, pixels. */
const LEAST_BOX = 8;
const LEAST_RADIUS = 1;

/** Applies a command. Every point stays within one picture's size around the picture, as the schema asks. */
export const perform = (document: MouthDocument, command: MouthCommand, size: PictureSize): MouthDocument => {
  const next = change(document, command);
  return next === document ? document : kept(next, size);
};

const change = (document: MouthDocument, command: MouthCommand): MouthDocument => {
  switch (command.kind) {
    case 'move-points':
      return movePoints(document, command);
    case 'bend-curve':
      return bendCurve(document, command);
    case 'add-point':
      return addPoint(document, command.curve, command.near);
    case 'delete-points':
      return deletePoints(document, command.points);
    case 'mirror':
      return mirror(document, command.from);
    case 'move-mouth':
      return moved(document, point => shifted(point, command.dx, command.dy));
    case 'scale-mouth':
      return scale(document, command.x, command.y);
    case 'rotate-mouth':
      return rotate(document, command.radians);
    case 'set-centre':
      return { ...document, centre: command.at };
    case 'set-radii':
      return { ...document, rx: Math.max(LEAST_RADIUS, command.rx), ry: Math.max(LEAST_RADIUS, command.ry) };
    case 'measure':
      return measured(document);
    case 'set-box':
      return { ...document, [command.box]: command.to === null ? null : ordered(command.to) };
    case 'set-inner':
      return { ...document, inner: command.to };
    case 'snap-points':
      return snapPoints(document, command.points, command.to);
    case 'replace':
      return command.document;
    default:
      return assertNever(command);
  }
};

const curveOf = (document: MouthDocument, curve: CurveName): readonly ImagePoint[] => document[curve] ?? [];

const movePoints = (
  document: MouthDocument,
  { points, dx, dy, symmetric }: Extract<MouthCommand, { kind: 'move-points' }>,
): MouthDocument => {
  const before = curveOf(document, points.curve);
  if (dx === 0 && dy === 0) return document;
  const axis = axisOf(document.outer);
  const next = [...before];
  const chosen = new Set(points.indexes.filter(index => index < before.length));
  if (chosen.size === 0) return document;
  for (const index of chosen) next[index] = shifted(before[index]!, dx, dy);
  if (symmetric) {
    for (const index of chosen) {
      const partner = partnerOf(before, index, axis);
      if (partner === null || chosen.has(partner)) continue;
      next[partner] = mirrored(next[index]!, axis);
    }
  }
  return { ...document, [points.curve]: next };
};

/** Pulls the curve at a place between two points: they follow by their nearness. */
const bendCurve = (
  document: MouthDocument,
  { curve, index, share, dx, dy, symmetric }: Extract<MouthCommand, { kind: 'bend-curve' }>,
): MouthDocument => {
  const count = curveOf(document, curve).length;
  if (count === 0) return document;
  const follow = (at: number, part: number): MouthDocument =>
    movePoints(document, {
      kind: 'move-points',
      points: { curve, indexes: [at % count] },
      dx: dx * part,
      dy: dy * part,
      symmetric,
    });
  const first = follow(index, 1 - share);
  const second = follow(index + 1, share);
  const merged = curveOf(document, curve).map((point, i) => {
    const [a, b] = [curveOf(first, curve)[i]!, curveOf(second, curve)[i]!];
    return imagePoint(a[0] + b[0] - point[0], a[1] + b[1] - point[1]);
  });
  return { ...document, [curve]: merged };
};

const addPoint = (document: MouthDocument, curve: CurveName, near: ImagePoint): MouthDocument => {
  const points = curveOf(document, curve);
  if (points.length < LEAST_POINTS || points.length >= MOST_POINTS) return document;
  const { index, share } = nearestOn(points, near);
  const at = onCurve(points, index, share);
  return { ...document, [curve]: [...points.slice(0, index + 1), at, ...points.slice(index + 1)] };
};

const deletePoints = (document: MouthDocument, { curve, indexes }: PointSet): MouthDocument => {
  const points = curveOf(document, curve);
  const gone = new Set(indexes);
  const left = points.filter((_, i) => !gone.has(i));
  if (left.length < LEAST_POINTS || left.length === points.length) return document;
  return { ...document, [curve]: left };
};

/** Chosen points go where another mouth has them; on curves with other numbers of points, to the nearest place of its curve. */
const snapPoints = (
  document: MouthDocument,
  { curve, indexes }: PointSet,
  to: MouthDocument,
): MouthDocument => {
  const [points, wanted] = [curveOf(document, curve), curveOf(to, curve)];
  if (wanted.length < LEAST_POINTS) return document;
  const chosen = indexes.filter(index => index < points.length);
  const same = points.length === wanted.length;
  const next = [...points];
  for (const index of chosen) next[index] = same ? wanted[index]! : nearestOn(wanted, points[index]!).at;
  return next.every((point, i) => point[0] === points[i]![0] && point[1] === points[i]![1])
    ? document
    : { ...document, [curve]: next };
};

/** Gives both halves the shape of one: every point of the other half takes the mirror image of its partner. */
const mirror = (document: MouthDocument, from: 'left' | 'right'): MouthDocument => {
  const axis = axisOf(document.outer);
  const side = ([x, y]: ImagePoint): number =>
    (x - axis.at[0]) * axis.along[1] - (y - axis.at[1]) * axis.along[0];
  const isSource = (point: ImagePoint): boolean => (from === 'left' ? side(point) < 0 : side(point) > 0);
  const half = (points: readonly ImagePoint[]): ImagePoint[] =>
    points.map((point, i) => {
      if (isSource(point)) return point;
      const partner = partnerOf(points, i, axis);
      const source = partner === null ? undefined : points[partner];
      return source !== undefined && isSource(source) ? mirrored(source, axis) : point;
    });
  return {
    ...document,
    outer: half(document.outer),
    inner: document.inner === null ? null : half(document.inner),
  };
};

const moved = (document: MouthDocument, by: (point: ImagePoint) => ImagePoint): MouthDocument => ({
  ...document,
  outer: document.outer.map(by),
  inner: document.inner?.map(by) ?? null,
  centre: by(document.centre),
});

const scale = (document: MouthDocument, x: number, y: number): MouthDocument => {
  if (!(x > 0 && y > 0) || (x === 1 && y === 1)) return document;
  const { centre, rx, ry } = document;
  const by = (point: ImagePoint): ImagePoint =>
    imagePoint(centre[0] + (point[0] - centre[0]) * x, centre[1] + (point[1] - centre[1]) * y);
  return { ...moved(document, by), rx: Math.max(LEAST_RADIUS, rx * x), ry: Math.max(LEAST_RADIUS, ry * y) };
};

const rotate = (document: MouthDocument, radians: number): MouthDocument => {
  if (radians === 0) return document;
  const { centre } = document;
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  return moved(document, ([x, y]) => {
    const [dx, dy] = [x - centre[0], y - centre[1]];
    return imagePoint(centre[0] + dx * cos - dy * sin, centre[1] + dx * sin + dy * cos);
  });
};

const ordered = ([a, b, c, d]: Box): Box => {
  const [left, right] = [Math.min(a, c), Math.max(a, c)];
  const [top, bottom] = [Math.min(b, d), Math.max(b, d)];
  return [left, top, Math.max(left + LEAST_BOX, right), Math.max(top + LEAST_BOX, bottom)];
};

/** Within what can be stored: points from −1 to 2 pictures, radii up to half a picture. */
const kept = (document: MouthDocument, { width, height }: PictureSize): MouthDocument => {
  const clamp = (value: number, length: number): number => Math.min(2 * length, Math.max(-length, value));
  const isKept = ([x, y]: ImagePoint): boolean => x === clamp(x, width) && y === clamp(y, height);
  const point = (at: ImagePoint): ImagePoint =>
    isKept(at) ? at : imagePoint(clamp(at[0], width), clamp(at[1], height));
  const points = <P extends readonly ImagePoint[] | null>(list: P): P =>
    list === null || list.every(isKept) ? list : (list.map(point) as readonly ImagePoint[] as P);
  return {
    ...document,
    outer: points(document.outer),
    inner: points(document.inner),
    centre: point(document.centre),
    rx: Math.min(width / 2, document.rx),
    ry: Math.min(height / 2, document.ry),
  };
};
