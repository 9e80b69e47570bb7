/** Lip curves and face crops. */
import { expect, test } from 'vitest';
import { faceCrop } from '../../../../../src/renderer/features/avatars/face-crop.ts';
import { lipPath } from '../../../../../src/renderer/features/avatars/lip-path.ts';

test('a lip path is closed and passes through every point', () => {
  const square = [
    [0, 0],
    [0.5, 0],
    [0.5, 0.5],
    [0, 0.5],
  ] as const;
  const path = lipPath(square, { x: 100, y: 200 });
  expect(path).toMatch(/^M0 0C.+Z$/);
  for (const end of ['50 0', '50 100', '0 100', '0 0']) expect(path).toMatch(new RegExp(`C[^C]+ ${end}[CZ]`));
});

test('two points make no lip', () => {
  expect(
    lipPath(
      [
        [0, 0],
        [1, 1],
      ],
      { x: 1, y: 1 },
    ),
  ).toBe('');
});

test.each([
  { faces: [[0.4, 0.1, 0.6, 0.3]] as [number, number, number, number][], faceIndex: 0 },
  { faces: [[0, 0, 0.2, 0.2]] as [number, number, number, number][], faceIndex: 0 },
  { faces: [[0.8, 0.9, 1, 1]] as [number, number, number, number][], faceIndex: 5 },
  { faces: [], faceIndex: 0 },
])('a crop lies within the picture: %o', ({ faces, faceIndex }) => {
  const { x, y, side } = faceCrop({ width: 800, height: 600, faces, faceIndex });
  expect(x).toBeGreaterThanOrEqual(0);
  expect(y).toBeGreaterThanOrEqual(0);
  expect(x + side).toBeLessThanOrEqual(800.001);
  expect(y + side).toBeLessThanOrEqual(600.001);
  expect(side).toBeGreaterThan(0);
});
