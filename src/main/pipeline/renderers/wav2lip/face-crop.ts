/** Which part of a picture the network sees as the face. Knows no pixels' colours and no network. */
import type { FramedPicture } from '../renderer.ts';

/** Whole pixels of the picture; `right` and `bottom` lie outside. */
export type FaceCrop = { left: number; top: number; right: number; bottom: number };

/** Where a crop came from; `guessed`: from the mouth alone. */
export type CropSource = 'metadata' | 'detected' | 'guessed';

/** Only these were made to be fed to Wav2Lip; a `face_box` is a frame about the mouth and never a crop. */
const TRUSTED = ['wav2lip_detector', 'asset_tuned'];
const LEAST_SIDE = 16;

/** Faces in mouth widths: the width, the height, and how much of it lies above the mouth's centre. */
const FACE_WIDTH = 2.7;
const FACE_HEIGHT = 3.6;
const ABOVE_MOUTH = 0.76;

type Box = readonly [number, number, number, number];

const detected = (landmarks: Float32Array): Box => {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < landmarks.length; i += 3) {
    left = Math.min(left, landmarks[i]!);
    right = Math.max(right, landmarks[i]!);
    top = Math.min(top, landmarks[i + 1]!);
    bottom = Math.max(bottom, landmarks[i + 1]!);
  }
  return [left, top, right, bottom];
};

/**
 * The face of a picture. `pads` (top, bottom, left, right; pixels) widen a detected or guessed face, not a trusted one.
 * Null when no mouth is known or the face is hardly in the picture.
 */
export const faceCropOf = (
  { picture: { width, height }, mouth, landmarks }: FramedPicture,
  pads: readonly [number, number, number, number],
): { crop: FaceCrop; source: CropSource } | null => {
  if (mouth === null) return null;
  const { mouth_center, mouth_rx } = mouth.animation;
  let source: CropSource = 'metadata';
  let box: Box;
  let [top, bottom, left, right] = [0, 0, 0, 0];
  if (mouth.model_crop !== undefined && TRUSTED.includes(mouth.model_crop_source ?? '')) {
    box = mouth.model_crop;
  } else {
    [top, bottom, left, right] = pads;
    source = landmarks === null ? 'guessed' : 'detected';
    const mouthWidth = 2 * mouth_rx;
    const above = mouth_center[1] - (ABOVE_MOUTH * FACE_HEIGHT * mouthWidth * width) / height;
    box =
      landmarks === null
        ? [
            mouth_center[0] - (FACE_WIDTH / 2) * mouthWidth,
            above,
            mouth_center[0] + (FACE_WIDTH / 2) * mouthWidth,
            above + (FACE_HEIGHT * mouthWidth * width) / height,
          ]
        : detected(landmarks);
  }
  const crop = {
    left: Math.max(0, Math.round(box[0] * width) - left),
    top: Math.max(0, Math.round(box[1] * height) - top),
    right: Math.min(width, Math.round(box[2] * width) + right),
    bottom: Math.min(height, Math.round(box[3] * height) + bottom),
  };
  if (crop.right - crop.left < LEAST_SIDE || crop.bottom - crop.top < LEAST_SIDE) return null;
  return { crop, source };
};
