/** The hour bench sees a leak and a slow-down that are there, and none that are not: planted in numbers, and in real work. */
import { describe, expect, test } from 'vitest';
import { costAfterAnHour, growthInAnHour, watchMinutes } from '../../bench/ageing.ts';

const MINUTES = 60;

/** −1..1, the same every time. */
const noise = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
};

const hour = (valueAt: (minute: number) => number): number[] =>
  Array.from({ length: MINUTES }, (_, i) => valueAt(i));
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

describe('memory', () => {
  /** A process that warms up, takes one more block at some minute, and flutters by 0.2 MB. */
  const resident = (seed: number, leakPerHour: number): number[] => {
    const flutter = noise(seed);
    const blockAt = 8 + ((seed * 11) % 48);
    return hour(
      i => 250 - 30 * Math.exp(-i / 4) + (i >= blockAt ? 8 : 0) + (leakPerHour * i) / 60 + 0.1 * flutter(),
    );
  };

  test.each(SEEDS)('a block of the allocator is no leak (%i)', seed => {
    expect(growthInAnHour(resident(seed, 0))).toBeLessThan(1);
  });

  test.each(SEEDS)('a leak of 2.5 MB an hour is one (%i)', seed => {
    expect(growthInAnHour(resident(seed, 2.5))).toBeGreaterThan(1);
  });

  test('a leak that shows in blocks is one too', () => {
    expect(growthInAnHour(hour(i => 250 + 2 * Math.floor(i / 12)))).toBeGreaterThan(1);
  });
});

describe('cost', () => {
  /** Noise of 3 %, a fifth dearer while the machine is busy, dear until the code is compiled. */
  const costs = (seed: number, growth: number): number[] => {
    const flutter = noise(seed);
    const busyFrom = (seed * 7) % 50;
    return hour(
      i =>
        (i < 3 ? 1.6 : 1) *
        (i >= busyFrom && i < busyFrom + 5 ? 1.2 : 1) *
        (1 + (growth * i) / 60) *
        (1 + 0.03 * flutter()),
    );
  };

  test.each(SEEDS)('a busy spell is no slow-down (%i)', seed => {
    expect(costAfterAnHour(costs(seed, 0))).toBeLessThan(1.05);
  });

  test.each(SEEDS)('a tenth in an hour is one (%i)', seed => {
    expect(costAfterAnHour(costs(seed, 0.1))).toBeGreaterThan(1.05);
  });
});

test('real work that keeps what it makes, and takes longer each time, is seen', async () => {
  const kept: Uint8Array[] = [];
  let sum = 0;
  const minutes = await watchMinutes(16, async minute => {
    if (minute > 0) kept.push(new Uint8Array(200_000).fill(1));
    for (let i = 0; i < 30_000 * (1 + minute / 4); i++) sum += Math.sqrt(i);
  });
  expect(sum).toBeGreaterThan(0);
  // 2 MB a minute.
  const resident = growthInAnHour(minutes.map(minute => minute.resident));
  expect(resident).toBeGreaterThan(60);
  expect(growthInAnHour(minutes.map(minute => minute.held))).toBeGreaterThan(100);
  expect(costAfterAnHour(minutes.map(({ cost }) => cost))).toBeGreaterThan(1.5);
  expect(kept).toHaveLength(150);
});
