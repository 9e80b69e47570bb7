/** Where faces are looked for, and how what is found is merged. */
import { expect, test } from 'vitest';
import { type Detection, mergeDetections } from '../../../../src/main/pipeline/face/face-detector.ts';
import { searchFaces, tilesOf } from '../../../../src/main/pipeline/face/face-search.ts';
import { createFrameBuffer } from '../../../../src/main/pipeline/frame-buffer.ts';

const detection = (left: number, top: number, size: number, score: number): Detection => ({
  score,
  left,
  top,
  right: left + size,
  bottom: top + size,
  keypoints: new Float32Array(12).fill(left),
});

test('overlapping detections become their weighted mean, others stay', () => {
  const merged = mergeDetections([
    detection(0, 0, 10, 0.6),
    detection(1, 0, 10, 0.9),
    detection(50, 50, 8, 0.7),
  ]);
  expect(merged.map(face => face.score)).toEqual([0.9, 0.7]);
  expect(merged[0]!.left).toBeCloseTo(0.6, 5);
  expect(merged[0]!.keypoints[3]).toBeCloseTo(0.6, 5);
});

test('tiles cover the picture and overlap by half', () => {
  for (const [width, height] of [
    [1024, 1024],
    [1600, 400],
    [300, 900],
  ] as const) {
    const size = Math.max(width, height) / 4;
    const tiles = tilesOf({ width, height }, size);
    for (let x = 0; x <= width; x += 25) {
      for (let y = 0; y <= height; y += 25) {
        const inside = tiles.some(
          tile =>
            x >= tile.left - 1e-6 &&
            x <= tile.left + size + 1e-6 &&
            y >= tile.top - 1e-6 &&
            y <= tile.top + size + 1e-6,
        );
        expect(inside, `${x},${y}`).toBe(true);
      }
    }
    const lefts = [...new Set(tiles.map(tile => tile.left))].sort((a, b) => a - b);
    for (const [index, left] of lefts.entries()) {
      if (index > 0) expect(left - lefts[index - 1]!).toBeLessThanOrEqual(size / 2 + 1e-6);
    }
  }
});

test('tiles are tried only when the whole picture shows no large face', async () => {
  const looked: number[] = [];
  const detectorFinding = (size: number) => ({
    detect: async (_picture: unknown, square: { size: number }) => {
      looked.push(square.size);
      return size > 0 && square.size >= size * 2 && square.size <= size * 8
        ? [detection(400, 400, size, 0.9)]
        : [];
    },
  });
  const picture = createFrameBuffer(1000, 800, 3);
  const yes = async (detection: Detection) => detection;
  expect(await searchFaces(detectorFinding(200), picture, yes)).toHaveLength(1);
  expect(looked).toEqual([1000]);
  looked.length = 0;
  // A ghost: detected in the whole picture, not confirmed.
  expect(await searchFaces(detectorFinding(200), picture, async () => null)).toEqual([]);
  expect(looked).toContain(500);
  looked.length = 0;
  expect(await searchFaces(detectorFinding(60), picture, yes)).toHaveLength(1);
  expect(looked).toContain(500);
  expect(looked).toContain(250);
});
