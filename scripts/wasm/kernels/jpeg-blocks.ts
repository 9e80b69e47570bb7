/** A strip of pixels as quantised blocks of a JPEG: colours, halved chroma, cosine transform. Knows no entropy coding. */

/**
 * Two rows of pixels (`width` of them, a multiple of 16; readable 16 bytes beyond) as luma and as one row of halved chroma.
 * Values are i16, twice the sample, centred on 0.
 * `redGreen` and `blueGreen` are swizzles that pair the channels of four pixels; `step` is the bytes of four pixels.
 */
export function convertRows(
  row0: usize,
  row1: usize,
  width: i32,
  step: usize,
  redGreen: v128,
  blueGreen: v128,
  luma0: usize,
  luma1: usize,
  blue: usize,
  red: usize,
): void {
  // Green is split over both pairs: its whole weight would not fit into 16 bits.
  const lumaRG = i16x8(19595, 22086, 19595, 22086, 19595, 22086, 19595, 22086);
  const lumaBG = i16x8(7471, 16384, 7471, 16384, 7471, 16384, 7471, 16384);
  const blueRG = i16x8(-5529, -10855, -5529, -10855, -5529, -10855, -5529, -10855);
  const redRG = i16x8(16384, -13720, 16384, -13720, 16384, -13720, 16384, -13720);
  const blueB = i16x8(16384, 0, 16384, 0, 16384, 0, 16384, 0);
  const redB = i16x8(-2664, 0, -2664, 0, -2664, 0, -2664, 0);
  const half = i32x4.splat(16384);
  const whole = i32x4.splat(32768);
  const centre = i16x8.splat(256);
  for (let x = 0; x < width; x += 8) {
    const a0 = v128.load(row0);
    const a1 = v128.load(row0 + step);
    const b0 = v128.load(row1);
    const b1 = v128.load(row1 + step);
    row0 += step << 1;
    row1 += step << 1;
    const a0rg = i8x16.swizzle(a0, redGreen);
    const a0bg = i8x16.swizzle(a0, blueGreen);
    const a1rg = i8x16.swizzle(a1, redGreen);
    const a1bg = i8x16.swizzle(a1, blueGreen);
    const b0rg = i8x16.swizzle(b0, redGreen);
    const b0bg = i8x16.swizzle(b0, blueGreen);
    const b1rg = i8x16.swizzle(b1, redGreen);
    const b1bg = i8x16.swizzle(b1, blueGreen);
    const ya0 = i32x4.add(i32x4.dot_i16x8_s(a0rg, lumaRG), i32x4.dot_i16x8_s(a0bg, lumaBG));
    const ya1 = i32x4.add(i32x4.dot_i16x8_s(a1rg, lumaRG), i32x4.dot_i16x8_s(a1bg, lumaBG));
    const yb0 = i32x4.add(i32x4.dot_i16x8_s(b0rg, lumaRG), i32x4.dot_i16x8_s(b0bg, lumaBG));
    const yb1 = i32x4.add(i32x4.dot_i16x8_s(b1rg, lumaRG), i32x4.dot_i16x8_s(b1bg, lumaBG));
    v128.store(
      luma0,
      i16x8.sub(
        i16x8.narrow_i32x4_s(i32x4.shr_s(i32x4.add(ya0, half), 15), i32x4.shr_s(i32x4.add(ya1, half), 15)),
        centre,
      ),
    );
    v128.store(
      luma1,
      i16x8.sub(
        i16x8.narrow_i32x4_s(i32x4.shr_s(i32x4.add(yb0, half), 15), i32x4.shr_s(i32x4.add(yb1, half), 15)),
        centre,
      ),
    );
    luma0 += 16;
    luma1 += 16;
    const rg0 = i16x8.add(a0rg, b0rg);
    const rg1 = i16x8.add(a1rg, b1rg);
    const bg0 = i16x8.add(a0bg, b0bg);
    const bg1 = i16x8.add(a1bg, b1bg);
    const rg = i16x8.add(v128.shuffle<i32>(rg0, rg1, 0, 2, 4, 6), v128.shuffle<i32>(rg0, rg1, 1, 3, 5, 7));
    const bg = i16x8.add(v128.shuffle<i32>(bg0, bg1, 0, 2, 4, 6), v128.shuffle<i32>(bg0, bg1, 1, 3, 5, 7));
    const cb = i32x4.add(i32x4.dot_i16x8_s(rg, blueRG), i32x4.dot_i16x8_s(bg, blueB));
    const cr = i32x4.add(i32x4.dot_i16x8_s(rg, redRG), i32x4.dot_i16x8_s(bg, redB));
    const both = i16x8.narrow_i32x4_s(
      i32x4.shr_s(i32x4.add(cb, whole), 16),
      i32x4.shr_s(i32x4.add(cr, whole), 16),
    );
    v128.store64_lane(blue, both, 0);
    v128.store64_lane(red, both, 1);
    blue += 8;
    red += 8;
  }
}

const C4: i16 = 23170; // cos(π/4)
const C6: i16 = 12540; // cos(3π/8)
const C2_LESS_C6: i16 = 17734; // cos(π/8) − cos(3π/8)
const C2_AND_C6: i16 = 10046; // cos(π/8) + cos(3π/8) − 1

/** Eight coefficients divided by their steps (`shares` are the reciprocals) and rounded; they are stored, and the bits of those not 0 returned. */
function quantise(row: v128, shares: usize, into: usize): u64 {
  // Added to a float below 2²², this leaves the rounded value in its low bits.
  const magic = f32x4.splat(12582912);
  const bits = i32x4.splat(0x4b400000);
  const low = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(row)), v128.load(shares));
  const high = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(row)), v128.load(shares, 16));
  const whole = i16x8.narrow_i32x4_s(
    i32x4.sub(f32x4.add(low, magic), bits),
    i32x4.sub(f32x4.add(high, magic), bits),
  );
  v128.store(into, whole);
  return <u64>i16x8.bitmask(i16x8.ne(whole, i16x8.splat(0)));
}

/**
 * Transforms the 8×8 samples at `samples` (rows `pitch` bytes apart) and writes the 64 quantised coefficients, column by
 * column, to `into`. Returns which of them are not 0, a bit each.
 */
export function transformBlock(samples: usize, pitch: usize, shares: usize, into: usize): u64 {
  let r0 = v128.load(samples);
  let r1 = v128.load(samples + pitch);
  let r2 = v128.load(samples + 2 * pitch);
  let r3 = v128.load(samples + 3 * pitch);
  let r4 = v128.load(samples + 4 * pitch);
  let r5 = v128.load(samples + 5 * pitch);
  let r6 = v128.load(samples + 6 * pitch);
  let r7 = v128.load(samples + 7 * pitch);
  // Down the columns, then (rows and columns exchanged) along the rows: eight transforms side by side, after Arai, Agui and
  // Nakajima, whose outputs carry a factor each. One loop, so that all of it stays in registers.
  for (let pass = 0; ; pass++) {
    const s0 = i16x8.add(r0, r7);
    const d0 = i16x8.sub(r0, r7);
    const s1 = i16x8.add(r1, r6);
    const d1 = i16x8.sub(r1, r6);
    const s2 = i16x8.add(r2, r5);
    const d2 = i16x8.sub(r2, r5);
    const s3 = i16x8.add(r3, r4);
    const d3 = i16x8.sub(r3, r4);
    const e0 = i16x8.add(s0, s3);
    const e3 = i16x8.sub(s0, s3);
    const e1 = i16x8.add(s1, s2);
    const e2 = i16x8.sub(s1, s2);
    r0 = i16x8.add(e0, e1);
    r4 = i16x8.sub(e0, e1);
    const z1 = i16x8.q15mulr_sat_s(i16x8.add(e2, e3), i16x8.splat(C4));
    r2 = i16x8.add(e3, z1);
    r6 = i16x8.sub(e3, z1);
    const o0 = i16x8.add(d3, d2);
    const o1 = i16x8.add(d2, d1);
    const o2 = i16x8.add(d1, d0);
    const z5 = i16x8.q15mulr_sat_s(i16x8.sub(o0, o2), i16x8.splat(C6));
    const z2 = i16x8.add(i16x8.q15mulr_sat_s(o0, i16x8.splat(C2_LESS_C6)), z5);
    const z4 = i16x8.add(i16x8.add(o2, i16x8.q15mulr_sat_s(o2, i16x8.splat(C2_AND_C6))), z5);
    const z3 = i16x8.q15mulr_sat_s(o1, i16x8.splat(C4));
    const z11 = i16x8.add(d0, z3);
    const z13 = i16x8.sub(d0, z3);
    r5 = i16x8.add(z13, z2);
    r3 = i16x8.sub(z13, z2);
    r1 = i16x8.add(z11, z4);
    r7 = i16x8.sub(z11, z4);
    if (pass === 1) break;
    const a0 = v128.shuffle<i16>(r0, r1, 0, 8, 1, 9, 2, 10, 3, 11);
    const a1 = v128.shuffle<i16>(r0, r1, 4, 12, 5, 13, 6, 14, 7, 15);
    const a2 = v128.shuffle<i16>(r2, r3, 0, 8, 1, 9, 2, 10, 3, 11);
    const a3 = v128.shuffle<i16>(r2, r3, 4, 12, 5, 13, 6, 14, 7, 15);
    const a4 = v128.shuffle<i16>(r4, r5, 0, 8, 1, 9, 2, 10, 3, 11);
    const a5 = v128.shuffle<i16>(r4, r5, 4, 12, 5, 13, 6, 14, 7, 15);
    const a6 = v128.shuffle<i16>(r6, r7, 0, 8, 1, 9, 2, 10, 3, 11);
    const a7 = v128.shuffle<i16>(r6, r7, 4, 12, 5, 13, 6, 14, 7, 15);
    const b0 = v128.shuffle<i32>(a0, a2, 0, 4, 1, 5);
    const b1 = v128.shuffle<i32>(a0, a2, 2, 6, 3, 7);
    const b2 = v128.shuffle<i32>(a1, a3, 0, 4, 1, 5);
    const b3 = v128.shuffle<i32>(a1, a3, 2, 6, 3, 7);
    const b4 = v128.shuffle<i32>(a4, a6, 0, 4, 1, 5);
    const b5 = v128.shuffle<i32>(a4, a6, 2, 6, 3, 7);
    const b6 = v128.shuffle<i32>(a5, a7, 0, 4, 1, 5);
    const b7 = v128.shuffle<i32>(a5, a7, 2, 6, 3, 7);
    r0 = v128.shuffle<i64>(b0, b4, 0, 2);
    r1 = v128.shuffle<i64>(b0, b4, 1, 3);
    r2 = v128.shuffle<i64>(b1, b5, 0, 2);
    r3 = v128.shuffle<i64>(b1, b5, 1, 3);
    r4 = v128.shuffle<i64>(b2, b6, 0, 2);
    r5 = v128.shuffle<i64>(b2, b6, 1, 3);
    r6 = v128.shuffle<i64>(b3, b7, 0, 2);
    r7 = v128.shuffle<i64>(b3, b7, 1, 3);
  }
  return (
    quantise(r0, shares, into) |
    (quantise(r1, shares + 32, into + 16) << 8) |
    (quantise(r2, shares + 64, into + 32) << 16) |
    (quantise(r3, shares + 96, into + 48) << 24) |
    (quantise(r4, shares + 128, into + 64) << 32) |
    (quantise(r5, shares + 160, into + 80) << 40) |
    (quantise(r6, shares + 192, into + 96) << 48) |
    (quantise(r7, shares + 224, into + 112) << 56)
  );
}
