/** Shrinks or enlarges a square part of a picture to a small square tensor by area averaging. Knows nothing of faces. */
import type { FrameBuffer } from '../frame-buffer.ts';

/** A square of the picture in pixels; may reach beyond its borders. */
export type Square = { left: number; top: number; size: number };

type Taps = { first: Int32Array; count: Int32Array; weights: Float32Array; stride: number };

// Each output cell covers [start, start + step) of the source; when enlarging, a cell narrower than a pixel is widened
// to one so that it interpolates. Weights outside the picture are left out and the rest is NOT renormalised: beyond
// the border is black (grey after scaling would invent contrast the detector was not trained on).
const createTaps = (from: number, size: number, cells: number, limit: number): Taps => {
  const step = size / cells;
  const span = Math.max(step, 1);
  const stride = Math.ceil(span) + 2;
  const first = new Int32Array(cells);
  const count = new Int32Array(cells);
  const weights = new Float32Array(cells * stride);
  for (let cell = 0; cell < cells; cell++) {
    const centre = from + (cell + 0.5) * step;
    const start = centre - span / 2;
    const end = centre + span / 2;
    const begin = Math.max(0, Math.floor(start));
    const stop = Math.min(limit, Math.ceil(end));
    first[cell] = begin;
    count[cell] = Math.max(0, stop - begin);
    for (let pixel = begin; pixel < stop; pixel++) {
      weights[cell * stride + pixel - begin] = (Math.min(end, pixel + 1) - Math.max(start, pixel)) / span;
    }
  }
  return { first, count, weights, stride };
};

/**
 * The square as `cells`×`cells`×3 floats (row-major, RGB), each `value * scale + offset` with value 0..255.
 * What lies outside the picture counts as black. Reads 3- and 4-channel pictures; alpha is ignored.
 */
export const sampleArea = (
  picture: FrameBuffer,
  square: Square,
  cells: number,
  scale: number,
  offset: number,
): Float32Array => {
  const { width, height, channels, data } = picture;
  const across = createTaps(square.left, square.size, cells, width);
  const down = createTaps(square.top, square.size, cells, height);
  const output = new Float32Array(cells * cells * 3);
  const row = new Float32Array(cells * 3);
  // Enlarging visits a source row from several cells, so the horizontal pass of recent rows is worth keeping.
  let keptRow = -1;
  for (let cellY = 0; cellY < cells; cellY++) {
    const rows = down.count[cellY] ?? 0;
    const target = cellY * cells * 3;
    for (let tapY = 0; tapY < rows; tapY++) {
      const y = (down.first[cellY] ?? 0) + tapY;
      const weightY = down.weights[cellY * down.stride + tapY] ?? 0;
      if (y !== keptRow) {
        shrinkRow(data, y * width * channels, channels, across, cells, row);
        keptRow = y;
      }
      for (let index = 0; index < row.length; index++) output[target + index]! += row[index]! * weightY;
    }
  }
  for (let index = 0; index < output.length; index++) output[index] = output[index]! * scale + offset;
  return output;
};

const shrinkRow = (
  data: Uint8Array,
  base: number,
  channels: number,
  taps: Taps,
  cells: number,
  row: Float32Array,
): void => {
  for (let cell = 0; cell < cells; cell++) {
    let red = 0;
    let green = 0;
    let blue = 0;
    let at = base + taps.first[cell]! * channels;
    const weightBase = cell * taps.stride;
    const count = taps.count[cell]!;
    for (let tap = 0; tap < count; tap++, at += channels) {
      const weight = taps.weights[weightBase + tap]!;
      red += data[at]! * weight;
      green += data[at + 1]! * weight;
      blue += data[at + 2]! * weight;
    }
    row[cell * 3] = red;
    row[cell * 3 + 1] = green;
    row[cell * 3 + 2] = blue;
  }
};
