/** Parameters of the compositor: how a renderer's face patch is put back into the picture. One schema for every renderer and every door (wire, settings, studio). */
import { z } from 'zod';

/** `basic` is a renderer's native output; the others restrict the change to the mouth. Names as on the OmniRT wire. */
export const PostprocessMode = z.enum(['basic', 'opentalking_improved', 'easy_improved', 'easy_enhanced']);
/** One of the four modes. */
export type PostprocessMode = z.infer<typeof PostprocessMode>;

/** Defaults are OmniRT's BlendConfig (omnirt-wire-facts §4.1, §4.4). Lengths are in units of the mouth's radii unless said. */
export const CompositorOptions = z.object({
  mode: PostprocessMode.default('basic'),
  lowerLipDynamicExpand: z.number().min(0).max(4).default(0.25),
  enableJawMotionBlend: z.boolean().default(false),
  jawBlendAlpha: z.number().min(0).max(1).default(0.22),
  jawMaskExpandX: z.number().min(0).max(4).default(0.25),
  jawMaskExpandY: z.number().min(0).max(4).default(0.55),
  jawMaskOffsetY: z.number().min(0).max(4).default(1.05),
  jawMaskFeather: z.number().min(0).max(4).default(1.25),
  easyMaskDilation: z.number().min(0).max(8).default(2.5),
  easyMaskFeathering: z.number().min(0).max(8).default(2),
});
/** Parsed CompositorOptions, every field present. */
export type CompositorOptions = z.infer<typeof CompositorOptions>;
