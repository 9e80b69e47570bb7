/** Every renderer of the pipeline, in the order they are offered. */
import { portraitRenderer } from './portrait/renderer.ts';

/** The list the engine looks renderers up in. */
export const ALL_RENDERERS = [portraitRenderer] as const;
