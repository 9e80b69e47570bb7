/** The disk cache: one build at a time, damage is built anew, the bound holds, nothing half-written is ever read. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PreparedCache, type PreparedCodec } from '../../../../src/main/pipeline/avatar/prepared-cache.ts';

const TEXT: PreparedCodec<string> = {
  encode: value => Buffer.from(value),
  decode: bytes => {
    const text = Buffer.from(bytes).toString();
    if (text.startsWith('?')) throw new Error('not mine');
    return text;
  },
};

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'prepared-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const cacheOf = (maxBytes = 10_000, warn?: (message: string) => void) =>
  new PreparedCache({ dir: join(dir, 'cache'), maxBytes, ...(warn ? { warn } : {}) });
const never = () => Promise.reject(new Error('must not be made'));
const files = () => readdirSync(join(dir, 'cache'));

test('another process finds what one has made', async () => {
  expect(await cacheOf().remember('a', TEXT, async () => 'made')).toEqual({ value: 'made', hit: false });
  expect(await cacheOf().remember('a', TEXT, never)).toEqual({ value: 'made', hit: true });
});

test('askers at the same time share one build', async () => {
  const cache = cacheOf();
  let builds = 0;
  const make = async () => {
    builds++;
    await new Promise(resolve => setTimeout(resolve, 5));
    return 'once';
  };
  const got = await Promise.all([1, 2, 3, 4].map(() => cache.remember('a', TEXT, make)));
  expect(got.map(({ value }) => value)).toEqual(['once', 'once', 'once', 'once']);
  expect(got.filter(({ hit }) => !hit)).toHaveLength(1);
  expect(builds).toBe(1);
});

test.each([
  ['cut short', (bytes: Buffer) => bytes.subarray(0, 20)],
  [
    'with a bit turned',
    (bytes: Buffer) => Buffer.from(bytes.map((b, i) => (i === bytes.length - 1 ? b ^ 1 : b))),
  ],
  ['empty', () => Buffer.alloc(0)],
])('a file %s is built anew', async (_name, damage) => {
  await cacheOf().remember('a', TEXT, async () => 'good');
  const file = join(dir, 'cache', files()[0]!);
  writeFileSync(file, damage(readFileSync(file)));
  expect(await cacheOf().remember('a', TEXT, async () => 'again')).toEqual({ value: 'again', hit: false });
  expect(await cacheOf().remember('a', TEXT, never)).toEqual({ value: 'again', hit: true });
});

test('a file the codec does not know is built anew', async () => {
  await cacheOf().remember('a', TEXT, async () => '?');
  expect((await cacheOf().remember('a', TEXT, async () => 'known')).value).toBe('known');
});

test('what was not used for longest goes first, the newest never', async () => {
  const cache = cacheOf(1000);
  for (const [i, key] of ['a', 'b', 'c'].entries()) {
    await cache.remember(key, TEXT, async () => key.repeat(250));
    for (const name of files()) {
      const file = join(dir, 'cache', name);
      if (readFileSync(file).subarray(32, 33).toString() === key) utimesSync(file, 1000 + i, 1000 + i);
    }
  }
  await cache.remember('d', TEXT, async () => 'd'.repeat(250));
  const kept = files().map(name =>
    readFileSync(join(dir, 'cache', name))
      .subarray(32, 33)
      .toString(),
  );
  expect(kept.sort()).toEqual(['b', 'c', 'd']);
});

test('a failed build keeps nothing and is tried again', async () => {
  const cache = cacheOf();
  await expect(cache.remember('a', TEXT, never)).rejects.toThrow('must not');
  expect((await cache.remember('a', TEXT, async () => 'then')).value).toBe('then');
  expect(files().filter(name => name.endsWith('.part'))).toEqual([]);
});

test('a disk that cannot be written is said, and costs nothing but the next build', async () => {
  writeFileSync(join(dir, 'cache'), 'a file in the way');
  const said: string[] = [];
  const cache = cacheOf(1000, message => said.push(message));
  expect((await cache.remember('a', TEXT, async () => 'still')).value).toBe('still');
  expect(said).toHaveLength(1);
});
