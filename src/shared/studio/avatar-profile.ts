/** What a user settles once for an avatar: tags, framing, background, who draws and speaks, whose face it is. Kept as JSON beside the avatar. */
import { z } from 'zod';
import { CompositorOptions } from '../compositor-options.ts';
import { PortraitOptions } from '../renderer-options/portrait.ts';

/** Output shapes a framing is kept for: the picture's own, 9:16, 1:1, 16:9. */
export const FrameShape = z.enum(['own', 'portrait', 'square', 'wide']);
/** Parsed FrameShape. */
export type FrameShape = z.infer<typeof FrameShape>;

/** The part of the picture that fills the frame: its centre, normalised to the upright picture, and how far it is enlarged beyond "just covers". */
export const Framing = z.object({
  centre: z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]),
  zoom: z.number().min(1).max(8),
});
/** Parsed Framing. */
export type Framing = z.infer<typeof Framing>;

/** What stands behind a picture with alpha. `keep`: what the screen or the video has there anyway. `image`: the picture of another avatar of the library, filling the frame. */
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

/** One tag: no line breaks, 40 characters. */
export const AvatarTag = z.string().trim().min(1).max(40);
/** Most tags of an avatar. */
export const MAX_TAGS = 32;

const fields = {
  /** In the order they were given; equal ones count once. */
  tags: z.array(AvatarTag).max(MAX_TAGS),
  shape: FrameShape.describe('Shape of the output'),
  /** A shape without one is framed about the face. */ framing: z.partialRecord(FrameShape, Framing),
  background: AvatarBackground,
  /** null: as the studio's settings say. */ renderer: z.enum(['portrait', 'wav2lip', 'musetalk']).nullable(),
  /** How it is drawn, as a comparison found it best; null: as the studio's settings say. */
  look: z.object({ portrait: PortraitOptions, compositor: CompositorOptions }).nullable(),
  /** The three of the voice; null: as the studio's settings say. */ voiceId: z.string().max(100).nullable(),
  rate: z.number().min(0.5).max(2).nullable(),
  pitch: z.number().min(0.5).max(2).nullable(),
  /** Factor of the natural life (head, breath, blinks): 0 still, 1 natural. */
  liveliness: z.number().min(0).max(2),
  /** Whose face it is, and what they agreed to; empty: not said. */
  consent: z.object({ whose: z.string().max(200), note: z.string().max(2000) }),
};

/** Every field has a default. */
export const AvatarProfile = z.object({
  tags: fields.tags.default([]),
  shape: fields.shape.default('own'),
  framing: fields.framing.default({}),
  background: fields.background.default({ kind: 'keep' }),
  renderer: fields.renderer.default(null),
  look: fields.look.default(null),
  voiceId: fields.voiceId.default(null),
  rate: fields.rate.default(null),
  pitch: fields.pitch.default(null),
  liveliness: fields.liveliness.default(1),
  consent: fields.consent.default({ whose: '', note: '' }),
});
/** Parsed AvatarProfile. */
export type AvatarProfile = z.infer<typeof AvatarProfile>;

/** What may be changed of an avatar: only the fields that are named. `framing` replaces all framings. */
export const AvatarPatch = z.strictObject({
  ...z.object(fields).partial().shape,
  name: z.string().trim().min(1).max(80).optional(),
  licence: z.string().max(200).optional(),
});
/** Parsed AvatarPatch. */
export type AvatarPatch = z.infer<typeof AvatarPatch>;
