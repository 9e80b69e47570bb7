/** One of several settings shown side by side with the same speech. */
import type { CompositorOptions } from './compositor-options.ts';
import type { RendererChoice } from './renderer-options/renderer-choice.ts';

/** `label` is drawn in a corner of its side; an empty one is not. */
export type Variant = RendererChoice & { compositor: CompositorOptions; label: string };

/** Most settings in one comparison; two are the fewest. */
export const MAX_VARIANTS = 4;
