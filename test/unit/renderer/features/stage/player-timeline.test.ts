/** PlayerTimeline: sound at its session time, joined without seams. */
import { expect, test } from 'vitest';
import { PlayerTimeline } from '../../../../../src/renderer/features/stage/player-timeline.ts';

const RATE = 1000; // one sample a millisecond keeps the numbers readable

const ones = (length: number, value = 1) => new Float32Array(length).fill(value);

const read = (timeline: PlayerTimeline, from: number, length: number): number[] => {
  const out = new Float32Array(length);
  timeline.read(out, from);
  return [...out];
};

test('plays a piece exactly when its time is rendered', () => {
  const timeline = new PlayerTimeline(RATE);
  timeline.setLine({ pts: 500_000, at: 100_000 }); // session time = audio time + 400 ms
  timeline.push(506_000, ones(3), 100);
  expect(read(timeline, 100, 6)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(read(timeline, 106, 3)).toEqual([1, 1, 1]);
});

test('joins pieces whose times differ by rounding', () => {
  const timeline = new PlayerTimeline(RATE);
  timeline.setLine({ pts: 0, at: 0 });
  timeline.push(0, ones(10, 0.25), 0);
  timeline.push(11_400, ones(10, 0.5), 0);
  expect(read(timeline, 8, 4)).toEqual([0.25, 0.25, 0.5, 0.5]);
});

test('fades instead of clicking where sound stops', () => {
  const timeline = new PlayerTimeline(48_000);
  timeline.setLine({ pts: 0, at: 0 });
  timeline.push(0, ones(10), 0);
  const out = read(timeline, 0, 1000);
  expect(out[9]).toBe(1);
  expect(out[10]).toBeGreaterThan(0.98);
  expect(out[999]).toBeLessThan(0.01);
});

test('counts samples that came too late in the middle of speech', () => {
  const timeline = new PlayerTimeline(RATE);
  timeline.setLine({ pts: 0, at: 0 });
  timeline.push(0, ones(10), 0);
  timeline.push(10_000, ones(10), 14);
  expect(timeline.starved).toBe(4);
  timeline.push(900_000, ones(10), 950);
  expect(timeline.starved).toBe(4);
});

test('plays nothing after it was cleared', () => {
  const timeline = new PlayerTimeline(RATE);
  timeline.setLine({ pts: 0, at: 0 });
  timeline.push(0, ones(100), 0);
  timeline.clear();
  expect(read(timeline, 0, 3)).toEqual([0, 0, 0]);
});
