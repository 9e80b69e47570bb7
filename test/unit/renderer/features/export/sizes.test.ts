/** Sizes of previews and saved videos. */
import { expect, test } from 'vitest';
import { exportSize } from '../../../../../src/renderer/features/export/export-sizes.ts';
import { previewSize } from '../../../../../src/renderer/features/stage/preview-size.ts';

test.each([
  [{ width: 416, height: 704 }, 1080, { width: 638, height: 1080 }],
  [{ width: 512, height: 512 }, 1920, { width: 1920, height: 1920 }],
  [{ width: 4000, height: 500 }, 512, { width: 512, height: 128 }],
])('a video of %o with edge %i', (picture, edge, size) => {
  expect(exportSize(picture, edge)).toEqual(size);
});

test('a video of another shape is as long as asked and of that shape', () => {
  const picture = { width: 416, height: 704 };
  expect(exportSize(picture, 1920, 'wide')).toEqual({ width: 1920, height: 1080 });
  expect(exportSize(picture, 720, 'square')).toEqual({ width: 720, height: 720 });
  expect(exportSize(picture, 1280, 'portrait')).toEqual({ width: 720, height: 1280 });
});

test.each([
  { width: 416, height: 704 },
  { width: 6000, height: 4000 },
  { width: 64, height: 64 },
  { width: 300, height: 6000 },
])('a preview of %o is small, even and keeps the shape where it can', picture => {
  const { width, height } = previewSize(picture);
  expect(width % 2).toBe(0);
  expect(height % 2).toBe(0);
  expect(Math.max(width, height)).toBeLessThanOrEqual(960);
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(128);
});
