/** JitterBuffer: when the clock is moved, and by how much. */
import { expect, test } from 'vitest';
import { JitterBuffer } from '../../../../../src/renderer/features/stage/jitter-buffer.ts';

test('leaves the clock alone while slack is about right', () => {
  const jitter = new JitterBuffer({ targetMs: 60, windowMs: 1000 });
  for (let ms = 0; ms < 5000; ms += 40) {
    jitter.observe('sound', 50_000 + (ms % 3) * 10_000, ms);
    expect(jitter.advise(ms, true)).toBe(0);
  }
  expect(jitter.late).toBe(0);
});

test('plays later at once when media comes too late, with half the target to spare', () => {
  const jitter = new JitterBuffer({ targetMs: 60 });
  jitter.observe('sound', -25_000, 0);
  expect(jitter.advise(0, false)).toBe(-55_000);
  expect(jitter.late).toBe(1);
  expect(jitter.advise(1, false)).toBe(0);
});

test('brings playback forward only over a full window and only in silence', () => {
  const jitter = new JitterBuffer({ targetMs: 60, windowMs: 1000 });
  const watch = (fromMs: number, silent: boolean): number => {
    let shift = 0;
    for (let ms = fromMs; ms <= fromMs + 1000; ms += 100) {
      jitter.observe('sound', 300_000 - shift, ms);
      shift += jitter.advise(ms, silent);
    }
    return shift;
  };
  expect(watch(0, false)).toBe(0);
  expect(watch(2000, true)).toBe(240_000);
});

test('never plays later by more than its limit', () => {
  const jitter = new JitterBuffer({ targetMs: 60, longestMs: 600 });
  jitter.observe('sound', -5_000_000, 0);
  expect(jitter.advise(0, true)).toBe(-600_000);
});

test('a late picture never interrupts speech; the next silence makes room for it', () => {
  const jitter = new JitterBuffer({ targetMs: 60 });
  jitter.observe('picture', -25_000, 0);
  expect(jitter.advise(0, false)).toBe(0);
  expect(jitter.advise(0, true)).toBe(-55_000);
});

test('pictures that stay late make speech pause once, so that the lips catch up', () => {
  const jitter = new JitterBuffer({ targetMs: 60 });
  const shifts: number[] = [];
  for (let ms = 0; ms <= 1600; ms += 40) {
    jitter.observe('sound', 50_000, ms);
    jitter.observe('picture', -200_000 - (ms % 3) * 10_000, ms);
    shifts.push(jitter.advise(ms, false));
  }
  expect(shifts.filter(shift => shift !== 0)).toEqual([-230_000]);
});
