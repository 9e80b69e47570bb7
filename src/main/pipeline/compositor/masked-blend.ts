/** Mixes two pictures by fixed weights and touches each pixel once. Knows no mouths and no modes. */
import type { Mask } from './mask.ts';

/** A view of interleaved pixels: `data[offset + (y · stride + x) · channels + c]`; only the first three channels are blended. */
export type PixelView = { data: Uint8Array; offset: number; stride: number; channels: 3 | 4 };

/** What a rendered value 0..255 counts as: 256 entries for each of the three channels. */
export type ToneTable = Float64Array;

/** Every value as it is. */
export const createToneTable = (): ToneTable => Float64Array.from({ length: 3 * 256 }, (_, i) => i % 256);

/** Writes the mix of `original` and `rendered` into `into`, which may be either. No allocation. */
export type MaskedBlend = (
  original: PixelView,
  rendered: PixelView,
  into: PixelView,
  tones: ToneTable,
) => void;

/** First and last weighted column of each row, as [from, to); from ≥ to where a row has none. */
const spansOf = (masks: readonly Mask[], width: number, height: number): Int32Array => {
  const spans = new Int32Array(2 * height);
  for (let y = 0; y < height; y++) {
    let from = width;
    let to = 0;
    for (const { data } of masks)
      for (let x = 0; x < width; x++) {
        if (data[y * width + x] === 0) continue;
        from = Math.min(from, x);
        to = Math.max(to, x + 1);
      }
    spans[2 * y] = Math.min(from, to);
    spans[2 * y + 1] = to;
  }
  return spans;
};

const copyPixels = (source: PixelView, into: PixelView, y: number, from: number, to: number): void => {
  const step = source.channels;
  const width = into.channels;
  let s = source.offset + (y * source.stride + from) * step;
  let t = into.offset + (y * into.stride + from) * width;
  if (source.data === into.data && s === t) return;
  const kept = Math.min(step, width);
  for (let x = from; x < to; x++) {
    for (let c = 0; c < kept; c++) into.data[t + c] = source.data[s + c]!;
    s += step;
    t += width;
  }
};

/** `mask` is how much of the rendered picture shows, `below` (or null) how much of it lies under that. */
export const createMaskedBlend = (mask: Mask, below: Mask | null): MaskedBlend => {
  const { width, height } = mask;
  const over = mask.data;
  const under = below?.data ?? null;
  const spans = spansOf(below === null ? [mask] : [mask, below], width, height);
  return (original, rendered, into, tones) => {
    const was = original.data;
    const now = rendered.data;
    const mixed = into.data;
    const copiesAlpha = into.channels === 4 && original.channels === 4;
    for (let y = 0; y < height; y++) {
      const from = spans[2 * y]!;
      const to = spans[2 * y + 1]!;
      copyPixels(original, into, y, 0, from);
      copyPixels(original, into, y, to, width);
      let o = original.offset + (y * original.stride + from) * original.channels;
      let r = rendered.offset + (y * rendered.stride + from) * rendered.channels;
      let t = into.offset + (y * into.stride + from) * into.channels;
      for (let x = from, i = y * width + from; x < to; x++, i++) {
        const m = over[i]!;
        const j = under === null ? 0 : under[i]!;
        const red = tones[now[r]!]!;
        const green = tones[256 + now[r + 1]!]!;
        const blue = tones[512 + now[r + 2]!]!;
        const redBelow = was[o]! + (red - was[o]!) * j;
        const greenBelow = was[o + 1]! + (green - was[o + 1]!) * j;
        const blueBelow = was[o + 2]! + (blue - was[o + 2]!) * j;
        if (copiesAlpha) mixed[t + 3] = was[o + 3]!;
        mixed[t] = redBelow + (red - redBelow) * m + 0.5;
        mixed[t + 1] = greenBelow + (green - greenBelow) * m + 0.5;
        mixed[t + 2] = blueBelow + (blue - blueBelow) * m + 0.5;
        o += original.channels;
        r += rendered.channels;
        t += into.channels;
      }
    }
  };
};
