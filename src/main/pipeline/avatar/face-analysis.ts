/** Finds the faces of a picture file: searches a small copy, measures small faces again at full size. Knows no cache. */
import type { DetectedFace } from '../../../shared/avatar.ts';
import type { FaceFinder, FoundFace } from '../face/face-finder.ts';
import { mouthFromLandmarks } from './mouth-from-landmarks.ts';
import { decodeForAnalysis, type Picture, type PictureRegion, SEARCH_EDGE } from './picture-decoder.ts';

/** Faces narrower than this in the copy are measured again in a region of the picture itself, when it has more detail. */
const ENOUGH_PIXELS = 120;
/** Long edge of such a region. */
const REGION_EDGE = 512;
/** Of a crowd only so many faces are measured again. */
const MAX_REFINED = 8;

/** The faces of the picture, largest first, with mouth metadata; normalised to the upright picture. */
export const findFaces = async (
  finder: FaceFinder,
  picture: Picture,
  sha256: string,
): Promise<DetectedFace[]> => {
  const copy = await decodeForAnalysis(picture, SEARCH_EDGE);
  const found = await finder.find(copy);
  const scale = picture.width / copy.width;
  const faces: DetectedFace[] = [];
  for (const [index, face] of found.entries()) {
    const points = Float32Array.from(face.points, value => value * scale);
    const small = face.box[2] - face.box[0] < ENOUGH_PIXELS;
    const better =
      small && scale > 1.1 && index < MAX_REFINED ? await refineAtFullSize(finder, picture, points) : null;
    faces.push(describe(face, better ?? points, picture, sha256));
  }
  return faces;
};

const refineAtFullSize = async (
  finder: FaceFinder,
  picture: Picture,
  points: Float32Array,
): Promise<Float32Array | null> => {
  const region = regionAbout(points, picture);
  const pixels = await decodeForAnalysis(picture, REGION_EDGE, region);
  const scale = region.width / pixels.width;
  const shifted = (values: Float32Array, toRegion: boolean): Float32Array =>
    values.map((value, index) => {
      const origin = index % 3 === 0 ? region.left : index % 3 === 1 ? region.top : 0;
      return toRegion ? (value - origin) / scale : value * scale + origin;
    });
  const refined = await finder.refine(pixels, shifted(points, true));
  return refined && shifted(refined, false);
};

// The landmark model looks at 1.5 times the face; turned by up to 45° that needs about twice the face's bounds.
const regionAbout = (points: Float32Array, picture: { width: number; height: number }): PictureRegion => {
  const bounds = boundsOf(points);
  const reach = Math.max(bounds[2] - bounds[0], bounds[3] - bounds[1]) * 1.05;
  const left = Math.max(0, Math.floor((bounds[0] + bounds[2]) / 2 - reach));
  const top = Math.max(0, Math.floor((bounds[1] + bounds[3]) / 2 - reach));
  return {
    left,
    top,
    width: Math.min(picture.width, Math.ceil((bounds[0] + bounds[2]) / 2 + reach)) - left,
    height: Math.min(picture.height, Math.ceil((bounds[1] + bounds[3]) / 2 + reach)) - top,
  };
};

const boundsOf = (points: Float32Array): [number, number, number, number] => {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < points.length; index += 3) {
    bounds[0] = Math.min(bounds[0], points[index]!);
    bounds[1] = Math.min(bounds[1], points[index + 1]!);
    bounds[2] = Math.max(bounds[2], points[index]!);
    bounds[3] = Math.max(bounds[3], points[index + 1]!);
  }
  return bounds;
};

const describe = (face: FoundFace, points: Float32Array, picture: Picture, sha256: string): DetectedFace => {
  const { width, height } = picture;
  const landmarks = points.map((value, index) => value / (index % 3 === 1 ? height : width));
  const bounds = boundsOf(landmarks);
  return {
    score: face.score,
    box: bounds,
    landmarks,
    mouth: mouthFromLandmarks(landmarks, { width, height, sha256 }),
  };
};
