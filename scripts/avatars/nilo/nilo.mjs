/** Nilo, a bust rendered from a distance field: the picture as RGB pixels. Edges get more rays than surfaces. */
import { look } from './light.mjs';

/** Size of the shipped picture in pixels. */
export const NILO_SIZE = { width: 1024, height: 1280 };

/** Neighbours that differ by more than this (0..255, any channel) get more rays. */
const CONTRAST = 9;
const EXTRA_RAYS = [
  [-0.25, -0.25],
  [0.25, -0.25],
  [-0.25, 0.25],
  [0.25, 0.25],
];

/** Renders rows `from` to `to` (exclusive) of a picture of the given size and camera yaw (radians); RGB, 8 bits. */
export const renderRows = ({ width, height, yaw = 0 }, from, to) => {
  const colourAt = (x, y) => look((2 * x - width) / height, 1 - (2 * y) / height, yaw);
  const first = Math.max(0, from - 1);
  const last = Math.min(height, to + 1);
  const rough = new Float32Array(width * (last - first) * 3);
  for (let y = first; y < last; y++) {
    for (let x = 0; x < width; x++) rough.set(colourAt(x + 0.5, y + 0.5), ((y - first) * width + x) * 3);
  }
  const differs = (x, y) => {
    const at = ((y - first) * width + x) * 3;
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ]) {
      if (x + dx < 0 || x + dx >= width || y + dy < first || y + dy >= last) continue;
      const other = at + (dy * width + dx) * 3;
      for (let channel = 0; channel < 3; channel++) {
        if (Math.abs(rough[at + channel] - rough[other + channel]) * 255 > CONTRAST) return true;
      }
    }
    return false;
  };
  const pixels = new Uint8Array(width * (to - from) * 3);
  for (let y = from; y < to; y++) {
    for (let x = 0; x < width; x++) {
      const at = ((y - first) * width + x) * 3;
      let colour = rough.subarray(at, at + 3);
      if (differs(x, y)) {
        const rays = EXTRA_RAYS.map(([dx, dy]) => colourAt(x + 0.5 + dx, y + 0.5 + dy));
        colour = [0, 1, 2].map(channel => rays.reduce((sum, ray) => sum + ray[channel] / rays.length, 0));
      }
      for (let channel = 0; channel < 3; channel++)
        pixels[((y - from) * width + x) * 3 + channel] = Math.round(colour[channel] * 255);
    }
  }
  return pixels;
};
