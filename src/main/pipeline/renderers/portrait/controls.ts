/** Places the control points of the warp on a face and says how each moves. Knows no mesh and no pixels to paint. */
import type { Face, FacePoint } from './face.ts';
import { toPicture } from './face.ts';
import {
  BROW_LEFT,
  BROW_RIGHT,
  EYE_LEFT,
  EYE_RIGHT,
  JAW_LINE,
  LOWER_INNER,
  LOWER_OUTER,
  SKIN,
  SKULL,
  UPPER_INNER,
  UPPER_OUTER,
} from './landmark-ids.ts';
import { BASES, type Basis, displacementOf, type Role, rigidShare } from './motion-bases.ts';
import { smoothStep } from './smooth-step.ts';

/** A rectangle of pixels, right and bottom exclusive. */
export type Region = { left: number; top: number; right: number; bottom: number };

/** A control: where it rests (pixels), and its motion in pixels: `moves[2b]`, `moves[2b + 1]` for basis b, `share` of the rigid head motion. */
export type Control = { px: number; py: number; role: Role; moves: Float64Array; share: number };

const INNER_PAIR = new Map<number, number>([
  ...UPPER_INNER.map((id, i): [number, number] => [id, LOWER_INNER[i]!]),
  ...LOWER_INNER.map((id, i): [number, number] => [id, UPPER_INNER[i]!]),
]);
const OUTER_TO_INNER = new Map<number, number>([
  ...UPPER_OUTER.map((id, i): [number, number] => [id, UPPER_INNER[i]!]),
  ...LOWER_OUTER.map((id, i): [number, number] => [id, LOWER_INNER[i]!]),
]);

/** Closing the gap a picture comes with: inner points meet a third of the way down, outer ones follow by half. */
const sealShift = (face: Face, id: number, role: Role): number => {
  const innerId = role === 'upperOuter' || role === 'lowerOuter' ? OUTER_TO_INNER.get(id)! : id;
  const pair = INNER_PAIR.get(innerId);
  if (pair === undefined) return 0;
  const shown = Math.abs(face.points.get(pair)!.y - face.points.get(innerId)!.y);
  // The layers stay clear of an open mouth's edges by a pixel (layer-texture.ts): closing has to make up for it.
  const gap = shown + (2.2 / face.head.unit) * smoothStep(0.02, 0.05, shown);
  switch (role) {
    case 'upperInner':
      return 0.32 * gap;
    case 'upperOuter':
      return 0.2 * gap;
    case 'lowerInner':
      return -0.68 * gap;
    case 'lowerOuter':
      return -0.5 * gap;
    default:
      return 0;
  }
};

/** An open upper lip is an even bow, whatever the closed one dips in its middle: how far an inner point hangs below the lip's quarters, eye distances. */
const dipOf = (face: Face, id: number): number => {
  const { x, y } = face.points.get(id)!;
  const [left, right] = [face.points.get(81)!, face.points.get(311)!];
  if (x <= left.x || x >= right.x) return 0;
  const t = (x - left.x) / (right.x - left.x);
  return Math.max(0, y - (left.y + (right.y - left.y) * t));
};

const controlOf = (face: Face, point: FacePoint, role: Role, id: number | null): Control => {
  const moves = new Float64Array(BASES.length * 2);
  BASES.forEach((basis: Basis, b) => {
    const [dx, dy, dz] = displacementOf(face, basis, point, role);
    const seal = basis === 'restSeal' && id !== null ? sealShift(face, id, role) : 0;
    const dip = basis === 'bow' && role === 'upperInner' && id !== null ? dipOf(face, id) : 0;
    const [mx, my] = toPicture(face.head, dx, dy + seal - dip, dz);
    moves[2 * b] = mx;
    moves[2 * b + 1] = my;
  });
  return { px: point.px, py: point.py, role, moves, share: rigidShare(role) };
};

const inner = (ids: readonly number[]): readonly number[] => ids.slice(1, -1);

/** A point that is no landmark, at head coordinates (x, y, z). */
const placed = (face: Face, x: number, y: number, z: number): FacePoint => {
  const [dx, dy] = toPicture(face.head, x, y, z);
  return { px: face.head.origin[0] + dx, py: face.head.origin[1] + dy, x, y, z };
};

/** Controls of both layers: what they share, and the lips of each. */
export type Controls = { shared: Control[]; upper: Control[]; lower: Control[] };

/** Rectangle the warp may touch: head, hair and neck, inside the picture. */
export const regionOf = (face: Face, width: number, height: number): Region => {
  const { unit } = face.head;
  const jaw = JAW_LINE.map(id => face.points.get(id)!);
  const xs = jaw.map(point => point.px);
  const top = face.points.get(10)!.py;
  const bottom = face.points.get(152)!.py;
  return {
    left: Math.max(0, Math.floor(Math.min(...xs) - 0.75 * unit)),
    right: Math.min(width, Math.ceil(Math.max(...xs) + 0.75 * unit)),
    top: Math.max(0, Math.floor(Math.min(top, bottom) - 0.85 * unit)),
    bottom: Math.min(height, Math.ceil(Math.max(top, bottom) + 1.2 * unit)),
  };
};

/** All controls of a face whose warp stays inside `region`. */
export const controlsOf = (face: Face, region: Region): Controls => {
  const of = (ids: readonly number[], role: Role): Control[] =>
    ids.map(id => controlOf(face, face.points.get(id)!, role, id));
  const extra = (role: Role, places: readonly (readonly [number, number, number])[]): Control[] =>
    places
      .map(([x, y, z]) => placed(face, x, y, z))
      .filter(p => p.px > region.left && p.px < region.right && p.py > region.top && p.py < region.bottom)
      .map(p => controlOf(face, p, role, null));
  const chin = face.points.get(152)!.y;
  const brow = face.points.get(10)!.y;
  const pins: Control[] = [];
  const steps = 7;
  for (let i = 0; i <= steps; i++) {
    const x = region.left + ((region.right - region.left) * i) / steps;
    const y = region.top + ((region.bottom - region.top) * i) / steps;
    const places = [
      [x, region.top],
      [x, region.bottom],
      [region.left, y],
      [region.right, y],
    ].slice(0, i === 0 || i === steps ? 2 : 4);
    for (const [px, py] of places)
      pins.push(controlOf(face, { px: px!, py: py!, x: 0, y: 0, z: 0 }, 'pin', null));
  }
  const shared = [
    ...of([61, 291, 78, 308], 'corner'),
    ...of([...JAW_LINE, ...SKIN], 'skin'),
    ...of(SKULL, 'skull'),
    ...of([...BROW_RIGHT, ...BROW_LEFT], 'brow'),
    ...of([...EYE_RIGHT, ...EYE_LEFT], 'eye'),
    ...extra('skull', [
      [0, brow - 0.45, 0.2],
      [-0.5, brow - 0.35, 0.3],
      [0.5, brow - 0.35, 0.3],
      [-0.85, brow + 0.15, 0.45],
      [0.85, brow + 0.15, 0.45],
      [-0.92, -0.4, 0.6],
      [0.92, -0.4, 0.6],
    ]),
    ...extra('neck', [
      [0, chin + 0.3, 0.3],
      [-0.3, chin + 0.28, 0.35],
      [0.3, chin + 0.28, 0.35],
    ]),
    ...extra('shoulder', [
      [0, chin + 0.75, 0.4],
      [-0.6, chin + 0.75, 0.4],
      [0.6, chin + 0.75, 0.4],
    ]),
    ...pins,
  ];
  return {
    shared,
    upper: [...of(inner(UPPER_OUTER), 'upperOuter'), ...of(inner(UPPER_INNER), 'upperInner')],
    lower: [...of(inner(LOWER_OUTER), 'lowerOuter'), ...of(inner(LOWER_INNER), 'lowerInner')],
  };
};
