/** Runs of pixels filled from a texture, four at a time. Knows no triangles. */

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
export function span(
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
