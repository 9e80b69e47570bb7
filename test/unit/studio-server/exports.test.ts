/** The queue of exports: one at a time, in order, moved, cancelled, tried again, brought back; its inputs kept; a restart in the middle. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { StudioError } from '../../../src/shared/errors.ts';
import { pictureWith } from '../../support/fake-studio-engine.ts';
import { studioForTests } from './studio-fixture.ts';

const at = studioForTests();
const text = (what: string) => ({ kind: 'text' as const, text: what });
const call: ReturnType<typeof at>['studio']['api']['call'] = (...args) => at().studio.api.call(...args);

const start = async (what = 'Hello', more = {}) => {
  const { id: avatarId } = await at().importPicture(1);
  return call('exports.start', { avatarId, speech: text(what), width: 416, height: 704, ...more });
};
const states = async () => (await call('exports.list', {})).map(({ id, state }) => ({ id, state }));
const stateOf = async (id: string) => (await states()).find(one => one.id === id)?.state;
/** Holds every export until it is let go. */
const hold = () => {
  let release = (): void => {};
  at().engine.exportGate = signal =>
    new Promise(resolve => {
      release = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  return () => release();
};

describe('the queue', () => {
  test('one at a time, told by events, and the next when it is done', async () => {
    const release = hold();
    const first = await start();
    expect(first).toMatchObject({
      state: 'running',
      phase: 'preparing',
      downloadUrl: null,
      fileName: expect.stringMatching(/^Test .*\.mp4$/),
      source: { kind: 'text', label: 'Hello', sessionId: null },
    });
    const second = await start('Again', { container: 'png' });
    expect(second).toMatchObject({
      state: 'waiting',
      position: 0,
      fileName: expect.stringMatching(/^Test .*\.zip$/),
    });
    await expect.poll(() => at().engine.jobs.length).toBe(1);
    release();
    await expect.poll(() => at().engine.jobs.length).toBe(2);
    expect(await call('exports.list', {})).toMatchObject([
      { id: second.id, state: 'running' },
      { id: first.id, state: 'done', bytes: 7, downloadUrl: `/studio/exports/${first.id}/file` },
    ]);
    const told = at().events.flatMap(event => (event.name === 'export.changed' ? [event.export] : []));
    const ofFirst = told.filter(view => view.id === first.id).map(view => `${view.state} ${view.phase}`);
    expect([...new Set(ofFirst)]).toEqual(['running preparing', 'running rendering', 'done finishing']);
    await expect.poll(() => existsSync(path.join(at().dataDir, 'export-jobs', first.id))).toBe(false);
    expect(await call('exports.place', {})).toMatchObject({ bytes: 7, freeBytes: expect.any(Number) });
  });

  test('is moved, cancelled, tried again; what was removed comes back', async () => {
    const release = hold();
    const [a, b, c] = [await start('a'), await start('b'), await start('c')];
    await call('exports.move', { id: c.id, position: 0 });
    expect(await states()).toEqual([
      { id: a.id, state: 'running' },
      { id: c.id, state: 'waiting' },
      { id: b.id, state: 'waiting' },
    ]);
    expect(await call('exports.cancel', { id: a.id })).toMatchObject({ state: 'cancelled' });
    await expect.poll(() => stateOf(c.id)).toBe('running');
    expect(await call('exports.cancel', { id: b.id })).toMatchObject({ state: 'cancelled' });
    expect(await call('exports.retry', { id: a.id })).toMatchObject({ state: 'waiting' });
    await expect(call('exports.retry', { id: c.id })).rejects.toMatchObject({ code: 'store/conflict' });
    await call('exports.remove', { id: c.id });
    expect((await states()).map(({ id }) => id)).toEqual([a.id, b.id]);
    expect(await call('exports.restore', { id: c.id })).toMatchObject({ state: 'cancelled' });
    await expect.poll(() => stateOf(a.id)).toBe('running');
    release();
    await expect.poll(() => stateOf(a.id)).toBe('done');
    await expect(call('exports.cancel', { id: 'nobody' })).rejects.toMatchObject({ code: 'store/not-found' });
  });

  test('one whose time to come back is over stays away', async () => {
    hold();
    const { id } = await start();
    // As the row is while its files are being deleted.
    at().store.exports.remove(id);
    await expect(call('exports.restore', { id })).rejects.toMatchObject({ code: 'store/not-found' });
  });

  test('one that was asked for before the start-up was through keeps its half-written file', async () => {
    const release = hold();
    const { fileName } = await start();
    await expect.poll(() => at().engine.jobs.length).toBe(1);
    const folder = path.join(at().dataDir, 'exports');
    for (const name of [`.${fileName}.12345678.part`, '.left.mp4.12345678.part'])
      writeFileSync(path.join(folder, name), 'half');
    await at().studio.start();
    expect(readdirSync(folder)).toEqual([`.${fileName}.12345678.part`]);
    release();
  });

  test('two asked for at once are two files', async () => {
    const { id: avatarId } = await at().importPicture(1);
    const ask = { avatarId, speech: text('Hello'), width: 416, height: 704 };
    const views = await Promise.all([1, 2, 3].map(() => call('exports.start', ask)));
    expect(new Set(views.map(({ fileName }) => fileName)).size).toBe(3);
  });

  test('goes on after the program ended: the unfinished one first, the others in their order', async () => {
    hold();
    const [a, b] = [await start('a'), await start('b', { look: { renderer: 'wav2lip' } })];
    await expect.poll(() => at().engine.jobs.length).toBe(1);
    // As a crash leaves it: the row says that it runs, and a file is half written.
    await at().reopen();
    at().store.exports.change(a.id, { to: 'running' });
    const folder = path.join(at().dataDir, 'exports');
    writeFileSync(path.join(folder, '.half.mp4.12345678.part'), 'half');
    writeFileSync(path.join(at().dataDir, 'export-jobs', a.id, 'note'), '');
    at().engine.exportGate = async () => {};
    at().engine.jobs.length = 0;
    await at().studio.start();
    await expect.poll(states).toEqual([
      { id: b.id, state: 'done' },
      { id: a.id, state: 'done' },
    ]);
    expect(at().engine.jobs).toMatchObject([{ renderer: 'portrait' }, { renderer: 'wav2lip' }]);
    expect(readdirSync(folder).sort()).toEqual([a.fileName, b.fileName].sort());
    await expect.poll(() => readdirSync(path.join(at().dataDir, 'export-jobs'))).toEqual([]);
  });
});

describe('what an export needs', () => {
  test('is kept as it was when it was asked for', async () => {
    const release = hold();
    await start('first');
    await call('settings.update', { compositor: { mode: 'easy_improved' } });
    const { id: avatarId } = await at().importPicture(1, 'other');
    const speech = text('second');
    const waiting = await call('exports.start', { avatarId, speech, width: 416, height: 704 });
    await call('avatars.remove', { id: avatarId });
    at().store.avatars.purge('2100-01-01');
    await call('settings.update', { compositor: { mode: 'basic' } });
    release();
    await expect.poll(() => at().engine.jobs.length).toBe(2);
    expect(Buffer.from(at().engine.jobs[1]!.avatar.picture)).toEqual(pictureWith(1, 'other'));
    expect(at().engine.jobs[1]!.compositor.mode).toBe('easy_improved');
    expect(waiting).toMatchObject({ avatarName: 'Test', mode: 'easy_improved' });
  });

  test('gone all the same → export/input-gone, and it can be asked for anew', async () => {
    const release = hold();
    await start('first');
    const lost = await start('second');
    rmSync(path.join(at().dataDir, 'export-jobs', lost.id), { recursive: true });
    release();
    await expect.poll(() => stateOf(lost.id)).toBe('failed');
    const view = (await call('exports.list', {})).find(({ id }) => id === lost.id);
    expect(view?.error?.code).toBe('export/input-gone');
  });

  test('starts again when the engine breaks, and fails when it breaks again and again', async () => {
    let breaks = 2;
    at().engine.exportGate = async () => {
      if (breaks-- > 0) throw new StudioError('engine/crashed', 'The engine broke.');
    };
    const mended = await start('a');
    await expect.poll(() => stateOf(mended.id)).toBe('done');
    breaks = 3;
    const broken = await start('b');
    await expect.poll(() => stateOf(broken.id)).toBe('failed');
    expect(at().engine.jobs).toHaveLength(6);
  });

  test('failures carry their reason', async () => {
    const { id: avatarId } = await at().importPicture(1);
    const ask = { avatarId, width: 416, height: 704 };
    const refused = (more: object) =>
      expect(call('exports.start', { ...ask, speech: text('x'), ...more })).rejects;
    await refused({ speech: text('  ') }).toMatchObject({ code: 'speech/empty-text' });
    await refused({ transparent: true }).toMatchObject({ code: 'export/unsupported' });
    await refused({ speech: { kind: 'upload', uploadId: 'x' } }).toMatchObject({ code: 'store/not-found' });
    await refused({ speech: { kind: 'session', sessionId: 'x' } }).toMatchObject({
      code: 'session/not-found',
    });
    await refused({ avatarId: 'x' }).toMatchObject({ code: 'avatar/not-found' });
    const failed = await start('fail');
    await expect.poll(() => stateOf(failed.id)).toBe('failed');
    expect((await call('exports.list', {}))[0]).toMatchObject({
      error: { code: 'speech/failed', message: 'The voice stopped.' },
    });
    expect(await call('exports.retry', { id: failed.id })).toMatchObject({ error: null });
  });

  test('finished files go when the settings say so, and a moved one is said to be gone', async () => {
    const kept = await start('a');
    await expect.poll(() => stateOf(kept.id)).toBe('done');
    const file = path.join(at().dataDir, 'exports', kept.fileName);
    expect(readFileSync(file, 'utf8')).toBe('a video');
    await call('settings.update', { keepExportsMb: 1 });
    at().store.exports.change(kept.id, { to: 'done', frames: 1, bytes: 2 * 1024 * 1024 });
    await at().studio.start();
    expect(await states()).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });
});
