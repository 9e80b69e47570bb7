/** Moves the points of a mesh for one frame and draws its layers. Knows no faces, no weights' meaning and no time. */
import type { FrameBuffer } from '../../frame-buffer.ts';
import type { LayerTexture } from './layer-texture.ts';
import { drawTriangle, type RasterMode } from './rasteriser.ts';
import type { MeshLayer, MovingPoints } from './warp-mesh.ts';

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

/** Motion below this many pixels is no motion: such a quad keeps the picture's own pixels. */
const STILL = 0.02;

/**
 * Draws the quads of a layer that moved, and those marked in `always` (by quad index; null: all).
 * `blended` marks the quads whose texture has holes; null: all.
 */
export const drawLayer = (
  frame: FrameBuffer,
  layer: MeshLayer,
  texture: LayerTexture,
  always: Uint8Array | null,
  blended: Uint8Array | null,
): void => {
  const { quads, vertices, restX, restY } = layer;
  const { x, y } = vertices;
  for (let q = 0; q < quads.length; q += 4) {
    const a = quads[q]!;
    const b = quads[q + 1]!;
    const c = quads[q + 2]!;
    const d = quads[q + 3]!;
    const index = q >> 2;
    if (always !== null && always[index] === 0) {
      const moved =
        Math.abs(x[a]! - restX[a]!) + Math.abs(y[a]! - restY[a]!) > STILL ||
        Math.abs(x[b]! - restX[b]!) + Math.abs(y[b]! - restY[b]!) > STILL ||
        Math.abs(x[c]! - restX[c]!) + Math.abs(y[c]! - restY[c]!) > STILL ||
        Math.abs(x[d]! - restX[d]!) + Math.abs(y[d]! - restY[d]!) > STILL;
      if (!moved) continue;
    }
    const mode: RasterMode = blended === null || blended[index] === 1 ? 'blend' : 'replace';
    drawTriangle(frame, texture, mode, vertices, a, b, c);
    drawTriangle(frame, texture, mode, vertices, b, d, c);
  }
};
