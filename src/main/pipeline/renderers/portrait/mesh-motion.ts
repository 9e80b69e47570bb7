/** Moves the few points a frame looks at itself (the lips' lines); whole layers are moved by kernels. Knows no faces and no time. */
import type { MovingPoints } from './warp-mesh.ts';

/** Rigid motion of the head: a roll about a pivot and a shift, pixels. */
export type RigidMotion = {
  sin: number;
  cosLess: number;
  shiftX: number;
  shiftY: number;
  pivotX: number;
  pivotY: number;
};

/** Writes where the points are now: rest, plus each basis by its coefficient, plus their share of the rigid motion. */
export const movePoints = (
  points: MovingPoints,
  coefficients: Float32Array,
  rigid: RigidMotion,
  x: Float32Array,
  y: Float32Array,
): void => {
  const { count, restX, restY, share, fields } = points;
  x.set(restX);
  y.set(restY);
  for (let b = 0; b < coefficients.length; b++) {
    const k = coefficients[b]!;
    if (k === 0) continue;
    const field = fields[b]!;
    for (let i = 0; i < count; i++) {
      x[i]! += k * field[2 * i]!;
      y[i]! += k * field[2 * i + 1]!;
    }
  }
  if (rigid.sin === 0 && rigid.shiftX === 0 && rigid.shiftY === 0) return;
  for (let i = 0; i < count; i++) {
    const dx = x[i]! - rigid.pivotX;
    const dy = y[i]! - rigid.pivotY;
    x[i]! += share[i]! * (dx * rigid.cosLess - dy * rigid.sin + rigid.shiftX);
    y[i]! += share[i]! * (dx * rigid.sin + dy * rigid.cosLess + rigid.shiftY);
  }
};
