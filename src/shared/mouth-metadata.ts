/** Mouth metadata in the OpenTalking schema: where the mouth is in a picture, normalised to the full frame (0..1 in x and y). */
import { z } from 'zod';

const Unit = z.number().finite();
/** A point [x, y], normalised to the picture's width and height; slightly outside 0..1 is allowed. */
export const NormalisedPoint = z.tuple([Unit.min(-1).max(2), Unit.min(-1).max(2)]);
/** A box [left, top, right, bottom], normalised. */
export const NormalisedBox = z.tuple([Unit, Unit, Unit, Unit]);

/** The animation part: centre, radii (fractions of width and height) and lip contours (20 points each in OpenTalking's order, 3..200 accepted). */
export const MouthAnimation = z.looseObject({
  mouth_center: NormalisedPoint,
  mouth_rx: Unit.positive().max(0.5),
  mouth_ry: Unit.positive().max(0.5),
  outer_lip: z.array(NormalisedPoint).min(3).max(200).optional(),
  inner_mouth: z.array(NormalisedPoint).min(3).max(200).optional(),
});

/** The mouth as a person set it in one frame of a moving avatar, `frame` counted from 0. */
export const MouthKeyFrame = z.object({
  frame: z.int().min(0).max(999),
  animation: MouthAnimation,
  face_box: NormalisedBox.optional(),
  model_crop: NormalisedBox.optional(),
});
/** Parsed MouthKeyFrame. */
export type MouthKeyFrame = z.infer<typeof MouthKeyFrame>;

/** The whole metadata object; unknown keys are kept. `source_image_hash` is the SHA-256 (hex) of the picture file's bytes; `key_frames` (ours) mends the tracked mouths of a moving avatar. */
export const MouthMetadata = z.looseObject({
  source_image_hash: z.string().optional(),
  animation: MouthAnimation,
  face_box: NormalisedBox.optional(),
  model_crop: NormalisedBox.optional(),
  model_crop_source: z.string().optional(),
  key_frames: z.array(MouthKeyFrame).max(1000).optional(),
});

/** Parsed MouthMetadata. */
export type MouthMetadata = z.infer<typeof MouthMetadata>;
