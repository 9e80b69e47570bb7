/** What lies in the folder of a moving avatar, in OpenTalking's form: names, manifest, metadata of the frames. Knows no pixels. */

import type { FrameEntry } from './frame-metadata.ts';
import type { TrackedFrame } from './landmark-records.ts';
import { mouthFromLandmarks } from './mouth-from-landmarks.ts';

/** Names inside the folder. */
export const FOLDER_NAMES = {
  manifest: 'manifest.json',
  reference: 'reference.png',
  preview: 'preview.png',
  frames: 'frames',
  metadata: 'mouth_metadata.json',
} as const;

/** The name of frame `index`. */
export const frameName = (index: number): string => `frame_${String(index).padStart(5, '0')}.jpg`;

/** A frame with its file. */
export type WrittenFrame = { name: string; sha256: string };

/** The metadata of one frame; what is known of its `crop` from elsewhere is kept. */
const entryOf = ({ sha256 }: WrittenFrame, seen: TrackedFrame, given: FrameEntry | undefined): FrameEntry => {
  const { width, height, landmarks } = seen;
  const hash = { source_frame_hash: sha256 };
  if (given?.animation) return { ...given, ...hash };
  const crop = {
    ...(given?.model_crop ? { model_crop: given.model_crop } : {}),
    ...(given?.model_crop_source ? { model_crop_source: given.model_crop_source } : {}),
  };
  if (landmarks === null) return { ...crop, ...hash, mouth_polygon_source: 'unavailable' };
  const { animation, face_box } = mouthFromLandmarks(landmarks, { width, height, sha256 });
  return { ...crop, ...hash, mouth_polygon_source: 'mediapipe', face_box, animation };
};

/** frames/mouth_metadata.json: `given` wins where it knows a mouth. */
export const framesMetadata = (
  written: readonly WrittenFrame[],
  tracked: readonly TrackedFrame[],
  given: ReadonlyMap<string, FrameEntry>,
): { version: 1; frames: Record<string, FrameEntry>; missing_frames: string[] } => {
  const frames = Object.fromEntries(
    written.map((file, i) => [file.name, entryOf(file, tracked[i]!, given.get(file.name))]),
  );
  const missing_frames = written.map(({ name }) => name).filter(name => !frames[name]!.animation);
  return { version: 1, frames, missing_frames };
};

/** manifest.json. `entry` is the metadata of the reference frame, `referenceHash` the SHA-256 of its PNG. */
export const manifestOf = (facts: {
  id: string;
  name: string;
  fps: number;
  width: number;
  height: number;
  frames: number;
  entry: FrameEntry;
  referenceHash: string;
}): Record<string, unknown> => {
  const { id, name, fps, width, height, frames, entry, referenceHash } = facts;
  return {
    id,
    name,
    model_type: 'wav2lip',
    fps,
    sample_rate: 16_000,
    width,
    height,
    version: '1.0',
    metadata: {
      reference_mode: 'frames',
      frame_dir: FOLDER_NAMES.frames,
      frame_metadata: `${FOLDER_NAMES.frames}/${FOLDER_NAMES.metadata}`,
      preprocessed: true,
      source_image: FOLDER_NAMES.reference,
      source_image_hash: referenceHash,
      source_fps: fps,
      source_frame_count: frames,
      extracted_frame_count: frames,
      idle_mode: 'loop',
      mouth_polygon_source: entry.mouth_polygon_source ?? 'unavailable',
      ...(entry.animation ? { animation: entry.animation } : {}),
      ...(entry.face_box ? { face_box: entry.face_box } : {}),
    },
  };
};
