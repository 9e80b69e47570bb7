/** Reconnect against a clock moved by hand. */
import { expect, test } from 'vitest';
import { Reconnect } from '../../../../src/renderer/transport/reconnect.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

const setUp = () => {
  const clock = new ManualClock();
  const attempts: number[] = [];
  const reconnect = new Reconnect({
    clock,
    firstMs: 400,
    longestMs: 2000,
    attempt: () => attempts.push(clock.now() / 1000),
  });
  return { clock, attempts, reconnect };
};

test('waits twice as long after each failure, up to a limit', () => {
  const { clock, attempts, reconnect } = setUp();
  for (let i = 0; i < 5; i++) {
    reconnect.failed();
    clock.step(2000);
  }
  expect(attempts).toHaveLength(5);
  expect(reconnect.failures).toBe(5);
  expect(reconnect.failed()).toBe(2000);
});

test('starts with the shortest delay after a connection that held', () => {
  const { reconnect } = setUp();
  reconnect.failed();
  reconnect.now();
  reconnect.held();
  expect(reconnect.failed()).toBe(400);
});

test('plans one attempt at a time, and none once closed', () => {
  const { clock, attempts, reconnect } = setUp();
  expect(reconnect.failed()).toBe(400);
  expect(reconnect.failed()).toBe(0);
  reconnect.close();
  clock.step(5000);
  expect(attempts).toEqual([]);
  expect(reconnect.failed()).toBe(0);
});
