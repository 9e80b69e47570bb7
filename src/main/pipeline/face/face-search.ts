/** Decides where in a picture to run the detector: the whole, then tiles for small faces. Knows no network. */
import type { FrameBuffer } from '../frame-buffer.ts';
import type { Square } from './area-sampler.ts';
import { type Detection, type FaceDetector, mergeDetections } from './face-detector.ts';

/** A face narrower than this share of the picture's long edge is small: the detector alone misses such faces. */
const SMALL_FACE = 0.15;
/** Tile sizes as shares of the long edge; tiles overlap by half. */
const TILE_SCALES = [0.5, 0.25] as const;
/** A close-up fills more than the frame: it is looked at from further away. */
const CLOSE_UP_SCALE = 1.6;

/**
 * Faces of the picture, merged, best first. The whole picture comes first; only when it shows no face of at least
 * 15 % of the long edge are overlapping tiles at two scales tried, and a wider view for close-ups.
 */
export const searchFaces = async (detector: FaceDetector, picture: FrameBuffer): Promise<Detection[]> => {
  const longEdge = Math.max(picture.width, picture.height);
  const whole = await detector.detect(picture, centredSquare(picture, longEdge));
  if (whole.some(face => face.right - face.left >= SMALL_FACE * longEdge)) return whole;
  const closeUp = await detector.detect(picture, centredSquare(picture, longEdge * CLOSE_UP_SCALE));
  if (closeUp.some(face => face.right - face.left >= SMALL_FACE * longEdge)) return closeUp;
  const found = [...whole, ...closeUp];
  for (const scale of TILE_SCALES) {
    for (const tile of tilesOf(picture, longEdge * scale))
      found.push(...(await detector.detect(picture, tile)));
  }
  return mergeDetections(found);
};

const centredSquare = (picture: FrameBuffer, size: number): Square => ({
  left: (picture.width - size) / 2,
  top: (picture.height - size) / 2,
  size,
});

/** Squares of `size` pixels that cover the picture, overlapping by at least half. */
export const tilesOf = (picture: { width: number; height: number }, size: number): Square[] => {
  const starts = (length: number): number[] => {
    if (length <= size) return [(length - size) / 2];
    const steps = Math.ceil((length - size) / (size / 2));
    return Array.from({ length: steps + 1 }, (_, index) => ((length - size) * index) / steps);
  };
  return starts(picture.height).flatMap(top => starts(picture.width).map(left => ({ left, top, size })));
};
