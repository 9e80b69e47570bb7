/** The small parts of the portrait: spline, noise, life, lips from polygons. */
import { describe, expect, test } from 'vitest';
import { createLife, liveAt } from '../../../../../src/main/pipeline/renderers/portrait/life.ts';
import { lipPointsOf } from '../../../../../src/main/pipeline/renderers/portrait/lip-contour.ts';
import { smoothNoise } from '../../../../../src/main/pipeline/renderers/portrait/smooth-noise.ts';
import {
  evaluateThinPlate,
  fitThinPlate,
} from '../../../../../src/main/pipeline/renderers/portrait/thin-plate.ts';
import { MouthMetadata } from '../../../../../src/shared/mouth-metadata.ts';

test('a thin plate goes through its sites and keeps straight lines straight', () => {
  const x = Float64Array.from([0, 1, 0, 1, 0.4]);
  const y = Float64Array.from([0, 0, 1, 1, 0.7]);
  const values = Float64Array.from([0, 1, 1, 2, 3, 3, 4, 4, 9, 1.1 * 2]);
  const plate = fitThinPlate(x, y, values, 2, 0);
  const out = new Float64Array(2);
  for (let i = 0; i < 5; i++) {
    evaluateThinPlate(plate, x[i]!, y[i]!, out, 0);
    expect(out[0]).toBeCloseTo(values[2 * i]!, 6);
    expect(out[1]).toBeCloseTo(values[2 * i + 1]!, 6);
  }
  const line = fitThinPlate(
    x,
    y,
    x.map((v, i) => 2 * v - 3 * y[i]! + 1),
    1,
    0,
  );
  evaluateThinPlate(line, 5, -2, out, 0);
  expect(out[0]).toBeCloseTo(17, 6);
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
