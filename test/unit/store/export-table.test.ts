/** The queue of exports on a real SQLite file: order, states, what a restart finds. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../../src/main/store/sqlite/open-store.ts';
import type { Store } from '../../../src/main/store/store.ts';
import { silentLog } from '../../../src/shared/log.ts';

let dataDir: string;
let store: Store;
const reopen = (): void => {
  store?.close();
  store = openStore({ dataDir, log: silentLog });
};
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'exports-'));
  store = openStore({ dataDir, log: silentLog });
});
afterEach(() => {
  store.close();
  rmSync(dataDir, { recursive: true });
});

const add = (id: string): void => {
  store.exports.add({ id, job: { of: id }, fileName: `${id}.mp4` });
};
const ids = (): string[] => store.exports.list().map(({ id, state }) => `${id} ${state}`);

describe('the queue', () => {
  test('runs first to last, is moved, and outlives the program', () => {
    for (const id of ['a', 'b', 'c', 'd']) add(id);
    store.exports.change('a', { to: 'running' });
    store.exports.move('d', 0);
    expect(ids()).toEqual(['a running', 'd waiting', 'b waiting', 'c waiting']);
    store.exports.move('d', 99);
    store.exports.move('nobody', 0);
    store.exports.progress('a', 10, 50);
    reopen();
    expect(ids()).toEqual(['a running', 'b waiting', 'c waiting', 'd waiting']);
    expect(store.exports.get('a')).toMatchObject({ framesDone: 10, framesTotal: 50, job: { of: 'a' } });
    store.exports.change('a', { to: 'waiting', at: 'first' });
    expect(ids()[0]).toBe('a waiting');
    store.exports.change('a', { to: 'waiting', at: 'last' });
    expect(ids().at(-1)).toBe('a waiting');
    expect(store.exports.get('a')?.framesDone).toBe(0);
  });

  test('ended ones come after, newest first, with what became of them', async () => {
    for (const id of ['a', 'b', 'c']) add(id);
    store.exports.change('a', { to: 'done', frames: 50, bytes: 7 });
    await new Promise(resolve => setTimeout(resolve, 5));
    store.exports.change('b', { to: 'failed', error: { code: 'export/no-space', message: 'Full.' } });
    expect(ids()).toEqual(['c waiting', 'b failed', 'a done']);
    expect(store.exports.get('a')).toMatchObject({ framesDone: 50, framesTotal: 50, bytes: 7, error: null });
    expect(store.exports.get('b')?.error).toEqual({ code: 'export/no-space', message: 'Full.' });
    store.exports.change('b', { to: 'waiting', at: 'last' });
    expect(store.exports.get('b')).toMatchObject({ error: null, endedAt: null });
  });

  test('a removed one is hidden, keeps its name, and comes back or goes', () => {
    add('a');
    store.exports.remove('a');
    expect(ids()).toEqual([]);
    expect(store.exports.removed()).toEqual(['a']);
    expect(store.exports.isNamed('a.mp4')).toBe(true);
    store.exports.restore('a');
    expect(ids()).toEqual(['a waiting']);
    store.exports.erase('a');
    expect(store.exports.isNamed('a.mp4')).toBe(false);
  });
});
