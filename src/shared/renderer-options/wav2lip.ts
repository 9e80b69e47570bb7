/** Options of the `wav2lip` renderer. The settings form is made from this schema. */
import { z } from 'zod';
import { DeviceChoice } from '../model-manifest.ts';

/** Every field has a default. */
export const Wav2LipOptions = z.object({
  model: z.string().nullable().default(null).describe('Id of an installed model; null takes the first one'),
  device: DeviceChoice.default('auto'),
  batch: z.number().int().min(1).max(4).default(4).describe('Frames a run'),
  pads: z
    .tuple([z.number().int(), z.number().int(), z.number().int(), z.number().int()])
    .default([0, 10, 0, 0])
    .describe('Added to the detected face, pixels: top, bottom, left, right'),
  blinking: z.boolean().default(true),
});
/** Parsed Wav2LipOptions. */
export type Wav2LipOptions = z.infer<typeof Wav2LipOptions>;
