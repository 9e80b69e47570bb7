/** Draws textured triangles into a frame, fixed-point bilinear. Knows neither faces nor meshes. */
import type { FrameBuffer } from '../../frame-buffer.ts';
import type { LayerTexture } from './layer-texture.ts';

/** `replace` writes colour and alpha as they are; `blend` takes the texture's alpha as coverage over an opaque frame. */
export type RasterMode = 'replace' | 'blend';

/** A vertex list: positions in the frame (pixels) and in the texture (texels). */
export type Vertices = { x: Float32Array; y: Float32Array; u: Float32Array; v: Float32Array };

const FIXED = 65536;

const drawSpan = (
  frame: FrameBuffer,
  texture: LayerTexture,
  mode: RasterMode,
  offset: number,
  count: number,
  u0: number,
  v0: number,
  du: number,
  dv: number,
): void => {
  const out = frame.data;
  const channels = frame.channels;
  const texels = texture.texels;
  const stride = texture.width;
  const uMax = (texture.width - 2) * FIXED + 65000;
  const vMax = (texture.height - 2) * FIXED + 65000;
  const blend = mode === 'blend';
  let u = u0;
  let v = v0;
  for (let d = offset, end = offset + count * channels; d < end; d += channels) {
    const cu = u < 0 ? 0 : u > uMax ? uMax : u;
    const cv = v < 0 ? 0 : v > vMax ? vMax : v;
    u += du;
    v += dv;
    const k = (cv >> 16) * stride + (cu >> 16);
    const fu = (cu >> 8) & 255;
    const fv = (cv >> 8) & 255;
    let texel: number;
    if ((fu | fv) === 0) texel = texels[k]!;
    else {
      const w11 = (fu * fv + 128) >> 8;
      const w10 = fu - w11;
      const w01 = fv - w11;
      const w00 = 256 - fu - fv + w11;
      const a = texels[k]!;
      const b = texels[k + 1]!;
      const c = texels[k + stride]!;
      const e = texels[k + stride + 1]!;
      const rb =
        (Math.imul(a & 0xff00ff, w00) +
          Math.imul(b & 0xff00ff, w10) +
          Math.imul(c & 0xff00ff, w01) +
          Math.imul(e & 0xff00ff, w11) +
          0x800080) >>>
        8;
      const ga =
        Math.imul((a >>> 8) & 0xff00ff, w00) +
        Math.imul((b >>> 8) & 0xff00ff, w10) +
        Math.imul((c >>> 8) & 0xff00ff, w01) +
        Math.imul((e >>> 8) & 0xff00ff, w11) +
        0x800080;
      texel = (rb & 0xff00ff) | (ga & 0xff00ff00);
    }
    const alpha = texel >>> 24;
    if (!blend) {
      out[d] = texel & 255;
      out[d + 1] = (texel >> 8) & 255;
      out[d + 2] = (texel >> 16) & 255;
      if (channels === 4) out[d + 3] = alpha;
    } else if (alpha >= 254) {
      out[d] = texel & 255;
      out[d + 1] = (texel >> 8) & 255;
      out[d + 2] = (texel >> 16) & 255;
    } else if (alpha > 0) {
      const keep = 255 - alpha;
      out[d] = ((texel & 255) * alpha + out[d]! * keep + 127) / 255;
      out[d + 1] = (((texel >> 8) & 255) * alpha + out[d + 1]! * keep + 127) / 255;
      out[d + 2] = (((texel >> 16) & 255) * alpha + out[d + 2]! * keep + 127) / 255;
    }
  }
};

/** Draws the triangle (a, b, c) of `vertices`. Pixels on shared edges are drawn exactly once. */
export const drawTriangle = (
  frame: FrameBuffer,
  texture: LayerTexture,
  mode: RasterMode,
  { x, y, u, v }: Vertices,
  first: number,
  second: number,
  third: number,
): void => {
  let a = first;
  let b = second;
  let c = third;
  if (y[b]! < y[a]!) [a, b] = [b, a];
  if (y[c]! < y[a]!) [a, c] = [c, a];
  if (y[c]! < y[b]!) [b, c] = [c, b];
  const ax = x[a]!;
  const ay = y[a]!;
  const bx = x[b]!;
  const by = y[b]!;
  const cx = x[c]!;
  const cy = y[c]!;
  const top = Math.max(0, Math.ceil(ay - 0.5));
  const bottom = Math.min(frame.height - 1, Math.ceil(cy - 0.5) - 1);
  if (bottom < top) return;
  const det = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  if (det > -1e-6 && det < 1e-6) return;
  const ub = u[b]! - u[a]!;
  const uc = u[c]! - u[a]!;
  const vb = v[b]! - v[a]!;
  const vc = v[c]! - v[a]!;
  const ux = (ub * (cy - ay) - uc * (by - ay)) / det;
  const uy = (uc * (bx - ax) - ub * (cx - ax)) / det;
  const vx = (vb * (cy - ay) - vc * (by - ay)) / det;
  const vy = (vc * (bx - ax) - vb * (cx - ax)) / det;
  const du = Math.round(ux * FIXED);
  const dv = Math.round(vx * FIXED);
  const long = (cx - ax) / (cy - ay);
  const upper = by > ay ? (bx - ax) / (by - ay) : 0;
  const lower = cy > by ? (cx - bx) / (cy - by) : 0;
  for (let row = top; row <= bottom; row++) {
    const yc = row + 0.5;
    const edge1 = ax + (yc - ay) * long;
    const edge2 = yc < by ? ax + (yc - ay) * upper : bx + (yc - by) * lower;
    const from = Math.max(0, Math.ceil((edge1 < edge2 ? edge1 : edge2) - 0.5));
    const to = Math.min(frame.width, Math.ceil((edge1 < edge2 ? edge2 : edge1) - 0.5));
    if (to <= from) continue;
    const dx = from + 0.5 - ax;
    const dy = yc - ay;
    // Half of 1/256 is added so that a texel hit exactly is taken exactly.
    const u0 = Math.round((u[a]! + dx * ux + dy * uy) * FIXED) + 128;
    const v0 = Math.round((v[a]! + dx * vx + dy * vy) * FIXED) + 128;
    drawSpan(frame, texture, mode, (row * frame.width + from) * frame.channels, to - from, u0, v0, du, dv);
  }
};
