/** Twice the resolution by a four-tap cubic. Knows no meaning of the pixels. */

/** Half-way between the middle two of four taps, eight bytes at once. */
function between(a: usize, b: usize, c: usize, d: usize): v128 {
  const outer = i16x8.add(v128.load_ext<u8>(a), v128.load_ext<u8>(d));
  const inner = i16x8.add(v128.load_ext<u8>(b), v128.load_ext<u8>(c));
  const sum = i16x8.sub(i16x8.mul(inner, i16x8.splat(9)), outer);
  const value = i16x8.shr_s(i16x8.add(sum, i16x8.splat(8)), 4);
  return i8x16.narrow_i16x8_u(value, value);
}

/**
 * Enlarges columns × rows pixels from (left, top) on of a picture of `width` and 3 or 4 channels into a texture (RGBA) of
 * twice both: even texels are the pixels, odd ones lie between them. Reads up to 8 bytes behind the region's last pixel.
 */
export function enlarge(
  into: usize,
  from: usize,
  width: i32,
  channels: usize,
  left: i32,
  top: i32,
  columns: i32,
  rows: i32,
): void {
  const stride = (<usize>columns) << 3;
  const opaque: u32 = channels === 3 ? 0xff000000 : 0;
  for (let j = 0; j < rows; j++) {
    const line = from + <usize>((top + j) * width) * channels;
    let out = into + <usize>(2 * j) * stride;
    for (let i = 0; i < columns; i++) {
      const x = left + i;
      const at = line + <usize>x * channels;
      const before = x > 0 ? at - channels : at;
      const after = x + 1 < width ? at + channels : at;
      const beyond = x + 2 < width ? at + 2 * channels : after;
      store<u32>(out, load<u32>(at) | opaque);
      store<u32>(out, i32x4.extract_lane(between(before, at, after, beyond), 0) | opaque, 4);
      out += 8;
    }
  }
  for (let j = 0; j < rows; j++) {
    const at = into + <usize>(2 * j) * stride;
    const before = j > 0 ? at - 2 * stride : at;
    const after = j + 1 < rows ? at + 2 * stride : at;
    const beyond = j + 2 < rows ? at + 4 * stride : after;
    for (let k: usize = 0; k < stride; k += 8)
      v128.store64_lane(at + stride + k, between(before + k, at + k, after + k, beyond + k), 0);
  }
}
