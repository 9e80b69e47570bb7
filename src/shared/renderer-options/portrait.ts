/** Options of the embedded `portrait` renderer. The settings form is made from this schema. */
import { z } from 'zod';

/** A face the avatar makes of itself, beside what it says. */
export const EXPRESSIONS = ['neutral', 'smile', 'surprised', 'sad', 'angry', 'wink'] as const;
/** One of them. */
export type Expression = (typeof EXPRESSIONS)[number];

/** Every field has a default; amounts are factors of the natural size, 0 = off, 1 = natural. */
export const PortraitOptions = z.object({
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(9999)
    .describe('Same seed, same head motion and blinks'),
  mouthAmount: z.number().min(0).max(2).default(1).describe('How far the mouth opens'),
  headMotion: z.number().min(0).max(2).default(1).describe('Head sway and nods'),
  blinking: z.boolean().default(true),
  browMotion: z.number().min(0).max(2).default(1),
  breathing: z.number().min(0).max(2).default(1),
  smileRelax: z
    .number()
    .min(0)
    .max(1)
    .default(0.8)
    .describe('How far a smiling photo relaxes while it speaks'),
  expression: z.enum(EXPRESSIONS).default('neutral').describe('Eased in and out when it changes'),
  expressionAmount: z.number().min(0).max(1.5).default(1).describe('How strong the expression is'),
});
/** Parsed PortraitOptions. */
export type PortraitOptions = z.infer<typeof PortraitOptions>;
