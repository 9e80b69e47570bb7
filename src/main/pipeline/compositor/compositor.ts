/** Puts a renderer's picture of the mouth back into the original by one of the blend modes. Knows no renderer and no time. */
import type { CompositorOptions } from '../../../shared/compositor-options.ts';
import { createColourMatch } from './colour-match.ts';
import type { Mask } from './mask.ts';
import { createMaskedBlend, createToneTable, type PixelView } from './masked-blend.ts';
import { easyMask, improvedMask, jawMask, type MouthGeometry, skinRing } from './mouth-masks.ts';

export type { PixelView } from './masked-blend.ts';

/** Blends patches of one size for one mouth. */
export type Compositor = {
  width: number;
  height: number;
  /** Writes the blend of `original` and `rendered` into `into`; `into` may be either. No allocation. */
  blend(original: PixelView, rendered: PixelView, into: PixelView): void;
};

/** How much of the rendered picture shows (`mask`), and how much of it lies under that (`below`, the jaw). */
export type BlendMasks = { mask: Mask; below: Mask | null };

/** The masks of a mode for a mouth in a width×height patch; null for `basic`, which restricts nothing. */
export const blendMasksOf = (
  mouth: MouthGeometry,
  width: number,
  height: number,
  options: CompositorOptions,
): BlendMasks | null => {
  if (options.mode === 'basic') return null;
  // What `easy_enhanced` does more is done to the rendered picture before it comes here (renderers/face-restorer.ts).
  if (options.mode !== 'opentalking_improved')
    return { mask: easyMask(mouth, width, height, options), below: null };
  const mask = improvedMask(mouth, width, height, options);
  return { mask, below: options.enableJawMotionBlend ? jawMask(mouth, mask, options) : null };
};

/** Blends by the masks of a mode; null for `basic`. */
export const createCompositor = (
  mouth: MouthGeometry,
  width: number,
  height: number,
  options: CompositorOptions,
): Compositor | null => {
  const masks = blendMasksOf(mouth, width, height, options);
  if (masks === null) return null;
  const tones = createToneTable();
  const blend = createMaskedBlend(masks.mask, masks.below);
  if (options.mode !== 'opentalking_improved')
    return { width, height, blend: (original, rendered, into) => blend(original, rendered, into, tones) };
  const match = createColourMatch(skinRing(mouth, masks.mask));
  return {
    width,
    height,
    blend(original, rendered, into) {
      match(original, rendered, tones);
      blend(original, rendered, into, tones);
    },
  };
};
