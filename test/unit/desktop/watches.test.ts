/** Crashes that are mended and performances that keep the computer awake. */
import { expect, test } from 'vitest';
import { CrashWatch } from '../../../src/main/desktop/crash-watch.ts';
import { LiveWatch } from '../../../src/main/desktop/live-watch.ts';
import type { ServerView } from '../../../src/shared/studio/server.ts';

test('a page that dies is loaded again, three times a minute, then the user decides', () => {
  const watch = new CrashWatch();
  expect(watch.judge('clean-exit', 0)).toBe('ignore');
  expect([0, 1000, 2000].map(at => watch.judge('crashed', at))).toEqual(['reload', 'reload', 'reload']);
  expect(watch.judge('oom', 3000)).toBe('ask');
  expect(watch.judge('crashed', 4000)).toBe('ask');
  watch.forget();
  expect(watch.judge('crashed', 5000)).toBe('reload');
});

test('crashes of an hour ago do not count', () => {
  const watch = new CrashWatch();
  const minutes = [0, 61_000, 122_000, 183_000, 244_000];
  expect(minutes.map(at => watch.judge('killed', at))).toEqual(minutes.map(() => 'reload'));
});

const session = (part: Partial<ServerView['sessions'][number]>): ServerView['sessions'][number] => ({
  id: 'a',
  protocol: 'studio',
  framesSent: 0,
  framesDropped: 0,
  kind: 'live',
  avatarName: null,
  bytesSent: 0,
  audioMs: 0,
  errors: 0,
  frameMs: 0,
  ...part,
});

test('another program’s live session is a performance, its lock-step one is not', () => {
  const watch = new LiveWatch();
  expect(watch.see([session({ protocol: 'omnirt' })], 0)).toBe(true);
  expect(watch.see([session({ protocol: 'omnirt', kind: 'lock-step' })], 1)).toBe(false);
  expect(watch.see([], 2)).toBe(false);
});

test('the page’s own session counts while it speaks, and a minute longer', () => {
  const watch = new LiveWatch();
  expect(watch.see([session({})], 0)).toBe(false);
  expect(watch.see([session({ audioMs: 400 })], 5000)).toBe(true);
  expect(watch.see([session({ audioMs: 400 })], 60_000)).toBe(true);
  expect(watch.see([session({ audioMs: 400 })], 65_001)).toBe(false);
  expect(watch.see([session({ audioMs: 500 })], 70_000)).toBe(true);
  expect(watch.see([], 71_000)).toBe(false);
});
