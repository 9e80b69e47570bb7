/** How far a mouth stands open, whatever its size: gap between the inner lips over the distance of the outer eye corners. Knows no pictures. */
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import { OUTER_EYE_CORNERS } from '../face/landmark-points.ts';

/** Middles of the inner lips, and the pairs beside them. */
const INNER_PAIRS = [
  [82, 87],
  [13, 14],
  [312, 317],
] as const;
/** A mouth's width in eye distances, where only the mouth is known. */
const MOUTH_WIDTH = 0.58;

type Size = { width: number; height: number };

/** From landmarks, normalised to a picture of `size`. */
export const lipGapOfLandmarks = (landmarks: Float32Array, { width, height }: Size): number => {
  const apart = (a: number, b: number): number =>
    Math.hypot(
      (landmarks[a * 3]! - landmarks[b * 3]!) * width,
      (landmarks[a * 3 + 1]! - landmarks[b * 3 + 1]!) * height,
    );
  const [right, left] = OUTER_EYE_CORNERS;
  const gap = INNER_PAIRS.reduce((sum, [a, b]) => sum + apart(a, b), 0) / INNER_PAIRS.length;
  return gap / Math.max(1e-6, apart(left, right));
};

/** From mouth metadata alone; NaN when it has no inner lips. */
export const lipGapOfMouth = (mouth: MouthMetadata, { width, height }: Size): number => {
  const { inner_mouth, mouth_rx } = mouth.animation;
  if (inner_mouth === undefined) return Number.NaN;
  const ys = inner_mouth.map(([, y]) => y);
  return ((Math.max(...ys) - Math.min(...ys)) * height * MOUTH_WIDTH) / (2 * mouth_rx * width);
};
