/** How far two mouths are from each other, in pixels of the picture. Pure. */
import { resampled } from '../../../shared/mouth-shape.ts';
import type { PictureSize } from './mouth-document.ts';
import { boundsOf, type ImagePoint, imagePoint } from './points.ts';

/** `most` and `mean`: distances of the outer lips; width and height: growth of the first over the second, 0.1 = 10 %. */
export type MouthDifference = { most: number; mean: number; width: number; height: number };

const SAMPLES = 64;

/** From the lips `of` one to those of another, `from`. */
export const differenceOf = (of: readonly ImagePoint[], from: readonly ImagePoint[]): MouthDifference => {
  const [a, b] = [resampled(of, SAMPLES), resampled(from, SAMPLES)];
  const far = a.map(([x, y], i) => Math.hypot(x - b[i]![0], y - b[i]![1]));
  const size = (points: readonly ImagePoint[]): [number, number] => {
    const [left, top, right, bottom] = boundsOf(points);
    return [Math.max(1e-9, right - left), Math.max(1e-9, bottom - top)];
  };
  const [[width, height], [width0, height0]] = [size(of), size(from)];
  return {
    most: Math.max(...far),
    mean: far.reduce((sum, value) => sum + value, 0) / SAMPLES,
    width: width / width0 - 1,
    height: height / height0 - 1,
  };
};

/** Normalised points in pixels of the picture. */
export const inPicture = (
  points: readonly (readonly [number, number])[],
  { width, height }: PictureSize,
): ImagePoint[] => points.map(([x, y]) => imagePoint(x * width, y * height));
