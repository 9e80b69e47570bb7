/** Copies of parts of pictures. Knows no meaning of the pixels. */

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
