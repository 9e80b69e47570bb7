/** Draws textured triangles into a frame, fixed-point bilinear. Knows neither faces nor meshes. */
import type { FrameBuffer } from '../../frame-buffer.ts';
import type { LayerTexture } from './layer-texture.ts';

/** `replace` writes colour and alpha as they are; `blend` takes the texture's alpha as coverage over an opaque frame. */
export type RasterMode = 'replace' | 'blend';

/** A vertex list: positions in the frame (pixels) and in the texture (texels). */
export type Vertices = { x: Float32Array; y: Float32Array; u: Float32Array; v: Float32Array };

const FIXED = 65536;

/** Bilinear texel at 16.16 coordinates inside the texture, 0xAABBGGRR. */
const texelAt = (texels: Uint32Array, stride: number, u: number, v: number): number => {
  const k = (v >> 16) * stride + (u >> 16);
  const fu = (u >> 8) & 255;
  const fv = (v >> 8) & 255;
  const a = texels[k]! | 0;
  const w11 = (fu * fv + 128) >> 8;
  const w10 = fu - w11;
  const w01 = fv - w11;
  const w00 = 256 - fu - w01;
  const b = texels[k + 1]! | 0;
  const c = texels[k + stride]! | 0;
  const d = texels[k + stride + 1]! | 0;
  const rb =
    (Math.imul(a & 0xff00ff, w00) +
      Math.imul(b & 0xff00ff, w10) +
      Math.imul(c & 0xff00ff, w01) +
      Math.imul(d & 0xff00ff, w11) +
      0x800080) >>>
    8;
  const ga =
    (Math.imul((a >>> 8) & 0xff00ff, w00) +
      Math.imul((b >>> 8) & 0xff00ff, w10) +
      Math.imul((c >>> 8) & 0xff00ff, w01) +
      Math.imul((d >>> 8) & 0xff00ff, w11) +
      0x800080) |
    0;
  return (rb & 0xff00ff) | (ga & 0xff00ff00);
};

/** Writes a span of three-channel pixels. The loop most of a frame is spent in. */
const opaqueSpan = (
  out: Uint8Array,
  from: number,
  end: number,
  texels: Uint32Array,
  stride: number,
  u: number,
  v: number,
  du: number,
  dv: number,
): void => {
  for (let d = from; d < end; d += 3) {
    const texel = texelAt(texels, stride, u, v);
    out[d] = texel;
    out[d + 1] = texel >> 8;
    out[d + 2] = texel >> 16;
    u = (u + du) | 0;
    v = (v + dv) | 0;
  }
};

/** Writes a span of pixels with straight alpha. */
const straightSpan = (
  out: Uint8Array,
  from: number,
  end: number,
  texels: Uint32Array,
  stride: number,
  u: number,
  v: number,
  du: number,
  dv: number,
): void => {
  for (let d = from; d < end; d += 4) {
    const texel = texelAt(texels, stride, u, v);
    out[d] = texel;
    out[d + 1] = texel >> 8;
    out[d + 2] = texel >> 16;
    out[d + 3] = texel >> 24;
    u = (u + du) | 0;
    v = (v + dv) | 0;
  }
};

/** Draws the triangle (a, b, c) of `vertices`. Pixels on shared edges are drawn exactly once. */
export const drawTriangle = (
  frame: FrameBuffer,
  texture: LayerTexture,
  mode: RasterMode,
  vertices: Vertices,
  first: number,
  second: number,
  third: number,
): void => {
  const { x, y, u, v } = vertices;
  let a = first;
  let b = second;
  let c = third;
  let swap = 0;
  if (y[b]! < y[a]!) {
    swap = a;
    a = b;
    b = swap;
  }
  if (y[c]! < y[a]!) {
    swap = a;
    a = c;
    c = swap;
  }
  if (y[c]! < y[b]!) {
    swap = b;
    b = c;
    c = swap;
  }
  const ax = x[a]!;
  const ay = y[a]!;
  const bx = x[b]!;
  const by = y[b]!;
  const cx = x[c]!;
  const cy = y[c]!;
  const { width, height, channels, data: out } = frame;
  const top = Math.max(0, Math.ceil(ay - 0.5));
  const bottom = Math.min(height, Math.ceil(cy - 0.5));
  if (bottom <= top) return;
  const det = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  if (det > -1e-6 && det < 1e-6) return;
  const ua = u[a]!;
  const va = v[a]!;
  const ub = u[b]! - ua;
  const uc = u[c]! - ua;
  const vb = v[b]! - va;
  const vc = v[c]! - va;
  const scale = FIXED / det;
  const ux = (ub * (cy - ay) - uc * (by - ay)) * scale;
  const uy = (uc * (bx - ax) - ub * (cx - ax)) * scale;
  const vx = (vb * (cy - ay) - vc * (by - ay)) * scale;
  const vy = (vc * (bx - ax) - vb * (cx - ax)) * scale;
  const du = Math.round(ux);
  const dv = Math.round(vx);
  // Half of 1/256 is added so that a texel hit exactly is taken exactly.
  const uStart = ua * FIXED + 128.5;
  const vStart = va * FIXED + 128.5;
  const long = (cx - ax) / (cy - ay);
  const upper = by > ay ? (bx - ax) / (by - ay) : 0;
  const lower = cy > by ? (cx - bx) / (cy - by) : 0;
  const stride = texture.width;
  const texels = texture.texels;
  const uMax = (stride - 1) * FIXED - 1;
  const vMax = (texture.height - 1) * FIXED - 1;
  const blend = mode === 'blend';
  for (let row = top; row < bottom; row++) {
    const dy = row + 0.5 - ay;
    const edge1 = ax + dy * long;
    const edge2 = row + 0.5 < by ? ax + dy * upper : bx + (row + 0.5 - by) * lower;
    const from = Math.max(0, Math.ceil(Math.min(edge1, edge2) - 0.5));
    const to = Math.min(width, Math.ceil(Math.max(edge1, edge2) - 0.5));
    if (to <= from) continue;
    const dx = from + 0.5 - ax;
    let tu = Math.floor(uStart + dx * ux + dy * uy) | 0;
    let tv = Math.floor(vStart + dx * vx + dy * vy) | 0;
    const span = to - from - 1;
    const uEnd = tu + du * span;
    const vEnd = tv + dv * span;
    const inside =
      tu >= 0 &&
      uEnd >= 0 &&
      tu <= uMax &&
      uEnd <= uMax &&
      tv >= 0 &&
      vEnd >= 0 &&
      tv <= vMax &&
      vEnd <= vMax;
    let d = (row * width + from) * channels;
    const end = (row * width + to) * channels;
    if (inside && !blend) {
      if (channels === 3) opaqueSpan(out, d, end, texels, stride, tu, tv, du, dv);
      else straightSpan(out, d, end, texels, stride, tu, tv, du, dv);
      continue;
    }
    for (; d < end; d += channels) {
      const texel = texelAt(
        texels,
        stride,
        tu < 0 ? 0 : tu > uMax ? uMax : tu,
        tv < 0 ? 0 : tv > vMax ? vMax : tv,
      );
      tu += du;
      tv += dv;
      const alpha = texel >>> 24;
      if (!blend || alpha >= 254) {
        out[d] = texel;
        out[d + 1] = texel >> 8;
        out[d + 2] = texel >> 16;
        if (channels === 4 && !blend) out[d + 3] = alpha;
      } else if (alpha > 0) {
        const keep = 255 - alpha;
        out[d] = ((texel & 255) * alpha + out[d]! * keep + 127) / 255;
        out[d + 1] = (((texel >> 8) & 255) * alpha + out[d + 1]! * keep + 127) / 255;
        out[d + 2] = (((texel >> 16) & 255) * alpha + out[d + 2]! * keep + 127) / 255;
      }
    }
  }
};
