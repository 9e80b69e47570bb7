/** Resizing against numpy, and what must hold for every kernel. */
import { expect, test } from 'vitest';
import {
  interleavedGrid,
  planarGrid,
  type ResampleKernel,
  Resampler,
} from '../../../../src/main/pipeline/patch/resampler.ts';

const KERNELS: ResampleKernel[] = ['bilinear', 'area', 'lanczos'];

/** A row of grey pixels. */
const row = (values: readonly number[]): Uint8Array => Uint8Array.from(values.flatMap(v => [v, v, v]));

const resizeRow = (values: readonly number[], width: number, kernel: ResampleKernel): number[] => {
  const out = new Float32Array(width * 3);
  const resampler = new Resampler({ width: values.length, height: 1 }, { width, height: 1 }, kernel);
  resampler.run(interleavedGrid(row(values), values.length, 3), interleavedGrid(out, width, 3));
  return Array.from({ length: width }, (_, i) => out[i * 3]!);
};

const RAMP = [0, 10, 80, 200, 255, 120, 60, 30];

// Computed with numpy from the definitions: interpolation at (i + ½)·scale − ½, means, a three-lobed Lanczos as wide as the scale.
test.each([
  ['bilinear', 3, [8.333, 227.5, 55.0]],
  ['bilinear', 12, [0.0, 5.0, 21.667, 68.333, 140.0, 209.167, 245.833, 187.5, 110.0, 70.0, 45.0, 30.0]],
  ['area', 2, [72.5, 116.25]],
  ['lanczos', 3, [22.712, 199.112, 70.882]],
  [
    'lanczos',
    12,
    [0.936, 0.136, 15.277, 63.123, 138.125, 220.071, 261.749, 196.644, 101.258, 64.645, 41.617, 29.083],
  ],
] as [ResampleKernel, number, number[]][])('%s to %i pixels is its definition', (kernel, width, expected) => {
  const given = resizeRow(RAMP, width, kernel);
  for (const [i, value] of given.entries()) expect(value).toBeCloseTo(expected[i]!, 2);
});

test.each(KERNELS)('%s keeps a flat picture flat and one of the same size as it is', kernel => {
  for (const width of [1, 3, 8, 19])
    for (const value of resizeRow([77, 77, 77, 77, 77, 77, 77, 77], width, kernel))
      expect(value).toBeCloseTo(77, 3);
  for (const [i, value] of resizeRow(RAMP, 8, kernel).entries()) expect(value).toBeCloseTo(RAMP[i]!, 3);
});

test('crops, planes, channel order, scale, rounding and limits', () => {
  // A 3×2 crop at 1, 1 of a 5×4 picture with alpha.
  const picture = Uint8Array.from({ length: 5 * 4 * 4 }, (_, i) => i);
  const size = { width: 3, height: 2 };
  const same = new Resampler(size, size, 'lanczos');
  const planes = new Float32Array(1 + 18);
  same.run(interleavedGrid(picture, 5, 4, 1, 1), planarGrid(planes, size, 1, true), 2, -1);
  const at = (x: number, y: number, c: number): number => ((y + 1) * 5 + x + 1) * 4 + c;
  expect(planes[0]).toBe(0);
  for (let c = 0; c < 3; c++)
    for (let y = 0; y < 2; y++)
      for (let x = 0; x < 3; x++)
        expect(planes[1 + (2 - c) * 6 + y * 3 + x]).toBeCloseTo(at(x, y, c) * 2 - 1, 3);
  const bytes = new Uint8Array(18);
  same.run(planarGrid(planes, size, 1, true), interleavedGrid(bytes, 3, 3), 3, -150);
  for (let i = 0; i < 6; i++)
    for (let c = 0; c < 3; c++) {
      const value = (at(i % 3, Math.floor(i / 3), c) * 2 - 1) * 3 - 150;
      expect(bytes[i * 3 + c]).toBe(Math.min(255, Math.max(0, value)));
    }
});
