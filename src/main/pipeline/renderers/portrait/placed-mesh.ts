/** A layer of the mesh in the kernels' memory: moved and drawn there. Knows no faces and no time. */
import { type Kernels, rounded } from '../../kernels/kernels.ts';
import type { Canvas } from './canvas.ts';
import type { RigidMotion } from './mesh-motion.ts';
import { BASES } from './motion-bases.ts';
import type { PlacedTexture } from './placed-texture.ts';
import type { MeshLayer } from './warp-mesh.ts';

/** A layer at its addresses. `marks` and `holes` are bytes by quad: drawn though it did not move; blended by its texture's alpha. */
export type PlacedLayer = {
  count: number;
  quadCount: number;
  now: number;
  rest: number;
  uv: number;
  fields: number;
  share: number;
  quads: number;
  coefficients: Float32Array;
  /** Left, top, right, bottom of the points now, pixels. */ bounds: Float32Array;
  marks: Uint8Array;
  holes: Uint8Array;
};

/** Points are kept in pairs of two, so that four floats are one step. */
const pairBytes = (count: number): number => ((count + 1) >> 1) << 4;

/** Memory a layer takes. */
export const layerBytes = ({ count, quads }: MeshLayer): number =>
  (3 + BASES.length) * pairBytes(count) +
  rounded(4 * count) +
  rounded(2 * quads.length) +
  rounded(4 * BASES.length) +
  16 +
  2 * rounded(quads.length / 4);

/** Copies a layer into the memory. */
export const placeLayer = (kernels: Kernels, layer: MeshLayer): PlacedLayer => {
  const { count, restX, restY, share, fields, quads, u, v } = layer;
  const { buffer } = kernels;
  const bytes = pairBytes(count);
  const pairs = (a: Float32Array, b: Float32Array): number => {
    const at = kernels.take(bytes);
    const view = new Float32Array(buffer, at, 2 * count);
    for (let i = 0; i < count; i++) {
      view[2 * i] = a[i]!;
      view[2 * i + 1] = b[i]!;
    }
    return at;
  };
  const now = pairs(restX, restY);
  const rest = pairs(restX, restY);
  const uv = pairs(u, v);
  const fieldsAt = kernels.take(bytes * BASES.length);
  fields.forEach((field, b) => {
    new Float32Array(buffer, fieldsAt + b * bytes, 2 * count).set(field);
  });
  const shareAt = kernels.take(4 * count);
  new Float32Array(buffer, shareAt, count).set(share);
  const quadsAt = kernels.take(2 * quads.length);
  new Uint16Array(buffer, quadsAt, quads.length).set(quads);
  const quadCount = quads.length / 4;
  return {
    count,
    quadCount,
    now,
    rest,
    uv,
    fields: fieldsAt,
    share: shareAt,
    quads: quadsAt,
    coefficients: new Float32Array(buffer, kernels.take(4 * BASES.length), BASES.length),
    bounds: new Float32Array(buffer, kernels.take(16), 4),
    marks: new Uint8Array(buffer, kernels.take(quadCount), quadCount),
    holes: new Uint8Array(buffer, kernels.take(quadCount), quadCount),
  };
};

/** Moves the layer's points: rest, plus each basis by its coefficient, plus their share of the rigid motion. */
export const moveLayer = (
  { call }: Kernels,
  layer: PlacedLayer,
  coefficients: Float32Array,
  rigid: RigidMotion,
): void => {
  layer.coefficients.set(coefficients);
  const { byteOffset, length } = layer.coefficients;
  call.movePoints(layer.now, layer.rest, layer.fields, layer.count, byteOffset, length);
  if (rigid.sin === 0 && rigid.shiftX === 0 && rigid.shiftY === 0) return;
  const { sin, cosLess, shiftX, shiftY, pivotX, pivotY } = rigid;
  call.moveRigidly(layer.now, layer.share, layer.count, sin, cosLess, shiftX, shiftY, pivotX, pivotY);
};

/** Draws the layer where its points are now: every quad, or those that moved and those marked. */
export const drawPlaced = (
  { call }: Kernels,
  canvas: Canvas,
  layer: PlacedLayer,
  texture: PlacedTexture,
  which: 'all' | 'moved',
): void => {
  const all = which === 'all';
  const { frame } = canvas;
  call.drawLayer(
    canvas.at,
    frame.width,
    frame.height,
    frame.channels,
    texture.at,
    texture.width,
    texture.height,
    layer.now,
    layer.rest,
    layer.uv,
    layer.quads,
    layer.quadCount,
    all ? 0 : layer.marks.byteOffset,
    all ? 0 : layer.holes.byteOffset,
  );
  const { bounds } = layer;
  call.boundsOf(layer.now, layer.count, bounds.byteOffset);
  canvas.touch(bounds[0]! - 1, bounds[1]! - 1, bounds[2]! + 1, bounds[3]! + 1);
};
