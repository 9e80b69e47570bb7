/** Copies of whole pictures and parts of them. Knows no meaning of the pixels. */

/** Copies the rectangle left..right, top..bottom (exclusive) of one RGBA picture over another of the same `width`. */
export function copyBox(
  into: usize,
  from: usize,
  width: i32,
  left: i32,
  top: i32,
  right: i32,
  bottom: i32,
): void {
  const bytes = (<usize>(right - left)) << 2;
  for (let y = top; y < bottom; y++) {
    const at = (<usize>(y * width + left)) << 2;
    memory.copy(into + at, from + at, bytes);
  }
}

/** RGBA to RGB, `count` pixels rounded up to a multiple of four. */
export function dropAlpha(into: usize, from: usize, count: i32): void {
  const packed = i8x16(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1);
  for (let i = 0; i < count; i += 4) {
    const four = i8x16.swizzle(v128.load(from), packed);
    v128.store64_lane(into, four, 0);
    v128.store32_lane(into + 8, four, 2);
    into += 12;
    from += 16;
  }
}
