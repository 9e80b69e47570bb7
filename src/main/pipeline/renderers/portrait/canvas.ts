/** The frame a rig draws in, inside its kernels' memory: begun as the picture, given away whole. Knows no faces. */
import type { FrameBuffer } from '../../frame-buffer.ts';
import { type Kernels, rounded } from '../../kernels/kernels.ts';
import type { Region } from './controls.ts';

/** A canvas of the picture's size. Only what was touched is put back. */
export type Canvas = {
  /** Whoever writes to it tells `touch`. */ readonly frame: FrameBuffer;
  /** Address of the frame's pixels. */ readonly at: number;
  /** The picture in the channels of the frame. */ readonly picture: Uint8Array;
  /** Makes the frame the picture again. */ begin(): void;
  /** Says that pixels in left..right, top..bottom were drawn on; parts outside the frame are ignored. */
  touch(left: number, top: number, right: number, bottom: number): void;
  /** Fills a frame buffer of the same size. */ emit(into: FrameBuffer): void;
};

/** What the kernels may read and write behind the last pixel. */
const SLACK = 16;

/** Memory a canvas takes of its kernels. */
export const canvasBytes = (width: number, height: number, channels: 3 | 4): number =>
  2 * rounded(width * height * channels + SLACK);

/** Copies pixels from 3 to 4 channels (opaque) or from 4 to 3. */
const convert = (from: FrameBuffer, into: FrameBuffer): void => {
  const count = from.width * from.height;
  const [a, b] = [from.channels, into.channels];
  for (let i = 0; i < count; i++) {
    into.data[i * b] = from.data[i * a]!;
    into.data[i * b + 1] = from.data[i * a + 1]!;
    into.data[i * b + 2] = from.data[i * a + 2]!;
    if (b === 4) into.data[i * 4 + 3] = 255;
  }
};

/** A canvas on `picture` (RGBA); without alpha, three channels are enough. */
export const createCanvas = (kernels: Kernels, picture: FrameBuffer, channels: 3 | 4): Canvas => {
  const { width, height } = picture;
  const { call } = kernels;
  const open = (): { at: number; frame: FrameBuffer } => {
    const at = kernels.take(width * height * channels + SLACK);
    const data = new Uint8Array(kernels.buffer, at, width * height * channels);
    return { at, frame: { width, height, channels, data } };
  };
  const fill = (from: FrameBuffer, into: FrameBuffer): void => {
    if (from.channels === into.channels) into.data.set(from.data);
    else convert(from, into);
  };
  const drawn = open();
  const kept = open();
  fill(picture, kept.frame);
  drawn.frame.data.set(kept.frame.data);
  const touched: Region = { left: width, top: height, right: 0, bottom: 0 };
  return {
    frame: drawn.frame,
    at: drawn.at,
    picture: kept.frame.data,
    begin() {
      const { left, top, right, bottom } = touched;
      if (right > left && bottom > top)
        call.copyBox(drawn.at, kept.at, width, channels, left, top, right, bottom);
      touched.left = width;
      touched.top = height;
      touched.right = touched.bottom = 0;
    },
    touch(left, top, right, bottom) {
      touched.left = Math.max(0, Math.min(touched.left, Math.floor(left)));
      touched.top = Math.max(0, Math.min(touched.top, Math.floor(top)));
      touched.right = Math.min(width, Math.max(touched.right, Math.ceil(right)));
      touched.bottom = Math.min(height, Math.max(touched.bottom, Math.ceil(bottom)));
    },
    emit: into => fill(drawn.frame, into),
  };
};
