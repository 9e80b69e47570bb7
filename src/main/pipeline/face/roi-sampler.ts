/** Samples a turned square of a picture into a tensor. Knows nothing of faces. */
import type { FrameBuffer } from '../frame-buffer.ts';

/** A square of the picture, in pixels, turned clockwise about its centre. */
export type Roi = { centreX: number; centreY: number; size: number /** Radians. */; angle: number };

/** Takes at most this many samples a direction for one value: enough for a 5-fold shrink. */
const MAX_SAMPLES = 5;

/**
 * The ROI as `cells`×`cells`×3 floats 0..1 (row-major, RGB): bilinear, several samples a cell when it shrinks.
 * Beyond the border is black, as in MediaPipe. Alpha is ignored.
 */
export const sampleRoi = (picture: FrameBuffer, roi: Roi, cells: number): Float32Array => {
  const { width, height, channels, data } = picture;
  const output = new Float32Array(cells * cells * 3);
  const step = roi.size / cells;
  const samples = Math.min(MAX_SAMPLES, Math.max(1, Math.round(step)));
  const cosine = Math.cos(roi.angle);
  const sine = Math.sin(roi.angle);
  const share = 1 / (255 * samples * samples);
  const pitch = width * channels;
  for (let row = 0; row < cells; row++)
    for (let sampleY = 0; sampleY < samples; sampleY++) {
      const v = (row + (sampleY + 0.5) / samples) * step - roi.size / 2;
      for (let column = 0; column < cells * samples; column++) {
        const u = ((column + 0.5) / samples) * step - roi.size / 2;
        const x = roi.centreX + cosine * u - sine * v - 0.5;
        const y = roi.centreY + sine * u + cosine * v - 0.5;
        const left = Math.floor(x);
        const top = Math.floor(y);
        const to = (row * cells + (samples === 1 ? column : Math.floor(column / samples))) * 3;
        if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) {
          addAtBorder(picture, left, top, x - left, y - top, share, output, to);
          continue;
        }
        // Nearly every sample: four whole pixels, no test each.
        const at = top * pitch + left * channels;
        const below = at + pitch;
        const w11 = (x - left) * (y - top);
        const w10 = y - top - w11;
        const w01 = x - left - w11;
        const w00 = 1 - (x - left) - w10;
        for (let c = 0; c < 3; c++)
          output[to + c]! +=
            share *
            (data[at + c]! * w00 +
              data[at + channels + c]! * w01 +
              data[below + c]! * w10 +
              data[below + channels + c]! * w11);
      }
    }
  return output;
};

const addAtBorder = (
  { width, height, channels, data }: FrameBuffer,
  left: number,
  top: number,
  partX: number,
  partY: number,
  share: number,
  output: Float32Array,
  to: number,
): void => {
  for (let dy = 0; dy < 2; dy++) {
    const row = top + dy;
    if (row < 0 || row >= height) continue;
    const weightY = dy === 0 ? 1 - partY : partY;
    for (let dx = 0; dx < 2; dx++) {
      const column = left + dx;
      if (column < 0 || column >= width) continue;
      const weight = share * weightY * (dx === 0 ? 1 - partX : partX);
      const at = (row * width + column) * channels;
      for (let c = 0; c < 3; c++) output[to + c]! += data[at + c]! * weight;
    }
  }
};

/** A point of the sampled square (in cells, 0..cells) in picture pixels. */
export const roiToPicture = (roi: Roi, cells: number, x: number, y: number): [number, number] => {
  const u = (x / cells - 0.5) * roi.size;
  const v = (y / cells - 0.5) * roi.size;
  const cosine = Math.cos(roi.angle);
  const sine = Math.sin(roi.angle);
  return [roi.centreX + cosine * u - sine * v, roi.centreY + sine * u + cosine * v];
};
