/** Turns face landmarks into mouth metadata by OpenTalking's rules, without its rounding to whole pixels. Knows no picture. */
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import { INNER_MOUTH, OUTER_LIP } from '../face/landmark-points.ts';

const round5 = (value: number): number => Math.round(value * 1e5) / 1e5;

/** A face box about a mouth, in pixels. */
type PixelBox = [number, number, number, number];

// OpenTalking's box: three mouth widths to each side, twelve mouth heights up and eight down, at least 1.25 times as
// high as wide (45 % of what is missing goes up), clamped to the picture at both steps.
const faceBoxAbout = (
  centre: readonly [number, number],
  mouthWidth: number,
  mouthHeight: number,
  width: number,
  height: number,
): PixelBox => {
  const left = Math.max(0, centre[0] - mouthWidth * 3);
  const right = Math.min(width, centre[0] + mouthWidth * 3);
  const top = Math.max(0, centre[1] - mouthHeight * 12);
  const bottom = Math.min(height, centre[1] + mouthHeight * 8);
  const missing = Math.max(0, (right - left) * 1.25 - (bottom - top));
  return [left, Math.max(0, top - missing * 0.45), right, Math.min(height, bottom + missing * 0.55)];
};

/**
 * Metadata of the mouth of a face: lips, centre (mean of the outer lip), radii (half its bounds, at least a pixel) and
 * face box, normalised and rounded to 5 decimals.
 * @param landmarks 468 points x y z, normalised to the picture.
 * @param picture The upright picture's size in pixels and the SHA-256 (hex) of its file.
 */
export const mouthFromLandmarks = (
  landmarks: Float32Array,
  picture: { width: number; height: number; sha256: string },
): MouthMetadata => {
  const { width, height, sha256 } = picture;
  const inPixels = (ids: readonly number[]): [number, number][] =>
    ids.map(id => [landmarks[id * 3]! * width, landmarks[id * 3 + 1]! * height]);
  const normalised = (points: [number, number][]): [number, number][] =>
    points.map(([x, y]) => [round5(x / width), round5(y / height)]);
  const outer = inPixels(OUTER_LIP);
  const xs = outer.map(([x]) => x);
  const ys = outer.map(([, y]) => y);
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const centre: [number, number] = [mean(xs), mean(ys)];
  const radiusX = Math.max(1, (Math.max(...xs) - Math.min(...xs)) / 2);
  const radiusY = Math.max(1, (Math.max(...ys) - Math.min(...ys)) / 2);
  const box = faceBoxAbout(centre, radiusX * 2, radiusY * 2, width, height);
  return {
    source_image_hash: sha256,
    mouth_polygon_source: 'mediapipe',
    face_box: [
      round5(box[0] / width),
      round5(box[1] / height),
      round5(box[2] / width),
      round5(box[3] / height),
    ],
    animation: {
      mouth_center: [round5(centre[0] / width), round5(centre[1] / height)],
      mouth_rx: round5(radiusX / width),
      mouth_ry: round5(radiusY / height),
      outer_lip: normalised(outer),
      inner_mouth: normalised(inPixels(INNER_MOUTH)),
    },
  };
};
