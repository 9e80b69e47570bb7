/** Draws the layers of a mesh: textured triangles over a frame, bilinear in fixed point. Knows neither faces nor motion. */

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

/** A texel and its right neighbour at `at`, and the two below them, summed by their weights (16 bits each): four sums. */
function texel(at: usize, pitch: usize, above: v128, below: v128): v128 {
  // Channel by channel: pairs for a dot product with the weights.
  const pairs = i8x16(0, -1, 4, -1, 1, -1, 5, -1, 2, -1, 6, -1, 3, -1, 7, -1);
  return i32x4.add(
    i32x4.dot_i16x8_s(i8x16.swizzle(v128.load64_zero(at), pairs), above),
    i32x4.dot_i16x8_s(i8x16.swizzle(v128.load64_zero(at + pitch), pairs), below),
  );
}

/**
 * Fills a run of pixels of 3 or 4 channels from texture coordinates u, v (16.16, steps `du`, `dv`), four at a time, bilinear
 * with weights of 8 bits. `blend` lays the texels over what is there by their alpha and keeps the alpha that is there. Up to
 * 16 bytes behind the run are read and written as they are.
 */
function span(
  out: usize,
  channels: usize,
  count: i32,
  texels: usize,
  texWidth: i32,
  texHeight: i32,
  u: i32,
  v: i32,
  du: i32,
  dv: i32,
  blend: bool,
): void {
  const zero = i32x4.splat(0);
  const uMax = i32x4.splat(((texWidth - 1) << 16) - 1);
  const vMax = i32x4.splat(((texHeight - 1) << 16) - 1);
  const pitch = (<usize>texWidth) << 2;
  const half = i32x4.splat(128);
  const byte = i32x4.splat(255);
  const perRow = i32x4.splat((texWidth << 16) | 1);
  const lanes = i32x4(0, 1, 2, 3);
  const bytes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const step = channels << 2;
  let rest = <usize>count * channels;
  let us = i32x4.add(i32x4.splat(u), i32x4.mul(i32x4.splat(du), lanes));
  let vs = i32x4.add(i32x4.splat(v), i32x4.mul(i32x4.splat(dv), lanes));
  const uStep = i32x4.splat(du << 2);
  const vStep = i32x4.splat(dv << 2);
  for (;;) {
    const uu = i32x4.min_s(i32x4.max_s(us, zero), uMax);
    const vv = i32x4.min_s(i32x4.max_s(vs, zero), vMax);
    us = i32x4.add(us, uStep);
    vs = i32x4.add(vs, vStep);
    // The whole parts side by side: column + row · width by one dot product.
    const places = i8x16.shuffle(uu, vv, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
    const at = i32x4.shl(i32x4.dot_i16x8_s(places, perRow), 2);
    const fu = v128.and(i32x4.shr_u(uu, 8), byte);
    const fv = v128.and(i32x4.shr_u(vv, 8), byte);
    const w11 = i32x4.shr_u(i32x4.add(i32x4.dot_i16x8_s(fu, fv), half), 8);
    const w01 = i32x4.sub(fv, w11);
    // The weights of a row's two texels, 16 bits each.
    const above = v128.or(i32x4.sub(i32x4.sub(i32x4.splat(256), fu), w01), i32x4.shl(i32x4.sub(fu, w11), 16));
    const below = v128.or(w01, i32x4.shl(w11, 16));
    const t0 = texel(
      texels + <usize>i32x4.extract_lane(at, 0),
      pitch,
      v128.shuffle<i32>(above, above, 0, 0, 0, 0),
      v128.shuffle<i32>(below, below, 0, 0, 0, 0),
    );
    const t1 = texel(
      texels + <usize>i32x4.extract_lane(at, 1),
      pitch,
      v128.shuffle<i32>(above, above, 1, 1, 1, 1),
      v128.shuffle<i32>(below, below, 1, 1, 1, 1),
    );
    const t2 = texel(
      texels + <usize>i32x4.extract_lane(at, 2),
      pitch,
      v128.shuffle<i32>(above, above, 2, 2, 2, 2),
      v128.shuffle<i32>(below, below, 2, 2, 2, 2),
    );
    const t3 = texel(
      texels + <usize>i32x4.extract_lane(at, 3),
      pitch,
      v128.shuffle<i32>(above, above, 3, 3, 3, 3),
      v128.shuffle<i32>(below, below, 3, 3, 3, 3),
    );
    // Sums of 16 bits, of which the upper eight count.
    let four = i8x16.narrow_i16x8_u(
      i16x8.shr_u(i16x8.narrow_i32x4_u(i32x4.add(t0, half), i32x4.add(t1, half)), 8),
      i16x8.shr_u(i16x8.narrow_i32x4_u(i32x4.add(t2, half), i32x4.add(t3, half)), 8),
    );
    const under = v128.load(out);
    if (channels === 3) {
      if (blend) {
        const spread = i8x16(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1);
        four = laidOver(i8x16.swizzle(under, spread), four);
      }
      four = i8x16.swizzle(four, i8x16(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1));
    } else if (blend) four = laidOver(under, four);
    const room = min<usize>(rest, step);
    v128.store(out, v128.bitselect(four, under, i8x16.lt_u(bytes, i8x16.splat(<i8>room))));
    if (rest <= step) break;
    rest -= step;
    out += step;
  }
}

/** Four texels over four pixels by the texels' alpha (254 counts as opaque), the pixels' own alpha kept. */
function laidOver(under: v128, over: v128): v128 {
  const alpha = i8x16.swizzle(over, i8x16(3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15));
  const share = v128.or(alpha, i8x16.ge_u(alpha, i8x16.splat(-2)));
  const rest = v128.not(share);
  const low = hundredths(
    i16x8.add(i16x8.extmul_low_i8x16_u(over, share), i16x8.extmul_low_i8x16_u(under, rest)),
  );
  const high = hundredths(
    i16x8.add(i16x8.extmul_high_i8x16_u(over, share), i16x8.extmul_high_i8x16_u(under, rest)),
  );
  const colours = i32x4.splat(0xffffff);
  return v128.bitselect(i8x16.narrow_i16x8_u(low, high), under, colours);
}

/** Divided by 255 and rounded. */
function hundredths(value: v128): v128 {
  const more = i16x8.add(value, i16x8.splat(128));
  return i16x8.shr_u(i16x8.add(more, i16x8.shr_u(more, 8)), 8);
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
