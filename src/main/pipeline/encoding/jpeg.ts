/** Encodes one frame as JPEG on a native thread. Knows no session and no video. */
import sharp from 'sharp';
import type { FrameBuffer } from '../frame-buffer.ts';

/**
 * The frame as baseline JPEG, 4:2:0, `quality` 1..100. Alpha is dropped (the colours of a transparent frame must already lie
 * on a background). The frame's buffer must not change until the promise settles. 416x704 at q80 takes some 2.6 ms;
 * tables fitted to each frame would take twice as long for 1 %, mozjpeg's five times for a few.
 */
export const encodeJpeg = (frame: FrameBuffer, quality: number): Promise<Uint8Array> => {
  const { width, height, channels, data } = frame;
  const picture = sharp(data, { raw: { width, height, channels } });
  return (channels === 4 ? picture.removeAlpha() : picture)
    .jpeg({ quality, mozjpeg: false, chromaSubsampling: '4:2:0', optimiseCoding: false })
    .toBuffer();
};
