/** A frame with alpha as one of double height, for codecs without: the colours above, laid over black, and the alpha below as grey. Knows no codec. */
import type { FrameBuffer } from '../frame-buffer.ts';
import { createFrameBuffer } from '../frame-buffer.ts';

/** Codecs work in blocks: colours and alpha must not share one. */
const BLOCK = 16;

/** Height of each half, px. */
export const stackedHalf = (height: number): number => Math.ceil(height / BLOCK) * BLOCK;

/** The frame that `stackAlpha` fills for frames of this size. */
export const createStackedFrame = (width: number, height: number): FrameBuffer =>
  createFrameBuffer(width, 2 * stackedHalf(height), 3);

/** Fills `into`; rows that only fill a half up stay as they are. */
export const stackAlpha = (frame: FrameBuffer, into: FrameBuffer): void => {
  const { width, height, data } = frame;
  const out = into.data;
  const count = width * height;
  const below = width * stackedHalf(height) * 3;
  for (let i = 0, from = 0, to = 0; i < count; i++, from += 4, to += 3) {
    const alpha = data[from + 3]!;
    if (alpha === 255) {
      out[to] = data[from]!;
      out[to + 1] = data[from + 1]!;
      out[to + 2] = data[from + 2]!;
    } else if (alpha === 0) {
      out[to] = out[to + 1] = out[to + 2] = 0;
    } else {
      // Over black: what compression adds to an edge then shows no more than the edge itself does.
      out[to] = (data[from]! * alpha + 127) / 255;
      out[to + 1] = (data[from + 1]! * alpha + 127) / 255;
      out[to + 2] = (data[from + 2]! * alpha + 127) / 255;
    }
    out[below + to] = out[below + to + 1] = out[below + to + 2] = alpha;
  }
};
