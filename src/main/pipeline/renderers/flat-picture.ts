/** A picture in the channels of a frame: with its alpha, or laid over grey. Knows no renderer. */
import type { FrameBuffer } from '../frame-buffer.ts';
import type { FramedPicture } from './renderer.ts';

/** What alpha is laid over when the frame has none. */
const BACKDROP = 128;

/** Writes the picture into a frame of its size. */
export const drawPicture = (
  { picture, hasAlpha }: Pick<FramedPicture, 'picture' | 'hasAlpha'>,
  into: FrameBuffer,
): void => {
  const { data } = picture;
  const out = into.data;
  if (into.channels === 4) {
    out.set(data);
    return;
  }
  const count = picture.width * picture.height;
  for (let i = 0, from = 0, to = 0; i < count; i++, from += 4, to += 3) {
    const alpha = hasAlpha ? data[from + 3]! : 255;
    for (let c = 0; c < 3; c++)
      out[to + c] =
        alpha === 255 ? data[from + c]! : (data[from + c]! * alpha + BACKDROP * (255 - alpha) + 127) / 255;
  }
};
