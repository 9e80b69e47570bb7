/** What is kept of sessions: sound, figures, and nothing when the user says so. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SessionAsk } from '../../../src/main/engine/session.ts';
import { DEFAULT_BACKGROUND } from '../../../src/shared/avatar.ts';
import { CompositorOptions } from '../../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../../src/shared/renderer-options/portrait.ts';
import { studioForTests } from './studio-fixture.ts';

const at = studioForTests();

describe('sessions', () => {
  const stats = {
    framesSent: 28,
    framesDropped: 0,
    audioMicros: 1_120_000,
    bytesSent: 1,
    errors: 0,
    inferMsPerFrame: 1,
    encodeMsPerFrame: 1,
  };
  const ask: SessionAsk = {
    protocol: 'omnirt',
    avatarId: null,
    avatar: { picture: new Uint8Array(), mouth: null },
    format: { width: 416, height: 704, fps: 25 },
    fit: 'stretch',
    background: DEFAULT_BACKGROUND,
    renderer: 'portrait',
    options: PortraitOptions.parse({}),
    compositor: CompositorOptions.parse({}),
    jpegQuality: 80,
    settings: { fps: 25 },
  };

  test('a look in the studio that said nothing is not kept; one that spoke is, and is found by name and protocol', async () => {
    const { journal, api } = at().studio;
    const quiet = { ...stats, audioMicros: 0 };
    journal.opened('look', { ...ask, protocol: 'studio' });
    journal.opened('talk', { ...ask, protocol: 'studio' });
    journal.opened('other', ask);
    journal.closed('look', quiet);
    journal.closed('talk', stats);
    journal.closed('other', quiet);
    const ids = async (params = {}) => (await api.call('sessions.list', params)).map(({ id }) => id);
    await expect.poll(() => ids()).toEqual(['other', 'talk']);
    expect(await ids({ search: 'STUD' })).toEqual(['talk']);
    expect(await ids({ search: '%' })).toEqual([]);
    expect(await ids({ protocol: 'omnirt' })).toEqual(['other']);
    expect(await ids({ limit: 1, skip: 1 })).toEqual(['talk']);
    expect(await api.call('sessions.totals', {})).toMatchObject({ sessions: 2 });
  });

  test('its changes go into a video of it: all, the expressions alone, or none', async () => {
    const { journal, api } = at().studio;
    const change = { renderer: 'portrait' as const, options: {}, compositor: {} };
    const smile = { ...change, atMs: 100, options: { expression: 'smile' } };
    const sad = { ...change, atMs: 400, options: { expression: 'sad' }, compositor: { jawBlendAlpha: 0.5 } };
    journal.opened('talk', { ...ask, protocol: 'studio' });
    journal.audio('talk', { sampleRate: 16_000, samples: new Int16Array(16_000) });
    journal.changed('talk', smile);
    // What an older or broken program wrote is left out where it cannot be.
    journal.changed('talk', { ...sad, options: { ...sad.options, mouthAmount: 7, gone: 1 } });
    journal.changed('talk', { ...smile, atMs: 900 });
    journal.closed('talk', stats);
    await expect.poll(async () => (await api.call('sessions.list', {}))[0]?.hasAudio).toBe(true);
    expect(await api.call('sessions.changes', { id: 'talk' })).toEqual([smile, sad, { ...smile, atMs: 900 }]);
    const { id: avatarId } = await at().importPicture(1);
    const part = { kind: 'session' as const, sessionId: 'talk', fromMs: 300, toMs: 800 };
    for (const changes of ['all', 'expressions', 'none'] as const)
      await api.call('exports.start', { avatarId, speech: { ...part, changes } });
    await expect.poll(() => at().engine.jobs.length).toBe(3);
    const [first, second] = [
      { ...smile, atMs: 0 },
      { ...sad, atMs: 100 },
    ];
    expect(at().engine.jobs.map(job => job.changes)).toEqual([
      [first, second],
      [first, { ...second, compositor: {} }],
      [],
    ]);
  });

  test('a take keeps its sound also where that of sessions is not kept', async () => {
    const { journal, api } = at().studio;
    await api.call('settings.update', { keepSessionAudio: false });
    for (const [id, more] of [['plain', {}] as const, ['take', { take: { name: 'Best' } }] as const]) {
      journal.opened(id, { ...ask, ...more });
      journal.audio(id, { sampleRate: 16_000, samples: new Int16Array(8) });
      journal.closed(id, stats);
    }
    const sounds = async () =>
      (await api.call('sessions.list', {})).map(({ id, hasAudio }) => [id, hasAudio]).sort();
    await expect.poll(sounds).toEqual([
      ['plain', false],
      ['take', true],
    ]);
  });

  test('of a look in the studio no sound is left either', async () => {
    const { journal, api } = at().studio;
    journal.opened('look', { ...ask, protocol: 'studio' });
    journal.opened('talk', ask);
    for (const id of ['look', 'talk']) {
      journal.audio(id, { sampleRate: 16_000, samples: new Int16Array(8) });
      journal.closed(id, { ...stats, audioMicros: 0 });
    }
    await expect
      .poll(async () => (await api.call('sessions.list', {})).map(({ id }) => id))
      .toEqual(['talk']);
    await expect.poll(() => readdirSync(path.join(at().dataDir, 'sessions'))).toEqual(['talk']);
  });

  test('sound is kept as it came and can be heard again', async () => {
    at().studio.journal.opened('s1', ask);
    at().studio.journal.audio('s1', { sampleRate: 16_000, samples: Int16Array.from([1, -2, 3]) });
    at().studio.journal.audio('s1', { sampleRate: 16_000, samples: Int16Array.from([4]) });
    at().studio.journal.audio('s1', { sampleRate: 22_050, samples: Int16Array.from([5]) });
    at().studio.journal.closed('s1', stats);
    await expect.poll(async () => (await at().studio.api.call('sessions.list', {}))[0]?.hasAudio).toBe(true);
    expect(await at().studio.api.call('sessions.list', {})).toMatchObject([
      { id: 's1', protocol: 'omnirt', frames: 28, settings: { fps: 25 } },
    ]);
    const { id } = await at().importPicture(1);
    const speech = { kind: 'session' as const, sessionId: 's1' };
    let heard: Buffer | null = null;
    at().engine.exportGate = async () => {
      const [job] = at().engine.jobs;
      if (job?.speech.kind === 'file') heard = readFileSync(job.speech.path);
    };
    await at().studio.api.call('exports.start', { avatarId: id, speech, width: 417, height: 704 });
    await expect.poll(() => heard).not.toBeNull();
    expect(at().engine.jobs[0]).toMatchObject({ format: { width: 416, height: 704 } });
    const samples = heard!.subarray(44);
    expect([0, 2, 4, 6, 8].map(offset => samples.readInt16LE(offset))).toEqual([1, -2, 3, 4, 5]);
    expect(heard!.readUInt32LE(24)).toBe(16_000);
  });

  test('a forgotten one is gone at once, comes back when asked, and its sound is deleted in the end', async () => {
    const { journal, api } = at().studio;
    const folder = path.join(at().dataDir, 'sessions', 's1');
    journal.opened('s1', ask);
    journal.audio('s1', { sampleRate: 16_000, samples: new Int16Array(8) });
    journal.closed('s1', stats);
    await expect.poll(async () => (await api.call('sessions.list', {}))[0]?.hasAudio).toBe(true);
    const { undo } = await api.call('sessions.remove', { id: 's1' });
    expect(await api.call('sessions.list', {})).toEqual([]);
    await expect(api.call('sessions.remove', { id: 's1' })).rejects.toMatchObject({
      code: 'session/not-found',
    });
    expect(await api.call('sessions.restore', { undo })).toEqual({ count: 1 });
    expect((await api.call('sessions.get', { id: 's1' })).audioBytes).toBe(16);
    expect(existsSync(folder)).toBe(true);
    await expect(api.call('sessions.restore', { undo })).rejects.toMatchObject({ code: 'store/not-found' });

    const before = new Date(Date.now() + 1000).toISOString();
    expect(await api.call('sessions.forgetOlder', { before })).toMatchObject({ count: 1 });
    expect(await api.call('sessions.totals', {})).toMatchObject({ sessions: 0, audioBytes: 0 });
    await at().reopen();
    expect(existsSync(folder)).toBe(false);
  });

  test('texts, clients, takes, errors and times are found by', async () => {
    const { journal, api } = at().studio;
    journal.opened('a', { ...ask, client: { name: 'python/3', origin: 'http://localhost:3000' } });
    journal.opened('b', { ...ask, protocol: 'studio' });
    journal.audio('b', { sampleRate: 16_000, samples: new Int16Array(8), text: '你好，世界' });
    journal.audio('b', { sampleRate: 16_000, samples: new Int16Array(8) });
    journal.opened('gone', { ...ask, keep: false });
    journal.audio('gone', { sampleRate: 16_000, samples: new Int16Array(8), text: 'a replay' });
    journal.closed('a', { ...stats, errors: 2 });
    journal.closed('b', stats);
    journal.closed('gone', stats);
    const ids = async (params = {}) => (await api.call('sessions.list', params)).map(({ id }) => id);
    await expect.poll(() => ids()).toEqual(['b', 'a']);
    expect(await ids({ search: '世界' })).toEqual(['b']);
    expect(await ids({ search: 'PYTHON' })).toEqual(['a']);
    expect(await ids({ search: 'localhost:3' })).toEqual(['a']);
    expect(await ids({ withErrors: true })).toEqual(['a']);
    expect(await ids({ takesOnly: true })).toEqual([]);
    expect(await ids({ until: '2020-01-01T00:00:00.000Z' })).toEqual([]);
    const take = await api.call('sessions.addTake', { id: 'b', name: 'Best', fromMs: 100 });
    expect(await ids({ takesOnly: true, since: '2020-01-01T00:00:00.000Z' })).toEqual(['b']);
    expect(await api.call('sessions.count', { takesOnly: true })).toEqual({ count: 1 });
    expect(await api.call('sessions.get', { id: 'b' })).toMatchObject({ takes: [take], said: '你好，世界' });
    expect(await api.call('sessions.text', { id: 'b' })).toEqual({ text: '你好，世界' });
    expect(await api.call('sessions.facets', {})).toEqual({ protocols: ['omnirt', 'studio'], avatars: [] });
    expect(existsSync(path.join(at().dataDir, 'sessions', 'gone'))).toBe(false);
  });

  test('nothing is kept when the user says so; a running session cannot be removed', async () => {
    await at().studio.api.call('settings.update', { keepSessionAudio: false });
    at().studio.journal.opened('s2', ask);
    at().studio.journal.audio('s2', { sampleRate: 16_000, samples: new Int16Array(10) });
    at().open = [{ id: 's2', protocol: 'omnirt', avatarId: null, kind: 'live', stats }];
    await expect
      .poll(() => at().studio.api.call('sessions.list', {}))
      .toMatchObject([{ id: 's2', frames: 28, endedAt: null, hasAudio: false }]);
    await expect(at().studio.api.call('sessions.remove', { id: 's2' })).rejects.toMatchObject({
      code: 'store/conflict',
    });
    expect(existsSync(path.join(at().dataDir, 'sessions'))).toBe(false);
    expect((await at().studio.api.call('server.status', {})).sessions).toMatchObject([
      { id: 's2', framesSent: 28 },
    ]);
    at().studio.journal.opened('s2', ask); // a doubled id is logged, not thrown
  });
});
