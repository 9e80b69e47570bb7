/** Exports: one at a time, cancelled, failed with a reason. */
import { describe, expect, test } from 'vitest';
import type { ExportView } from '../../../src/shared/studio/exports.ts';
import { studioForTests } from './studio-fixture.ts';

const at = studioForTests();

describe('exports', () => {
  const text = (what: string) => ({ kind: 'text' as const, text: what });

  test('one at a time, told by events, cancelled when asked', async () => {
    const { id } = await at().importPicture(1);
    let release = (): void => {};
    at().engine.exportGate = signal =>
      new Promise(resolve => {
        release = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    const first = await at().studio.api.call('exports.start', {
      avatarId: id,
      speech: text('Hello'),
      width: 416,
      height: 704,
    });
    expect(first).toMatchObject({
      state: 'running',
      phase: 'preparing',
      downloadUrl: null,
      fileName: expect.stringMatching(/^Test .*\.mp4$/),
    });
    const second = await at().studio.api.call('exports.start', {
      avatarId: id,
      speech: text('Again'),
      width: 416,
      height: 704,
    });
    expect(second.fileName).not.toBe(first.fileName);
    await expect.poll(() => at().engine.jobs.length).toBe(1);
    release();
    await expect.poll(() => at().engine.jobs.length).toBe(2);
    const [newest, oldest] = await at().studio.api.call('exports.list', {});
    expect(oldest).toMatchObject({
      id: first.id,
      state: 'done',
      bytes: 7,
      downloadUrl: `/studio/exports/${first.id}/file`,
    });
    expect(newest?.id).toBe(second.id);
    expect(await at().studio.api.call('exports.cancel', { id: second.id })).toMatchObject({
      state: 'cancelled',
    });
    const told = at().events.flatMap(event => (event.name === 'export.changed' ? [event.export] : []));
    expect(
      told.filter(view => view.id === first.id).map(({ state, phase }: ExportView) => `${state} ${phase}`),
    ).toEqual(['running preparing', 'running rendering', 'done finishing']);
  });

  test('two asked for at once are two files', async () => {
    const { id } = await at().importPicture(1);
    const ask = { avatarId: id, speech: text('Hello'), width: 416, height: 704 };
    const start = () => at().studio.api.call('exports.start', ask);
    const views = await Promise.all([start(), start(), start()]);
    expect(new Set(views.map(({ fileName }) => fileName)).size).toBe(3);
  });

  test('failures carry their reason', async () => {
    const { id } = await at().importPicture(1);
    const ask = { avatarId: id, width: 416, height: 704 };
    await expect(at().studio.api.call('exports.start', { ...ask, speech: text('  ') })).rejects.toMatchObject(
      {
        code: 'speech/empty-text',
      },
    );
    await expect(
      at().studio.api.call('exports.start', { ...ask, speech: text('x'), transparent: true }),
    ).rejects.toMatchObject({ code: 'export/unsupported' });
    await expect(
      at().studio.api.call('exports.start', { ...ask, speech: { kind: 'upload', uploadId: 'x' } }),
    ).rejects.toMatchObject({ code: 'store/not-found' });
    await expect(
      at().studio.api.call('exports.start', { ...ask, avatarId: 'x', speech: text('x') }),
    ).rejects.toMatchObject({ code: 'avatar/not-found' });
    const failed = await at().studio.api.call('exports.start', { ...ask, speech: text('fail') });
    await expect
      .poll(async () => (await at().studio.api.call('exports.list', {})).find(view => view.id === failed.id))
      .toMatchObject({
        state: 'failed',
        error: { code: 'speech/failed', message: 'The voice stopped.' },
      });
  });
});
