/** Gives a rendered patch the colours of the skin about the mouth: mean and spread of each channel, taken under a ring. Knows no masks of modes. */
import type { Mask } from './mask.ts';
import type { PixelView, ToneTable } from './masked-blend.ts';

/** How far the match goes: 1 would be all of it. */
const STRENGTH = 0.75;

/** The weighted pixels of a mask, row by row. */
type Ring = { rowStart: Int32Array; columns: Int32Array; weights: Float32Array; total: number };

const ringOf = ({ width, height, data }: Mask): Ring => {
  let sum = 0;
  for (const weight of data) sum += weight;
  const weights = sum < 1e-3 ? new Float32Array(data.length).fill(1) : data; // an empty ring: all of the patch
  const count = weights.reduce((n, weight) => n + (weight === 0 ? 0 : 1), 0);
  const ring = {
    rowStart: new Int32Array(height + 1),
    columns: new Int32Array(count),
    weights: new Float32Array(count),
    total: 0,
  };
  let k = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const weight = weights[y * width + x]!;
      if (weight === 0) continue;
      ring.columns[k] = x;
      ring.weights[k] = weight;
      ring.total += weight;
      k += 1;
    }
    ring.rowStart[y + 1] = k;
  }
  return ring;
};

/** Mean and deviation of the three channels, in turn. */
const measure = (view: PixelView, { rowStart, columns, weights, total }: Ring, into: Float64Array): void => {
  const { data, offset, stride, channels } = view;
  let [red, green, blue, redSquares, greenSquares, blueSquares] = [0, 0, 0, 0, 0, 0];
  for (let y = 0; y + 1 < rowStart.length; y++)
    for (let k = rowStart[y]!; k < rowStart[y + 1]!; k++) {
      const weight = weights[k]!;
      const at = offset + (y * stride + columns[k]!) * channels;
      const r = data[at]!;
      const g = data[at + 1]!;
      const b = data[at + 2]!;
      red += r * weight;
      green += g * weight;
      blue += b * weight;
      redSquares += r * r * weight;
      greenSquares += g * g * weight;
      blueSquares += b * b * weight;
    }
  const put = (at: number, sum: number, squares: number): void => {
    const mean = sum / total;
    into[at] = mean;
    into[at + 1] = Math.sqrt(Math.max(0, squares / total - mean * mean));
  };
  put(0, red, redSquares);
  put(2, green, greenSquares);
  put(4, blue, blueSquares);
};

/** Writes into `tones` what each rendered value becomes, for one pair of patches. No allocation. */
export type ColourMatch = (original: PixelView, rendered: PixelView, tones: ToneTable) => void;

/** Matches on the weights of `mask`; on the whole patch where it is empty. */
export const createColourMatch = (mask: Mask): ColourMatch => {
  const ring = ringOf(mask);
  const seen = new Float64Array(6);
  const wanted = new Float64Array(6);
  return (original, rendered, tones) => {
    measure(rendered, ring, seen);
    measure(original, ring, wanted);
    for (let c = 0; c < 3; c++) {
      const mean = seen[2 * c]!;
      const deviation = Math.max(1, seen[2 * c + 1]!);
      for (let value = 0; value < 256; value++) {
        const matched = ((value - mean) * wanted[2 * c + 1]!) / deviation + wanted[2 * c]!;
        tones[256 * c + value] = value + (Math.min(255, Math.max(0, matched)) - value) * STRENGTH;
      }
    }
  };
};
