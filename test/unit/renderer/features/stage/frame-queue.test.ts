/** FrameQueue: which frame is shown when, and that none leaks. */
import { expect, test } from 'vitest';
import { FrameQueue } from '../../../../../src/renderer/features/stage/frame-queue.ts';

const setUp = (capacity = 10) => {
  const closed: number[] = [];
  const queue = new FrameQueue<{ close(): void }>({ capacity });
  const push = (pts: number) => queue.push(pts, { close: () => closed.push(pts) });
  return { queue, push, closed };
};

test('shows the newest frame that is due and skips those before it', () => {
  const { queue, push, closed } = setUp();
  for (const pts of [0, 40, 80, 120]) push(pts);
  expect(queue.take(-1)).toBeNull();
  expect(queue.take(90)?.pts).toBe(80);
  expect(closed).toEqual([0, 40]);
  expect(queue.skipped).toBe(2);
  expect(queue.take(90)).toBeNull();
  expect(queue.take(120)?.pts).toBe(120);
});

test('keeps order when decoding finished out of order', () => {
  const { queue, push } = setUp();
  for (const pts of [40, 0, 120, 80]) push(pts);
  const shown = [0, 40, 80, 120].map(pts => queue.take(pts)?.pts);
  expect(shown).toEqual([0, 40, 80, 120]);
  expect(queue.skipped).toBe(0);
});

test('loses its oldest frame when full, and all without a count when cleared', () => {
  const { queue, push, closed } = setUp(2);
  for (const pts of [0, 40, 80]) push(pts);
  expect(closed).toEqual([0]);
  expect(queue.skipped).toBe(1);
  queue.clear();
  expect(closed).toEqual([0, 40, 80]);
  expect(queue.skipped).toBe(1);
  expect(queue.length).toBe(0);
});

test('in a hurry every frame is shown as it comes, and only what lags behind is let go', () => {
  const { queue, push, closed } = setUp();
  expect(queue.next(2)).toBeNull();
  for (const pts of [0, 40]) push(pts);
  expect([queue.next(2)?.pts, queue.next(2)?.pts, queue.next(2)]).toEqual([0, 40, null]);
  for (const pts of [80, 120, 160, 200, 240]) push(pts);
  expect(queue.next(2)?.pts).toBe(160);
  expect([closed, queue.length, queue.skipped]).toEqual([[80, 120], 2, 0]);
});
