/** Puts a renderer's picture of the mouth back into the original by one of the blend modes. Knows no renderer and no time. */
import type { CompositorOptions } from '../../../shared/compositor-options.ts';
import type { Mask } from './mask.ts';
import { easyMask, improvedMask, jawMask, type MouthGeometry, skinRing } from './mouth-masks.ts';

/** A view of interleaved pixels: `data[offset + (y · stride + x) · channels + c]`; only the first three channels are blended. */
export type PixelView = { data: Uint8Array; offset: number; stride: number; channels: 3 | 4 };

/** Blends patches of one size for one mouth. */
export type Compositor = {
  width: number;
  height: number;
  /** Writes the blend of `original` and `rendered` into `into`; `into` may be `rendered`. No allocation. */
  blend(original: PixelView, rendered: PixelView, into: PixelView): void;
};

const COLOUR_MATCH = 0.75;

/** Per-channel mean and deviation under a mask's weights; over everything where the mask is empty. */
const measure = (view: PixelView, ring: Mask, into: Float64Array): void => {
  let total = 0;
  for (const w of ring.data) total += w;
  const all = total < 1e-3;
  for (let c = 0; c < 3; c++) {
    let sum = 0;
    let squares = 0;
    let weight = 0;
    for (let y = 0, i = 0; y < ring.height; y++)
      for (let x = 0; x < ring.width; x++, i++) {
        const w = all ? 1 : ring.data[i]!;
        if (w === 0) continue;
        const v = view.data[view.offset + (y * view.stride + x) * view.channels + c]!;
        sum += v * w;
        squares += v * v * w;
        weight += w;
      }
    const mean = sum / weight;
    into[2 * c] = mean;
    into[2 * c + 1] = Math.sqrt(Math.max(0, squares / weight - mean * mean));
  }
};

/** The masks of a mode for a mouth in a width×height patch; null for `basic`, which restricts nothing. */
export const createCompositor = (
  mouth: MouthGeometry,
  width: number,
  height: number,
  options: CompositorOptions,
): Compositor | null => {
  if (options.mode === 'basic') return null;
  const matches = options.mode === 'opentalking_improved';
  // Without a restoration model `easy_enhanced` is `easy_improved`; whoever opens the session says so once.
  const mask = matches
    ? improvedMask(mouth, width, height, options)
    : easyMask(mouth, width, height, options);
  const ring = matches ? skinRing(mouth, mask) : null;
  const jaw = matches && options.enableJawMotionBlend ? jawMask(mouth, mask, options) : null;
  const seen = new Float64Array(6);
  const wanted = new Float64Array(6);
  return {
    width,
    height,
    blend(original, rendered, into) {
      if (ring !== null) {
        measure(rendered, ring, seen);
        measure(original, ring, wanted);
      }
      for (let y = 0, i = 0; y < height; y++)
        for (let x = 0; x < width; x++, i++) {
          const m = mask.data[i]!;
          const j = jaw === null ? 0 : jaw.data[i]!;
          const o = original.offset + (y * original.stride + x) * original.channels;
          const r = rendered.offset + (y * rendered.stride + x) * rendered.channels;
          const t = into.offset + (y * into.stride + x) * into.channels;
          for (let c = 0; c < 3; c++) {
            const was = original.data[o + c]!;
            let now = rendered.data[r + c]!;
            if (ring !== null) {
              const matched =
                ((now - seen[2 * c]!) * wanted[2 * c + 1]!) / Math.max(1, seen[2 * c + 1]!) + wanted[2 * c]!;
              now += (Math.min(255, Math.max(0, matched)) - now) * COLOUR_MATCH;
            }
            const under = was + (now - was) * j;
            into.data[t + c] = under + (now - under) * m + 0.5;
          }
          if (into.channels === 4 && original.channels === 4) into.data[t + 3] = original.data[o + 3]!;
        }
    },
  };
};
