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
  const output = new Float32Array(cells * cells * 3);
  const step = roi.size / cells;
  const samples = Math.min(MAX_SAMPLES, Math.max(1, Math.round(step)));
  const cosine = Math.cos(roi.angle);
  const sine = Math.sin(roi.angle);
  const share = 1 / (255 * samples * samples);
  const sum = new Float32Array(3);
  let at = 0;
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      sum.fill(0);
      for (let sampleY = 0; sampleY < samples; sampleY++) {
        const v = (row + (sampleY + 0.5) / samples) * step - roi.size / 2;
        for (let sampleX = 0; sampleX < samples; sampleX++) {
          const u = (column + (sampleX + 0.5) / samples) * step - roi.size / 2;
          addBilinear(picture, roi.centreX + cosine * u - sine * v, roi.centreY + sine * u + cosine * v, sum);
        }
      }
      output[at++] = sum[0]! * share;
      output[at++] = sum[1]! * share;
      output[at++] = sum[2]! * share;
    }
  }
  return output;
};

const addBilinear = (picture: FrameBuffer, x: number, y: number, sum: Float32Array): void => {
  const { width, height, channels, data } = picture;
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  const partX = x - 0.5 - left;
  const partY = y - 0.5 - top;
  if (left >= 0 && top >= 0 && left + 1 < width && top + 1 < height) {
    // Nearly every sample: four whole pixels, no test each.
    const at = (top * width + left) * channels;
    const below = at + width * channels;
    const w11 = partX * partY;
    const w10 = partY - w11;
    const w01 = partX - w11;
    const w00 = 1 - partX - w10;
    for (let channel = 0; channel < 3; channel++) {
      sum[channel]! +=
        data[at + channel]! * w00 +
        data[at + channels + channel]! * w01 +
        data[below + channel]! * w10 +
        data[below + channels + channel]! * w11;
    }
    return;
  }
  for (let dy = 0; dy < 2; dy++) {
    const row = top + dy;
    if (row < 0 || row >= height) continue;
    const weightY = dy === 0 ? 1 - partY : partY;
    for (let dx = 0; dx < 2; dx++) {
      const column = left + dx;
      if (column < 0 || column >= width) continue;
      const weight = weightY * (dx === 0 ? 1 - partX : partX);
      const at = (row * width + column) * channels;
      sum[0]! += data[at]! * weight;
      sum[1]! += data[at + 1]! * weight;
      sum[2]! += data[at + 2]! * weight;
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
