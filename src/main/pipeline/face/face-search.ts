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
 * Faces of the picture. The whole picture comes first, then a wider view for close-ups; only when neither shows a
 * confirmed face of at least 15 % of the long edge are overlapping tiles at two scales tried.
 * @param confirm Says what a detection is, or null when it is no face after all: the detector alone also sees faces in
 * the seams of collages, and one such large ghost would keep the tiles from being tried.
 * @returns What `confirm` gave; a face seen in two views may be there twice.
 */
export const searchFaces = async <T>(
  detector: FaceDetector,
  picture: FrameBuffer,
  confirm: (detection: Detection) => Promise<T | null>,
): Promise<T[]> => {
  const longEdge = Math.max(picture.width, picture.height);
  const confirmed: T[] = [];
  const look = async (squares: readonly Square[]): Promise<boolean> => {
    const found: Detection[] = [];
    for (const square of squares) found.push(...(await detector.detect(picture, square)));
    let large = false;
    for (const detection of mergeDetections(found)) {
      const face = await confirm(detection);
      if (face === null) continue;
      confirmed.push(face);
      large ||= detection.right - detection.left >= SMALL_FACE * longEdge;
    }
    return large;
  };
  if (await look([centredSquare(picture, longEdge)])) return confirmed;
  if (await look([centredSquare(picture, longEdge * CLOSE_UP_SCALE)])) return confirmed;
  await look(TILE_SCALES.flatMap(scale => tilesOf(picture, longEdge * scale)));
  return confirmed;
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
