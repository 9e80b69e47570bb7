/** A face as the network takes it: blue, green and red planes of the crop, and the same with the lower half gone. Knows no mel. */
import type { FrameBuffer } from '../../frame-buffer.ts';
import { interleavedGrid, type PixelGrid, Resampler } from '../../patch/resampler.ts';
import type { FaceCrop } from './face-crop.ts';

/** Planes the network takes of one frame. */
export const INPUT_PLANES = 6;

/** Three planes of a square from `offset`, so that red, green and blue find theirs: the network has blue first. */
export const bluePlanesFirst = (data: Uint8Array | Float32Array, size: number, offset = 0): PixelGrid => ({
  data,
  offset: offset + 2 * size * size,
  row: size,
  pixel: 1,
  channel: -size * size,
});

/**
 * The crop of an RGB or RGBA picture at `size`×`size` as three planes of bytes: blue, green, red. Four neighbours make a pixel,
 * also where it shrinks (OpenCV's INTER_LINEAR): so were the faces Wav2Lip was trained on.
 */
export const facePlanesOf = (picture: FrameBuffer, crop: FaceCrop, size: number): Uint8Array => {
  const planes = new Uint8Array(3 * size * size);
  const from = { width: crop.right - crop.left, height: crop.bottom - crop.top };
  new Resampler(from, { width: size, height: size }, 'bilinear').run(
    interleavedGrid(picture.data, picture.width, picture.channels, crop.left, crop.top),
    bluePlanesFirst(planes, size),
  );
  return planes;
};

/** Writes planes (0..1) to `input` at `offset` (6·size² floats): the masked face, its rows from size / 2 on zero, then the whole. */
export const feedPlanes = (planes: Uint8Array, size: number, input: Float32Array, offset: number): void => {
  const plane = size * size;
  const whole = offset + 3 * plane;
  for (let i = 0; i < planes.length; i++) input[whole + i] = planes[i]! / 255;
  for (let c = 0; c < 3; c++) {
    const from = whole + c * plane;
    input.copyWithin(offset + c * plane, from, from + plane / 2);
    input.fill(0, offset + c * plane + plane / 2, offset + (c + 1) * plane);
  }
};
