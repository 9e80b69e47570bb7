/** What the page may ask about an avatar's mouth: its versions, what was detected, the mouths of a film's frames, the mask of a blend. */
import { z } from 'zod';
import { CompositorOptions } from '../compositor-options.ts';
import { MouthAnimation, MouthMetadata, NormalisedBox, NormalisedPoint } from '../mouth-metadata.ts';
import { AvatarView } from './avatars.ts';
import { method, StudioId } from './method.ts';

/** Number of a version, counted from 1 for each avatar. */
const Revision = z.int().min(1);

/** A kept state of a mouth, as lists show it. `lips`: what a small drawing needs; null: there was no mouth. */
export const MouthVersion = z.object({
  revision: Revision,
  at: z.string(),
  source: z.enum(['detected', 'hand', 'none']),
  /** Given by the user; empty: none. */ label: z.string(),
  /** The version this one brought back. */ restoredFrom: Revision.nullable(),
  /** Made for another picture than the avatar's own. */ otherPicture: z.boolean(),
  lips: z.object({ outer: z.array(NormalisedPoint), inner: z.array(NormalisedPoint) }).nullable(),
  keyFrames: z.int(),
});
/** Parsed MouthVersion. */
export type MouthVersion = z.infer<typeof MouthVersion>;

/** A label: what the version is good for. */
const Label = z.string().trim().max(80);

/** A mouth of one frame of a film; null: none was found. */
export const FrameMouth = z
  .object({
    animation: MouthAnimation,
    face_box: NormalisedBox.optional(),
    model_crop: NormalisedBox.optional(),
  })
  .nullable();
/** Parsed FrameMouth. */
export type FrameMouth = z.infer<typeof FrameMouth>;

/** How much of the rendered mouth shows: an 8-bit grey PNG over `box` of the picture (normalised). */
export const BlendMaskView = z.object({ pngBase64: z.string(), box: NormalisedBox });
/** Parsed BlendMaskView. */
export type BlendMaskView = z.infer<typeof BlendMaskView>;

/** name → schemas of parameters and result. Errors: avatar/not-found, store/not-found, store/conflict (`base` is not the newest version). */
export const MOUTH_METHODS = {
  'avatars.setMouth': method(
    z.object({
      id: StudioId,
      /** null: back to what was detected. */ mouth: MouthMetadata.nullable(),
      /** The version this was made from; absent: whatever is there is followed. */ base: Revision.optional(),
      label: Label.optional(),
    }),
    AvatarView,
  ),
  /** The newest 200, newest first. */
  'avatars.mouthHistory': method(z.object({ id: StudioId }), z.array(MouthVersion)),
  'avatars.mouthAt': method(z.object({ id: StudioId, revision: Revision }), MouthMetadata.nullable()),
  'avatars.restoreMouth': method(
    z.object({ id: StudioId, revision: Revision, base: Revision.optional() }),
    AvatarView,
  ),
  'avatars.labelMouth': method(
    z.object({ id: StudioId, revision: Revision, label: Label }),
    z.array(MouthVersion),
  ),
  /** What was found in the picture at import, for the chosen face; null: nothing. */
  'avatars.detectedMouth': method(z.object({ id: StudioId }), MouthMetadata.nullable()),
  /** One mouth for each frame of a moving avatar, as they were tracked. */
  'avatars.frameMouths': method(z.object({ id: StudioId }), z.array(FrameMouth)),
  /** The mask the compositor makes of a mouth; null: this renderer draws all of its picture in this mode. */
  'avatars.blendMask': method(
    z.object({
      id: StudioId,
      mouth: MouthMetadata,
      renderer: z.enum(['portrait', 'wav2lip', 'musetalk']),
      compositor: CompositorOptions,
      /** Of a moving avatar. */ frame: z.int().min(0).optional(),
    }),
    BlendMaskView.nullable(),
  ),
} as const;
