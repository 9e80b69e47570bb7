/** The small parts of the portrait: spline, noise, life, lips from polygons. */
import { describe, expect, test } from 'vitest';
import { createLife, liveAt } from '../../../../../src/main/pipeline/renderers/portrait/life.ts';
import { lipPointsOf } from '../../../../../src/main/pipeline/renderers/portrait/lip-contour.ts';
import { smoothNoise } from '../../../../../src/main/pipeline/renderers/portrait/smooth-noise.ts';
import { fitThinPlate } from '../../../../../src/main/pipeline/renderers/portrait/thin-plate.ts';
import { MouthMetadata } from '../../../../../src/shared/mouth-metadata.ts';

test('a thin plate goes through its sites and keeps straight lines straight', () => {
  const x = Float64Array.from([0, 1, 0, 1, 0.4]);
  const y = Float64Array.from([0, 0, 1, 1, 0.7]);
  const values = Float64Array.from([0, 1, 1, 2, 3, 3, 4, 4, 9, 1.1 * 2]);
  const plate = fitThinPlate(x, y, values, 2, 0);
  const rows = plate.at(Array.from(x, (_, i) => [x[i]!, y[i]!]));
  for (let i = 0; i < 5; i++)
    for (const c of [0, 1]) expect(rows[i * plate.pitch + c]).toBeCloseTo(values[2 * i + c]!, 9);
  const line = fitThinPlate(
    x,
    y,
    x.map((v, i) => 2 * v - 3 * y[i]! + 1),
    1,
    0,
  );
  expect(line.at([[5, -2]])[0]).toBeCloseTo(17, 9);
});

test('a thin plate of one more site, at many places, is the sum of its kernels', () => {
  const x = Float64Array.from([0, 1, 0, 1, 0.4, 0.2]);
  const y = Float64Array.from([0, 0, 1, 1, 0.7, 0.3]);
  const plate = fitThinPlate(x, y, Float64Array.from([0, 0, 0, 0, 1, 0]), 1, 0);
  const many = Array.from({ length: 5000 }, (_, i): [number, number] => [(i % 71) / 70, (i % 89) / 88]);
  const rows = plate.at(many);
  // Between two evaluations of one place, and against its neighbours, nothing jumps.
  for (const [i, [px, py]] of many.entries()) {
    if (i % 977 !== 0) continue;
    expect(plate.at([[px, py]])[0]).toBeCloseTo(rows[i * plate.pitch]!, 12);
  }
  expect(plate.at([[0.4, 0.7]])[0]).toBeCloseTo(1, 9);
  expect(plate.at([[0.4 + 1e-9, 0.7]])[0]).toBeCloseTo(1, 6);
});

describe('life', () => {
  test('noise is bounded and smooth', () => {
    let before = smoothNoise(1, 2, 0, 0.5);
    for (let t = 0.01; t < 20; t += 0.01) {
      const now = smoothNoise(1, 2, t, 0.5);
      expect(Math.abs(now)).toBeLessThanOrEqual(1);
      expect(Math.abs(now - before)).toBeLessThan(0.08);
      before = now;
    }
  });
  test('a face blinks ten to thirty times a minute, and is never still nor wild', () => {
    const life = createLife();
    let blinks = 0;
    let shut = false;
    let moved = 0;
    for (let t = 0; t < 60; t += 0.02) {
      liveAt(9999, t, 0, life);
      if (life.blink > 0.9 && !shut) blinks++;
      shut = life.blink > 0.9;
      moved = Math.max(moved, Math.abs(life.yaw));
      expect(Math.abs(life.yaw)).toBeLessThan(0.1);
      expect(Math.abs(life.roll)).toBeLessThan(0.05);
    }
    expect(blinks).toBeGreaterThanOrEqual(10);
    expect(blinks).toBeLessThanOrEqual(30);
    expect(moved).toBeGreaterThan(0.01);
  });
});

describe('lips from metadata', () => {
  const mouth = (animation: object) =>
    MouthMetadata.parse({
      animation: { mouth_center: [0.5, 0.6], mouth_rx: 0.1, mouth_ry: 0.03, ...animation },
    });
  test('radii alone give an ellipse of closed lips', () => {
    const lips = lipPointsOf(mouth({}), 1000, 1000);
    expect(lips.size).toBe(40);
    expect(lips.get(61)![0]).toBeCloseTo(400, 0);
    expect(lips.get(291)![0]).toBeCloseTo(600, 0);
    expect(lips.get(0)![1]).toBeCloseTo(570, 0);
    expect(lips.get(17)![1]).toBeCloseTo(630, 0);
    expect(lips.get(13)).toEqual(lips.get(14));
  });
  test('a polygon of any number of points is cut into the same forty', () => {
    const lips = lipPointsOf(
      mouth({
        outer_lip: [
          [0.4, 0.6],
          [0.5, 0.55],
          [0.6, 0.6],
          [0.5, 0.68],
        ],
        inner_mouth: [
          [0.42, 0.6],
          [0.58, 0.6],
          [0.5, 0.63],
        ],
      }),
      1000,
      1000,
    );
    expect(lips.size).toBe(40);
    expect(lips.get(0)![1]).toBeCloseTo(550, 0);
    expect(lips.get(17)![1]).toBeCloseTo(680, 0);
    expect(lips.get(14)![1] - lips.get(13)![1]).toBeGreaterThan(20);
  });
});
