/** Options of the `musetalk` renderer. The settings form is made from this schema. */
import { z } from 'zod';
import { DeviceChoice } from '../model-manifest.ts';

/** Every field has a default. */
export const MuseTalkOptions = z.object({
  model: z.string().nullable().default(null).describe('Id of an installed model; null takes the first one'),
  device: DeviceChoice.default('auto'),
  allowCpu: z.boolean().default(false).describe('Render on the processor too, at one or two frames a second'),
  batch: z.number().int().min(1).max(4).default(4).describe('Frames a run'),
  bboxShift: z.number().int().min(-50).max(50).default(0).describe('Moves the face box down, pixels of 256'),
  extraMargin: z.number().int().min(0).max(40).default(10),
  blinking: z.boolean().default(true),
});
/** Parsed MuseTalkOptions. */
export type MuseTalkOptions = z.infer<typeof MuseTalkOptions>;
