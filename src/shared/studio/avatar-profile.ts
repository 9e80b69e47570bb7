/** What a user settles once for an avatar: tags, framing, background, who draws and speaks, whose face it is. Kept as JSON beside the avatar. */
import { z } from 'zod';

/** Output shapes a framing is kept for: 9:16, 1:1, 16:9. */
export const FrameShape = z.enum(['portrait', 'square', 'wide']);
/** Parsed FrameShape. */
export type FrameShape = z.infer<typeof FrameShape>;

/** The part of the picture that fills the frame: its centre, normalised to the upright picture, and how far it is enlarged beyond "just covers". */
export const Framing = z.object({
  centre: z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]),
  zoom: z.number().min(1).max(8),
});
/** Parsed Framing. */
export type Framing = z.infer<typeof Framing>;

/** What stands behind a picture with alpha. `keep`: what the screen or the video has there anyway. `image`: another picture of the library, filling the frame. */
export const AvatarBackground = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep') }),
  z.object({
    kind: z.literal('colour'),
    rgb: z.tuple([z.int().min(0).max(255), z.int().min(0).max(255), z.int().min(0).max(255)]),
  }),
  z.object({ kind: z.literal('image'), imageId: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('transparent') }),
]);
/** Parsed AvatarBackground. */
export type AvatarBackground = z.infer<typeof AvatarBackground>;

/** Every field has a default; null means "as the studio's settings say". */
export const AvatarProfile = z.object({
  tags: z.array(z.string().trim().min(1).max(40)).max(32).default([]),
  shape: FrameShape.nullable().default(null).describe('Shape of the output; null: the picture’s own'),
  framing: z.partialRecord(FrameShape, Framing).default({}),
  background: AvatarBackground.default({ kind: 'keep' }),
  renderer: z.enum(['portrait', 'wav2lip', 'musetalk']).nullable().default(null),
  voiceId: z.string().max(100).nullable().default(null),
  rate: z.number().min(0.5).max(2).nullable().default(null),
  pitch: z.number().min(0.5).max(2).nullable().default(null),
  /** Factor of the natural idle life (head, breath, blinks): 0 still, 1 natural. */
  liveliness: z.number().min(0).max(2).default(1),
  /** Whose face it is, and what they agreed to; empty: not said. */
  consent: z
    .object({ whose: z.string().max(200), note: z.string().max(2000) })
    .default({ whose: '', note: '' }),
});
/** Parsed AvatarProfile. */
export type AvatarProfile = z.infer<typeof AvatarProfile>;
