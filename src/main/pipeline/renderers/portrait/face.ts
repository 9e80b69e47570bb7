/** The face in a picture as the warp sees it: a head frame, landmarks in it, and the mouth's measures. Knows no motion. */
import type { AvatarAssets } from '../renderer.ts';
import { GENERIC_FACE, GENERIC_HALF_WIDTH } from './generic-face.ts';
import {
  BROW_LEFT,
  BROW_RIGHT,
  EYE_LEFT,
  EYE_RIGHT,
  JAW_LINE,
  LOWER_INNER,
  SKIN,
  SKULL,
  UPPER_INNER,
} from './landmark-ids.ts';
import { lipPointsOf } from './lip-contour.ts';

/** A 3D vector. */
export type Vector = [number, number, number];

/**
 * Axes of the head in picture space (x right, y down, z away from the viewer; pixels) and its unit of length,
 * the distance of the outer eye corners in pixels. The origin is the middle between the mouth's corners.
 */
export type HeadFrame = { origin: Vector; x: Vector; y: Vector; z: Vector; unit: number };

/** One landmark: pixels in the picture, and head coordinates in eye distances. */
export type FacePoint = { px: number; py: number; x: number; y: number; z: number };

/** A face ready to be given controls. */
export type Face = {
  head: HeadFrame;
  points: ReadonlyMap<number, FacePoint>;
  /** False when the eyes and brows are only guessed from the mouth. */ eyesKnown: boolean;
  /** Half the mouth's width between its outer corners, eye distances. */ halfWidth: number;
  /** Half the width between the inner corners. */ innerHalfWidth: number;
  /** Gap between the inner lips of the picture at its widest, eye distances. */ restGap: number;
  /** How far the mouth's corners stand above the middle of the closed lips, eye distances; negative when they hang. */ cornerLift: number;
  /** 0 = neutral, 1 = broad smile, from the mouth's width. */ smile: number;
};

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const scaled = (a: Vector, k: number): Vector => [a[0] * k, a[1] * k, a[2] * k];
const unitOf = (a: Vector): Vector => scaled(a, 1 / (Math.sqrt(dot(a, a)) || 1));
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

const USED = [...JAW_LINE, ...SKIN, ...SKULL, ...BROW_LEFT, ...BROW_RIGHT, ...EYE_LEFT, ...EYE_RIGHT];

/** Moves a displacement given in head axes (eye distances) into the picture's plane (pixels). */
export const toPicture = (head: HeadFrame, dx: number, dy: number, dz: number): [number, number] => [
  (head.x[0] * dx + head.y[0] * dy + head.z[0] * dz) * head.unit,
  (head.x[1] * dx + head.y[1] * dy + head.z[1] * dz) * head.unit,
];

const frameOfLandmarks = (at: (id: number) => Vector, origin: Vector): HeadFrame => {
  const across = minus(at(263), at(33));
  const x = unitOf(across);
  const down = minus(at(152), at(10));
  const y = unitOf(minus(down, scaled(x, dot(down, x))));
  return { origin, x, y, z: cross(x, y), unit: Math.sqrt(dot(across, across)) };
};

/** Builds the face of an avatar. Null when no mouth is known: then only whole-picture life is possible. */
export const faceOf = (assets: AvatarAssets): Face | null => {
  const { picture, mouth, landmarks } = assets;
  if (mouth === null) return null;
  const { width, height } = picture;
  const lips = lipPointsOf(mouth, width, height);
  const [left, right] = [lips.get(61)!, lips.get(291)!];
  const at = (id: number): Vector => [
    landmarks![id * 3]! * width,
    landmarks![id * 3 + 1]! * height,
    landmarks![id * 3 + 2]! * width,
  ];
  const middle: Vector = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2, 0];
  const positions = new Map<number, Vector>();
  let head: HeadFrame;
  if (landmarks !== null) {
    middle[2] = (at(61)[2] + at(291)[2]) / 2;
    head = frameOfLandmarks(at, middle);
    for (const id of USED) positions.set(id, at(id));
    for (const [id, [px, py]] of lips) positions.set(id, [px, py, at(id)[2]]);
  } else {
    const angle = Math.atan2(right[1] - left[1], right[0] - left[0]);
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const unit = Math.hypot(right[0] - left[0], right[1] - left[1]) / (2 * GENERIC_HALF_WIDTH);
    head = { origin: middle, x: [c, s, 0], y: [-s, c, 0], z: [0, 0, 1], unit };
    for (const [id, x, y, z] of GENERIC_FACE) {
      const [dx, dy] = toPicture(head, x, y, 0);
      positions.set(id, [middle[0] + dx, middle[1] + dy, z * unit]);
    }
    for (const [id, [px, py]] of lips) positions.set(id, [px, py, -0.2 * unit]);
  }
  const points = new Map<number, FacePoint>();
  for (const [id, position] of positions) {
    const offset = minus(position, middle);
    points.set(id, {
      px: position[0],
      py: position[1],
      x: dot(offset, head.x) / head.unit,
      y: dot(offset, head.y) / head.unit,
      z: dot(offset, head.z) / head.unit,
    });
  }
  const halfWidth = (points.get(291)!.x - points.get(61)!.x) / 2;
  const gaps = UPPER_INNER.map((id, i) => points.get(LOWER_INNER[i]!)!.y - points.get(id)!.y);
  return {
    head,
    points,
    eyesKnown: landmarks !== null,
    halfWidth,
    innerHalfWidth: (points.get(308)!.x - points.get(78)!.x) / 2,
    restGap: Math.max(0, ...gaps),
    cornerLift: points.get(13)!.y * 0.68 + points.get(14)!.y * 0.32,
    smile: landmarks === null ? 0 : Math.min(1, Math.max(0, (halfWidth - 0.28) / 0.08)),
  };
};
