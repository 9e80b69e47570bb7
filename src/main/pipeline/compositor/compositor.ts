/** Puts a renderer's picture of the mouth back into the original by one of the blend modes. Knows no renderer and no time. */
import type { CompositorOptions } from '../../../shared/compositor-options.ts';
import { createColourMatch } from './colour-match.ts';
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

/** The masks of a mode for a mouth in a width×height patch; null for `basic`, which restricts nothing. */
export const createCompositor = (
  mouth: MouthGeometry,
  width: number,
  height: number,
  options: CompositorOptions,
): Compositor | null => {
  if (options.mode === 'basic') return null;
  const tones = createToneTable();
  if (options.mode !== 'opentalking_improved') {
    // Without a restoration model `easy_enhanced` is `easy_improved`; whoever opens the session says so once.
    const blend = createMaskedBlend(easyMask(mouth, width, height, options), null);
    return { width, height, blend: (original, rendered, into) => blend(original, rendered, into, tones) };
  }
  const mask = improvedMask(mouth, width, height, options);
  const match = createColourMatch(skinRing(mouth, mask));
  const blend = createMaskedBlend(mask, options.enableJawMotionBlend ? jawMask(mouth, mask, options) : null);
  return {
    width,
    height,
    blend(original, rendered, into) {
      match(original, rendered, tones);
      blend(original, rendered, into, tones);
    },
  };
};
