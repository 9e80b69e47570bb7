/** A face is as lively as its user wants it: not at all, as by nature, or more. */
import { expect, test } from 'vitest';
import { createLife, type Life, liveAt } from '../../../../../src/main/pipeline/renderers/portrait/life.ts';

const SECONDS = 240;

/** Extremes of head and breath, and how many blinks begin. */
const livedThrough = (liveliness: number | undefined): { motion: number; breath: number; blinks: number } => {
  const life: Life = createLife();
  let [motion, breath, blinks, shut] = [0, 0, 0, false];
  for (let at = 0; at < SECONDS; at += 0.02) {
    liveAt(7, at, 0, life, liveliness);
    motion = Math.max(motion, Math.abs(life.yaw) + Math.abs(life.pitch) + Math.abs(life.roll));
    breath = Math.max(breath, life.breath);
    if (life.blink > 0.5 && !shut) blinks += 1;
    shut = life.blink > 0.5;
  }
  return { motion, breath, blinks };
};

test('scales head, breath and blinks', () => {
  const natural = livedThrough(1);
  expect(livedThrough(undefined)).toEqual(natural);
  expect(livedThrough(0)).toEqual({ motion: 0, breath: 0, blinks: 0 });
  const calm = livedThrough(0.5);
  expect(calm.motion).toBeCloseTo(natural.motion / 2, 6);
  expect(calm.blinks).toBeLessThan(natural.blinks * 0.75);
  expect(calm.blinks).toBeGreaterThan(natural.blinks * 0.25);
  const lively = livedThrough(2);
  expect(lively.motion).toBeCloseTo(natural.motion * 2, 6);
  expect(lively.breath).toBeCloseTo(natural.breath * 2, 6);
  expect(lively.blinks).toBeGreaterThan(natural.blinks * 1.4);
});
