/** Pixels as bytes: parts of pictures copied, channels paired for dot products. Knows no meaning of the pixels. */

/** The swizzle that takes red and green, 16 bits each, of four pixels of 3 or 4 channels. */
export function redGreenOf(channels: usize): v128 {
  return channels === 4
    ? i8x16(0, -1, 1, -1, 4, -1, 5, -1, 8, -1, 9, -1, 12, -1, 13, -1)
    : i8x16(0, -1, 1, -1, 3, -1, 4, -1, 6, -1, 7, -1, 9, -1, 10, -1);
}

/** The same for blue and green. */
export function blueGreenOf(channels: usize): v128 {
  return channels === 4
    ? i8x16(2, -1, 1, -1, 6, -1, 5, -1, 10, -1, 9, -1, 14, -1, 13, -1)
    : i8x16(2, -1, 1, -1, 5, -1, 4, -1, 8, -1, 7, -1, 11, -1, 10, -1);
}

/** Copies the rectangle left..right, top..bottom (exclusive) of one picture over another of the same `width` and channels. */
export function copyBox(
  into: usize,
  from: usize,
  width: i32,
  channels: usize,
  left: i32,
  top: i32,
  right: i32,
  bottom: i32,
): void {
  const bytes = <usize>(right - left) * channels;
  for (let y = top; y < bottom; y++) {
    const at = <usize>(y * width + left) * channels;
    memory.copy(into + at, from + at, bytes);
  }
}
