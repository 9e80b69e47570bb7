/** Finds the teeth a smiling picture shows and keeps them as the upper teeth. Knows no motion. */
import type { FrameBuffer } from '../../frame-buffer.ts';
import type { Face } from './face.ts';
import type { LayerTexture } from './layer-texture.ts';
import { type Colour, lumaOf, type MouthColours } from './mouth-colours.ts';
import type { MouthPlane } from './mouth-plane.ts';
import { smoothStep } from './smooth-step.ts';

/** Where a texture's texels lie in the mouth's plane: texel / scale + (left, top). */
export type TexelGrid = { scale: number; left: number; top: number };

/** Gap of the lips below which a picture is taken to show no teeth, eye distances. */
const SHOWN_GAP = 0.03;

type Samples = { colour: Float32Array; likeness: Float32Array; share: number };

/** The picture inside its own lips, in texels of the grid, with how much each looks like tooth. */
const samplesOf = (
  size: { width: number; height: number },
  grid: TexelGrid,
  picture: FrameBuffer,
  plane: MouthPlane,
  colours: MouthColours,
): Samples => {
  const { width, height } = size;
  const bright = lumaOf(colours.skin) * 0.62;
  const colour = new Float32Array(width * height * 3);
  const likeness = new Float32Array(width * height);
  const margin = 1 / plane.unit;
  let inside = 0;
  let toothy = 0;
  for (let v = 0; v < height; v++)
    for (let u = 0; u < width; u++) {
      const x = u / grid.scale + grid.left;
      const y = v / grid.scale + grid.top;
      if (x <= plane.left || x >= plane.right) continue;
      const within =
        smoothStep(0.2 * margin, 1.8 * margin, y - plane.upperInner(x)) *
        smoothStep(0.2 * margin, 1.8 * margin, plane.lowerInner(x) - y);
      if (within === 0) continue;
      const px = plane.originX + (x * plane.cos - y * plane.sin) * plane.unit - 0.5;
      const py = plane.originY + (x * plane.sin + y * plane.cos) * plane.unit - 0.5;
      const ix = Math.min(picture.width - 2, Math.max(0, Math.floor(px)));
      const iy = Math.min(picture.height - 2, Math.max(0, Math.floor(py)));
      const fx = Math.min(1, Math.max(0, px - ix));
      const fy = Math.min(1, Math.max(0, py - iy));
      const k = (iy * picture.width + ix) * 4;
      const row = picture.width * 4;
      const i = v * width + u;
      for (let c = 0; c < 3; c++)
        colour[i * 3 + c] =
          (picture.data[k + c]! * (1 - fx) + picture.data[k + 4 + c]! * fx) * (1 - fy) +
          (picture.data[k + row + c]! * (1 - fx) + picture.data[k + row + 4 + c]! * fx) * fy;
      const [r, g, b] = [colour[i * 3]!, colour[i * 3 + 1]!, colour[i * 3 + 2]!];
      const high = Math.max(r, g, b);
      const grey = 1 - (high - Math.min(r, g, b)) / Math.max(30, high);
      const like = smoothStep(bright * 0.8, bright * 1.15, lumaOf([r, g, b])) * smoothStep(0.52, 0.68, grey);
      inside++;
      if (like > 0.5) toothy++;
      likeness[i] = within * like;
    }
  return { colour, likeness, share: inside === 0 ? 0 : toothy / inside };
};

/** Median of `values` in a window about `at`, entries below 0 left out; −1 when fewer than half are there. */
const medianNear = (values: Int32Array, at: number, reach: number): number => {
  const near: number[] = [];
  for (let i = Math.max(0, at - reach); i <= Math.min(values.length - 1, at + reach); i++)
    if (values[i]! >= 0) near.push(values[i]!);
  if (near.length <= reach) return -1;
  near.sort((a, b) => a - b);
  return near[near.length >> 1]!;
};

/** The teeth of a picture: their pixels on the grid, the rows they begin and end at per column (−1: none), their mean colour. */
export type OwnTeeth = {
  /** 0..1, how sure it is that teeth are seen. */ found: number;
  colour: Colour;
  pixels: Float32Array;
  tops: Float32Array;
  ends: Float32Array;
  /** First and last column of the run about the middle that shows teeth. */ from: number;
  to: number;
};

/** Looks for the picture's teeth; null for a closed mouth, and for an open one without teeth. */
export const ownTeethOf = (
  size: { width: number; height: number },
  grid: TexelGrid,
  picture: FrameBuffer,
  face: Face,
  plane: MouthPlane,
  colours: MouthColours,
): OwnTeeth | null => {
  if (face.restGap < SHOWN_GAP) return null;
  const { colour, likeness, share } = samplesOf(size, grid, picture, plane, colours);
  const found = smoothStep(0.2, 0.45, share);
  if (found === 0) return null;
  const { width, height } = size;
  const first = new Int32Array(width).fill(-1);
  const last = new Int32Array(width).fill(-1);
  const sum = [0, 0, 0, 0];
  for (let u = 0; u < width; u++)
    for (let v = 0; v < height; v++) {
      const i = v * width + u;
      if (likeness[i]! <= 0.4) continue;
      if (first[u]! < 0) first[u] = v;
      last[u] = v;
      for (let c = 0; c < 3; c++) sum[c] = sum[c]! + colour[i * 3 + c]!;
      sum[3] = sum[3]! + 1;
    }
  const reach = Math.max(2, Math.round(0.035 * grid.scale));
  const tops = Float32Array.from(first, (_, u) => medianNear(first, u, reach));
  const ends = Float32Array.from(last, (_, u) => medianNear(last, u, reach));
  let from = Math.round(-grid.left * grid.scale);
  let to = from;
  if (tops[from]! < 0) return null;
  while (from > 0 && tops[from - 1]! >= 0) from--;
  while (to < width - 1 && tops[to + 1]! >= 0) to++;
  const n = Math.max(1, sum[3]!);
  return { found, colour: [sum[0]! / n, sum[1]! / n, sum[2]! / n], pixels: colour, tops, ends, from, to };
};

/**
 * Lays them over painted teeth of the same grid. Above the first row seen, the teeth go on upwards as they begin;
 * beside the run there is only the dark of the mouth.
 */
export const layOwnTeeth = (texture: LayerTexture, grid: TexelGrid, own: OwnTeeth): void => {
  const { width, height } = texture;
  const bytes = new Uint8ClampedArray(texture.texels.buffer);
  const fade = 0.05 * grid.scale;
  for (let u = 0; u < width; u++) {
    const inRun = u >= own.from && u <= own.to;
    const aside = inRun ? smoothStep(0, fade, Math.min(u - own.from, own.to - u)) : 0;
    const top = Math.ceil(own.tops[u]!) + 1;
    for (let v = 0; v < height; v++) {
      const i = v * width + u;
      if (aside === 0) {
        bytes[i * 4 + 3] = bytes[i * 4 + 3]! * (1 - own.found);
        continue;
      }
      const source = (Math.max(v, top) * width + u) * 3;
      const known = own.pixels[source]! + own.pixels[source + 1]! > 0;
      if (known)
        for (let c = 0; c < 3; c++)
          bytes[i * 4 + c] = bytes[i * 4 + c]! * (1 - own.found) + own.pixels[source + c]! * own.found;
      const covered = smoothStep(own.ends[u]! + 1.2, own.ends[u]! - 0.8, v) * aside * 255;
      bytes[i * 4 + 3] = bytes[i * 4 + 3]! * (1 - own.found) + covered * own.found;
    }
  }
};
