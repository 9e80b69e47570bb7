/** The mouth of each frame of a film: from its metadata, from what was tracked, mended by key frames. Knows no pixels and no files. */
import { mendedMouths } from '../../../shared/mouth-key-frames.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { PlacedMouth } from '../../../shared/mouth-shape.ts';
import type { FrameEntry } from './frame-metadata.ts';
import type { TrackedFrame } from './landmark-records.ts';
import { mouthFromLandmarks } from './mouth-from-landmarks.ts';
import { agrees } from './subject.ts';

/** What is known of one frame before anything is mended. */
export type SeenFrame = TrackedFrame & { sha256: string; entry: FrameEntry | undefined };

/** A frame's mouth, and its landmarks where they agree with it. */
export type FilmMouth = { mouth: MouthMetadata | null; landmarks: Float32Array | null };

const detectedIn = ({ width, height, landmarks, sha256 }: SeenFrame): MouthMetadata | null =>
  landmarks === null ? null : mouthFromLandmarks(landmarks, { width, height, sha256 });

/** Metadata wins over what was tracked. */
const unmended = (seen: SeenFrame): MouthMetadata | null => {
  const { animation, face_box, model_crop, model_crop_source } = seen.entry ?? {};
  const base = animation ? { source_image_hash: seen.sha256, animation } : detectedIn(seen);
  return (
    base && {
      ...base,
      ...(face_box ? { face_box } : {}),
      ...(model_crop ? { model_crop } : {}),
      ...(model_crop_source ? { model_crop_source } : {}),
    }
  );
};

/** What places the mouths of the frames, before anything is mended; null: not known. */
export const trackedMouths = (frames: readonly SeenFrame[]): (PlacedMouth | null)[] =>
  frames.map(frame => {
    const mouth = unmended(frame);
    if (mouth === null) return null;
    const { animation, face_box, model_crop } = mouth;
    return { animation, ...(face_box ? { face_box } : {}), ...(model_crop ? { model_crop } : {}) };
  });

/** The mouths that are drawn. `ofStill`: the avatar's own mouth, with its key frames; it stands in where nothing is known. */
export const filmMouths = (frames: readonly SeenFrame[], ofStill: MouthMetadata | null): FilmMouth[] => {
  const keys = ofStill?.key_frames ?? [];
  const still = ofStill && { ...ofStill, key_frames: undefined };
  const mended = keys.length === 0 ? null : mendedMouths(trackedMouths(frames), keys);
  return frames.map((frame, index) => {
    const placed = mended?.(index) ?? null;
    const known = unmended(frame);
    const mouth =
      placed === null ? (known ?? (mended === null ? still : null)) : { ...(known ?? still), ...placed };
    if (mouth === null) return { mouth, landmarks: frame.landmarks };
    const detected = detectedIn(frame);
    const fits = detected !== null && agrees(detected, mouth, frame);
    return { mouth, landmarks: fits ? frame.landmarks : null };
  });
};
