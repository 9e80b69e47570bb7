/** MediaClock: session time as a line over a master clock. */
import { expect, test } from 'vitest';
import { MediaClock } from '../../../../../src/renderer/features/stage/media-clock.ts';

test('runs with its master from the anchor on', () => {
  let now = 1_000;
  const clock = new MediaClock(() => now);
  expect(clock.position()).toBeNull();
  clock.anchor(500_000);
  now = 41_000;
  expect(clock.position()).toBe(540_000);
  clock.shift(-20_000);
  expect(clock.position()).toBe(520_000);
});

test('goes on without a jump when another master takes over', () => {
  let wall = 0;
  let audio = 9_000_000;
  const clock = new MediaClock(() => wall);
  clock.anchor(0);
  wall = 250_000;
  clock.follow(() => audio);
  expect(clock.position()).toBe(250_000);
  wall = 999_000;
  audio += 40_000;
  expect(clock.position()).toBe(290_000);
  expect(clock.line).toEqual({ pts: 250_000, at: 9_000_000 });
});
