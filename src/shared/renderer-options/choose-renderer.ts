/** Makes the choice "a renderer with its own options" from loose parts: the one place that tells the renderers apart. Knows no client and no setting. */
import { z } from 'zod';
import { assertNever } from '../errors.ts';
import { MuseTalkOptions } from './musetalk.ts';
import { PortraitOptions } from './portrait.ts';
import type { RendererChoice, RendererId } from './renderer-choice.ts';
import { Wav2LipOptions } from './wav2lip.ts';

/** Every renderer's schema of options. */
export const RENDERER_SCHEMAS = {
  portrait: PortraitOptions,
  wav2lip: Wav2LipOptions,
  musetalk: MuseTalkOptions,
} as const satisfies Record<RendererId, z.ZodObject>;

/** Every renderer, the embedded default first. */
export const RENDERER_IDS = ['portrait', 'wav2lip', 'musetalk'] as const satisfies readonly RendererId[];

/** A renderer with its options, as it is kept in files. */
export const KeptRendererChoice = z.discriminatedUnion('renderer', [
  z.object({ renderer: z.literal('portrait'), options: PortraitOptions }),
  z.object({ renderer: z.literal('wav2lip'), options: Wav2LipOptions }),
  z.object({ renderer: z.literal('musetalk'), options: MuseTalkOptions }),
]);

/** The renderer with the given options, the others at their defaults. Keys that are not its own are dropped. @throws ZodError for values out of range. */
export const chooseRenderer = (
  renderer: RendererId,
  options: Readonly<Record<string, unknown>> = {},
): RendererChoice => {
  switch (renderer) {
    case 'portrait':
      return { renderer, options: PortraitOptions.parse(options) };
    case 'wav2lip':
      return { renderer, options: Wav2LipOptions.parse(options) };
    case 'musetalk':
      return { renderer, options: MuseTalkOptions.parse(options) };
    default:
      return assertNever(renderer);
  }
};
