/** Every renderer of the pipeline, in the order they are offered. */
import { museTalkRenderer } from './musetalk/renderer.ts';
import { portraitRenderer } from './portrait/renderer.ts';
import type { ListedRenderer } from './renderer.ts';
import { wav2LipRenderer } from './wav2lip/renderer.ts';

/** The list the engine looks renderers up in. */
export const ALL_RENDERERS: readonly ListedRenderer[] = [portraitRenderer, wav2LipRenderer, museTalkRenderer];
