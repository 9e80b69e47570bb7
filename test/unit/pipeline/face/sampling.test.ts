/** Sampling into tensors: averages are true averages, geometry has no half-pixel shift. */
import { expect, test } from 'vitest';
import { sampleArea } from '../../../../src/main/pipeline/face/area-sampler.ts';
import { roiToPicture, sampleRoi } from '../../../../src/main/pipeline/face/roi-sampler.ts';
import { createFrameBuffer, type FrameBuffer } from '../../../../src/main/pipeline/frame-buffer.ts';

const ramp = (width: number, height: number): FrameBuffer => {
  const picture = createFrameBuffer(width, height, 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) picture.data.set([x, y, 7], (y * width + x) * 3);
  }
  return picture;
};

test('area sampling averages exactly the pixels a cell covers', () => {
  const tensor = sampleArea(ramp(64, 64), { left: 0, top: 0, size: 64 }, 8, 1, 0);
  // Cell (3, 5) covers columns 24..31 and rows 40..47.
  expect(tensor[(5 * 8 + 3) * 3]).toBeCloseTo(27.5, 4);
  expect(tensor[(5 * 8 + 3) * 3 + 1]).toBeCloseTo(43.5, 4);
  expect(tensor[(5 * 8 + 3) * 3 + 2]).toBeCloseTo(7, 4);
});

test('area sampling interpolates when it enlarges, scales, and is black beyond the border', () => {
  const tensor = sampleArea(ramp(8, 8), { left: -8, top: 0, size: 16 }, 32, 2, -1);
  expect(tensor[0]).toBe(-1);
  // Cell 20 lies about x = 2.25 (pixel units), the value there is 1.75.
  expect(tensor[(4 * 32 + 20) * 3]).toBeCloseTo(1.75 * 2 - 1, 4);
});

test.each([0, 0.4, -1.2])('a turned square reads what roiToPicture points at (angle %s)', angle => {
  const picture = ramp(200, 200);
  for (const size of [40, 96, 130]) {
    const roi = { centreX: 101, centreY: 97, size, angle };
    const tensor = sampleRoi(picture, roi, 48);
    for (const [column, row] of [
      [5, 9],
      [24, 24],
      [40, 11],
    ] as const) {
      const [x, y] = roiToPicture(roi, 48, column + 0.5, row + 0.5);
      expect(tensor[(row * 48 + column) * 3]! * 255).toBeCloseTo(x - 0.5, 2);
      expect(tensor[(row * 48 + column) * 3 + 1]! * 255).toBeCloseTo(y - 0.5, 2);
    }
  }
});
