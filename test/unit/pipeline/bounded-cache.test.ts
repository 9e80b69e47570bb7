/** The cache keeps its bounds, shares work, and forgets failures. */
import { expect, test } from 'vitest';
import { BoundedCache } from '../../../src/main/pipeline/bounded-cache.ts';

const create = () => new BoundedCache<number>({ count: 3, weight: 100, weigh: value => value });

test('concurrent askers share one computation', async () => {
  const cache = create();
  let made = 0;
  const make = async () => {
    made++;
    return 5;
  };
  const answers = await Promise.all([cache.get('a', make), cache.get('a', make), cache.get('a', make)]);
  expect(made).toBe(1);
  expect(answers.map(answer => answer.hit)).toEqual([false, true, true]);
  expect((await cache.get('a', make)).hit).toBe(true);
});

test('drops the least recently used over count and over weight', async () => {
  const cache = create();
  for (const key of ['a', 'b', 'c']) await cache.get(key, async () => 10);
  await cache.get('a', async () => 10);
  await cache.get('d', async () => 10);
  expect((await cache.get('a', async () => 10)).hit).toBe(true);
  expect((await cache.get('b', async () => 10)).hit).toBe(false);
  await cache.get('heavy', async () => 95);
  expect(cache.weight).toBeLessThanOrEqual(100);
  expect(cache.size).toBeLessThanOrEqual(3);
});

test('a failure reaches every asker and is tried again', async () => {
  const cache = create();
  const failing = () => Promise.reject(new Error('no'));
  const results = await Promise.allSettled([cache.get('a', failing), cache.get('a', failing)]);
  expect(results.map(result => result.status)).toEqual(['rejected', 'rejected']);
  expect(cache.size).toBe(0);
  expect((await cache.get('a', async () => 1)).value).toBe(1);
});

test('what alone is heavier than the limit is given but not kept', async () => {
  const cache = create();
  expect((await cache.get('a', async () => 500)).value).toBe(500);
  expect([cache.size, cache.weight]).toEqual([0, 0]);
});
