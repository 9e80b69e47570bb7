/** What of a picture must stay in view: the head about a face or a mouth. Geometry only; knows no pixels. */
import { type Size, type Subject, subjectOfBox } from '../../../shared/framing.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';

/** The head of a face whose landmarks are normalised to a picture of `size`. */
export const subjectOfFace = (landmarks: Float32Array, size: Size): Subject => {
  let [left, right, high, low] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < landmarks.length; at += 3) {
    left = Math.min(left, landmarks[at]!);
    right = Math.max(right, landmarks[at]!);
    high = Math.min(high, landmarks[at + 1]!);
    low = Math.max(low, landmarks[at + 1]!);
  }
  return subjectOfBox([left, high, right, low], size);
};

/** A detected mouth goes with metadata when their centres are within half a mouth width of each other. */
export const agrees = (detected: MouthMetadata, given: MouthMetadata, size: Size): boolean => {
  const [x, y] = detected.animation.mouth_center;
  const { mouth_center, mouth_rx } = given.animation;
  return (
    Math.hypot((x - mouth_center[0]) * size.width, (y - mouth_center[1]) * size.height) <=
    mouth_rx * size.width
  );
};

/** What holds the heads of all frames of a film. `subjects` are normalised: x to the width, y to the height. Null for none. */
export const subjectOfFilm = (subjects: readonly Subject[]): Subject | null => {
  if (subjects.length === 0) return null;
  const xs = subjects.map(({ centreX }) => centreX);
  return {
    centreX: (Math.min(...xs) + Math.max(...xs)) / 2,
    top: Math.min(...subjects.map(({ top }) => top)),
    chin: Math.max(...subjects.map(({ chin }) => chin)),
  };
};
