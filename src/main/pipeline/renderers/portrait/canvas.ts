/** The frame a rig draws in, inside its kernels' memory: begun as the picture, given away as RGB or RGBA. Knows no faces. */
import type { FrameBuffer } from '../../frame-buffer.ts';
import { type Kernels, rounded } from '../../kernels/kernels.ts';
import type { Region } from './controls.ts';

/** A canvas of the picture's size. Only what was touched is put back or converted again. */
export type Canvas = {
  /** RGBA; whoever writes to it tells `touch`. */ readonly frame: FrameBuffer;
  /** Address of the frame's pixels. */ readonly at: number;
  /** The picture, RGBA. */ readonly picture: Uint8Array;
  /** Makes the frame the picture again. */ begin(): void;
  /** Says that pixels in left..right, top..bottom were drawn on; parts outside the frame are ignored. */
  touch(left: number, top: number, right: number, bottom: number): void;
  /** Fills a frame buffer of the same size. */ emit(into: FrameBuffer): void;
};

/** Memory a canvas takes of its kernels. */
export const canvasBytes = (width: number, height: number): number =>
  2 * rounded(width * height * 4 + 16) + rounded(width * height * 3 + 16);

/** A canvas on `picture` (RGBA). */
export const createCanvas = (kernels: Kernels, picture: FrameBuffer): Canvas => {
  const { width, height } = picture;
  const { call } = kernels;
  const at = kernels.take(width * height * 4 + 16);
  const pictureAt = kernels.take(width * height * 4 + 16);
  const rgbAt = kernels.take(width * height * 3 + 16);
  const view = (address: number, channels: number): Uint8Array =>
    new Uint8Array(kernels.buffer, address, width * height * channels);
  const frame: FrameBuffer = { width, height, channels: 4, data: view(at, 4) };
  const kept = view(pictureAt, 4);
  const rgb = view(rgbAt, 3);
  kept.set(picture.data);
  frame.data.set(picture.data);
  call.dropAlpha(rgbAt, at, width * height);
  const touched: Region = { left: width, top: height, right: 0, bottom: 0 };
  // Rows whose RGB is older than the frame.
  let staleTop = height;
  let staleBottom = 0;
  return {
    frame,
    at,
    picture: kept,
    begin() {
      if (touched.right > touched.left && touched.bottom > touched.top)
        call.copyBox(at, pictureAt, width, touched.left, touched.top, touched.right, touched.bottom);
      touched.left = width;
      touched.top = height;
      touched.right = touched.bottom = 0;
    },
    touch(left, top, right, bottom) {
      touched.left = Math.max(0, Math.min(touched.left, Math.floor(left)));
      touched.top = Math.max(0, Math.min(touched.top, Math.floor(top)));
      touched.right = Math.min(width, Math.max(touched.right, Math.ceil(right)));
      touched.bottom = Math.min(height, Math.max(touched.bottom, Math.ceil(bottom)));
      staleTop = Math.min(staleTop, touched.top);
      staleBottom = Math.max(staleBottom, touched.bottom);
    },
    emit(into) {
      if (into.channels === 4) {
        into.data.set(frame.data);
        return;
      }
      if (staleBottom > staleTop)
        call.dropAlpha(
          rgbAt + staleTop * width * 3,
          at + staleTop * width * 4,
          (staleBottom - staleTop) * width,
        );
      into.data.set(rgb);
      // What was drawn on will be the picture again.
      staleTop = touched.top;
      staleBottom = touched.bottom;
    },
  };
};
