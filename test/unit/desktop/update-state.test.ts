/** The life of an update, as the page shows it. */
import { describe, expect, test } from 'vitest';
import {
  firstUpdateState,
  nextUpdate,
  readNotes,
  type UpdateEvent,
} from '../../../src/main/desktop/update-state.ts';
import type { UpdateState } from '../../../src/shared/desktop-facts.ts';

const stateAfter = (...events: UpdateEvent[]): UpdateState =>
  events.reduce(nextUpdate, { at: 'idle' } as UpdateState);
const found: UpdateEvent = { name: 'found', version: '1.2.0', notes: '<p>Faster.</p>' };
const [looking, download, fetched] = [
  { name: 'checking' },
  { name: 'download' },
  { name: 'fetched' },
] as const satisfies UpdateEvent[];
const progress = (percent: number): UpdateEvent => ({ name: 'progress', percent });

describe('an update', () => {
  test('is looked for, found, fetched and lies ready', () => {
    expect(stateAfter(looking)).toEqual({ at: 'checking' });
    expect(stateAfter(looking, { name: 'none' })).toEqual({ at: 'current' });
    expect(stateAfter(looking, found)).toEqual({ at: 'available', version: '1.2.0', notes: 'Faster.' });
    expect(stateAfter(looking, found, download, progress(40))).toEqual({
      at: 'downloading',
      version: '1.2.0',
      notes: 'Faster.',
      percent: 40,
    });
    expect(stateAfter(looking, found, download, progress(100), fetched)).toEqual({
      at: 'ready',
      version: '1.2.0',
      notes: 'Faster.',
    });
  });

  test('that is ready or on its way is not lost to another look', () => {
    const ready = stateAfter(looking, found, download, fetched);
    expect(nextUpdate(ready, looking)).toBe(ready);
    expect(nextUpdate(ready, found)).toBe(ready);
    expect(nextUpdate(ready, { name: 'failed', message: 'offline' })).toBe(ready);
    const underWay = stateAfter(looking, found, download);
    expect(nextUpdate(underWay, looking)).toBe(underWay);
  });

  test('never goes back in its progress, nor beyond its end', () => {
    expect(stateAfter(looking, found, download, progress(40), progress(10), progress(130))).toMatchObject({
      percent: 100,
    });
  });

  test('says why it failed in one line, and can be looked for again', () => {
    const failed = stateAfter(looking, { name: 'failed', message: 'net::ERR_INTERNET_DISCONNECTED\n  at x' });
    expect(failed).toEqual({ at: 'failed', message: 'net::ERR_INTERNET_DISCONNECTED' });
    expect(nextUpdate(failed, looking)).toEqual({ at: 'checking' });
  });

  test('does not move by what does not fit', () => {
    expect(stateAfter(download)).toEqual({ at: 'idle' });
    expect(stateAfter(progress(5))).toEqual({ at: 'idle' });
    expect(stateAfter(fetched)).toEqual({ at: 'idle' });
    const off: UpdateState = { at: 'off', why: 'portable' };
    expect(nextUpdate(off, looking)).toBe(off);
  });
});

test('release notes become plain text', () => {
  expect(readNotes('<h2>New</h2><ul><li>A &amp; B</li><li>C &lt;3</li></ul>')).toBe('New\n• A & B\n• C <3');
  expect(readNotes('<script>alert(1)</script>x')).toBe('alert(1)x');
  expect(readNotes([{ version: '1.1.0', note: '<p>a</p>' }, { version: '1.0.1', note: null }, null])).toBe(
    '1.1.0\na',
  );
  expect(readNotes(null)).toBe('');
  expect(readNotes('x'.repeat(20_000))).toHaveLength(8000);
});

describe('updates are off', () => {
  const facts = {
    packaged: true,
    portable: false,
    source: true,
    platform: 'linux' as NodeJS.Platform,
    appImage: true,
    packageType: null,
  };
  test.each([
    ['in a checkout', { packaged: false }, { at: 'off', why: 'unpackaged' }],
    ['in a portable copy', { portable: true }, { at: 'off', why: 'portable' }],
    ['where the build names no source', { source: false }, { at: 'off', why: 'no-source' }],
    ['in an unpacked folder on Linux', { appImage: false }, { at: 'off', why: 'portable' }],
  ] as const)('%s', (_where, part, state) => {
    expect(firstUpdateState({ ...facts, ...part })).toEqual(state);
  });

  test.each([
    ['an AppImage', {}],
    ['a deb', { appImage: false, packageType: 'deb' }],
    ['macOS', { appImage: false, platform: 'darwin' as NodeJS.Platform }],
  ])('but not in %s', (_where, part) => {
    expect(firstUpdateState({ ...facts, ...part })).toEqual({ at: 'idle' });
  });
});
