/** The `basic` mode of neural renderers: the patch inside a soft rectangle of its own (omnirt-wire-facts §4.4). Needs no mouth. */
import type { Compositor } from './compositor.ts';
import { createMaskedBlend, createToneTable } from './masked-blend.ts';
import { rectangleMask } from './mouth-masks.ts';

/** Blends patches of one size. */
export const createSoftRectangle = (width: number, height: number): Compositor => {
  const tones = createToneTable();
  const blend = createMaskedBlend(rectangleMask(width, height), null);
  return { width, height, blend: (original, rendered, into) => blend(original, rendered, into, tones) };
};
