/** Pixels inside the engine process. They never leave it. */

/** Interleaved 8-bit pixels, row-major, no padding: `data.length = width * height * channels`; with 4 channels alpha is straight (not premultiplied). */
export type FrameBuffer = { width: number; height: number; channels: 3 | 4; data: Uint8Array };

/** A new zeroed buffer. */
export const createFrameBuffer = (width: number, height: number, channels: 3 | 4): FrameBuffer => ({
  width,
  height,
  channels,
  data: new Uint8Array(width * height * channels),
});
