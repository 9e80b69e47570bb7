/** Draws the layers of a mesh: textured triangles over a frame, bilinear in fixed point. Knows neither faces nor motion. */

import { span } from './texels';

/** Motion below this many pixels is no motion: such a quad keeps the picture's own pixels. */
const STILL: f32 = 0.02;

// Edges and texture coordinates run in integers with 32 bits behind the point.
const ONE: f64 = 4294967296;
/** Added to a float, this leaves its rounded value in the low bits. */
const MAGIC: f64 = 6755399441055744;

function fixed(value: f64): i64 {
  return reinterpret<i64>(value * ONE + MAGIC) - reinterpret<i64>(MAGIC);
}

/** Where an edge from (x, y) on crosses the middle of `row`: the first pixel whose centre lies right of it, above bit 32. */
function edgeAt(x: f64, y: f64, slope: f64, row: i32): i64 {
  return fixed(x + (<f64>row + 0.5 - y) * slope) + 0x7fffffff;
}

/** Draws one triangle; `a`, `b`, `c` are vertex numbers. Pixels on shared edges are drawn exactly once. */
function triangle(
  frame: usize,
  width: i32,
  height: i32,
  channels: usize,
  texels: usize,
  texWidth: i32,
  texHeight: i32,
  at: usize,
  uv: usize,
  blend: bool,
  a: usize,
  b: usize,
  c: usize,
): void {
  let ay = <f64>load<f32>(at + (a << 3), 4);
  let by = <f64>load<f32>(at + (b << 3), 4);
  let cy = <f64>load<f32>(at + (c << 3), 4);
  let swap: usize = 0;
  let swapY: f64 = 0;
  if (by < ay) {
    swap = a;
    a = b;
    b = swap;
    swapY = ay;
    ay = by;
    by = swapY;
  }
  if (cy < ay) {
    swap = a;
    a = c;
    c = swap;
    swapY = ay;
    ay = cy;
    cy = swapY;
  }
  if (cy < by) {
    swap = b;
    b = c;
    c = swap;
    swapY = by;
    by = cy;
    cy = swapY;
  }
  const top = max<i32>(0, <i32>ceil(ay - 0.5));
  const middle = <i32>ceil(by - 0.5);
  const bottom = min<i32>(height, <i32>ceil(cy - 0.5));
  if (bottom <= top) return;
  const ax = <f64>load<f32>(at + (a << 3));
  const bx = <f64>load<f32>(at + (b << 3));
  const cx = <f64>load<f32>(at + (c << 3));
  const abx = bx - ax;
  const aby = by - ay;
  const acx = cx - ax;
  const acy = cy - ay;
  const det = abx * acy - acx * aby;
  if (det > -1e-6 && det < 1e-6) return;
  const ua = <f64>load<f32>(uv + (a << 3));
  const va = <f64>load<f32>(uv + (a << 3), 4);
  const ub = <f64>load<f32>(uv + (b << 3)) - ua;
  const vb = <f64>load<f32>(uv + (b << 3), 4) - va;
  const uc = <f64>load<f32>(uv + (c << 3)) - ua;
  const vc = <f64>load<f32>(uv + (c << 3), 4) - va;
  const scale = 1 / det;
  const ux = (ub * acy - uc * aby) * scale;
  const uy = (uc * abx - ub * acx) * scale;
  const vx = (vb * acy - vc * aby) * scale;
  const vy = (vc * abx - vb * acx) * scale;
  const uStep = fixed(ux);
  const vStep = fixed(vx);
  const uDown = fixed(uy);
  const vDown = fixed(vy);
  const du = <i32>((uStep + 0x8000) >> 16);
  const dv = <i32>((vStep + 0x8000) >> 16);
  // Of the first row's pixel 0. Half of 1/256 is added so that a texel hit exactly is taken exactly.
  const dx = 0.5 - ax;
  const dy = <f64>top + 0.5 - ay;
  let u = fixed(ua + 0.00196075439453125 + dx * ux + dy * uy);
  let v = fixed(va + 0.00196075439453125 + dx * vx + dy * vy);
  // The edge through all rows, and the one it meets: above the middle corner, then below it.
  const longSlope = acx / acy;
  let long = edgeAt(ax, ay, longSlope, top);
  const longStep = fixed(longSlope);
  let short: i64 = 0;
  let shortStep: i64 = 0;
  let until = min<i32>(middle, bottom);
  if (top < until) {
    const slope = abx / aby;
    short = edgeAt(ax, ay, slope, top);
    shortStep = fixed(slope);
  }
  for (let row = top; row < bottom; row++) {
    if (row >= until) {
      until = bottom;
      const slope = (cx - bx) / (cy - by);
      short = edgeAt(bx, by, slope, row);
      shortStep = fixed(slope);
    }
    const first = <i32>(long >> 32);
    const second = <i32>(short >> 32);
    const from = max<i32>(0, min<i32>(first, second));
    const to = min<i32>(width, max<i32>(first, second));
    if (to > from) {
      span(
        frame + <usize>(row * width + from) * channels,
        channels,
        to - from,
        texels,
        texWidth,
        texHeight,
        <i32>((u + <i64>from * uStep) >> 16),
        <i32>((v + <i64>from * vStep) >> 16),
        du,
        dv,
        blend,
      );
    }
    long += longStep;
    short += shortStep;
    u += uDown;
    v += vDown;
  }
}

function moved(at: usize, rest: usize, i: usize): bool {
  const k = i << 3;
  return (
    abs<f32>(load<f32>(at + k) - load<f32>(rest + k)) +
      abs<f32>(load<f32>(at + k, 4) - load<f32>(rest + k, 4)) >
    STILL
  );
}

/**
 * Draws the quads (four u16 vertex numbers each) that moved, and those marked in `always` (bytes by quad; 0: all).
 * `blended` marks the quads whose texture has holes; 0: all. Positions and texture places are pairs of f32.
 */
export function drawLayer(
  frame: usize,
  width: i32,
  height: i32,
  channels: usize,
  texels: usize,
  texWidth: i32,
  texHeight: i32,
  at: usize,
  rest: usize,
  uv: usize,
  quads: usize,
  count: i32,
  always: usize,
  blended: usize,
): void {
  for (let i = 0; i < count; i++) {
    const q = quads + ((<usize>i) << 3);
    const a = <usize>load<u16>(q);
    const b = <usize>load<u16>(q, 2);
    const c = <usize>load<u16>(q, 4);
    const d = <usize>load<u16>(q, 6);
    if (always !== 0 && load<u8>(always + <usize>i) === 0) {
      if (!moved(at, rest, a) && !moved(at, rest, b) && !moved(at, rest, c) && !moved(at, rest, d)) continue;
    }
    const blend = blended === 0 || load<u8>(blended + <usize>i) !== 0;
    triangle(frame, width, height, channels, texels, texWidth, texHeight, at, uv, blend, a, b, c);
    triangle(frame, width, height, channels, texels, texWidth, texHeight, at, uv, blend, b, d, c);
  }
}
