/** What the page asks for, over a real store and a fake engine. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { SessionAsk } from '../../../src/main/engine/session.ts';
import type { OpenSessionView } from '../../../src/main/engine/session-opener.ts';
import { openStore } from '../../../src/main/store/sqlite/open-store.ts';
import type { Store } from '../../../src/main/store/store.ts';
import { createStudioServer, type StudioServer } from '../../../src/main/studio-server/studio-server.ts';
import { systemClock } from '../../../src/main/system-clock.ts';
import { DEFAULT_BACKGROUND } from '../../../src/shared/avatar.ts';
import { CompositorOptions } from '../../../src/shared/compositor-options.ts';
import { StudioError } from '../../../src/shared/errors.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { PortraitOptions } from '../../../src/shared/renderer-options/portrait.ts';
import { AvatarView, type ExportView, type StudioEvent } from '../../../src/shared/studio-api.ts';
import { FakeStudioEngine, pictureWith } from '../../support/fake-studio-engine.ts';
import { SocketClient } from '../../support/socket-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

const UploadReply = z.object({ uploadId: z.string(), durationMs: z.number() });

let dataDir: string;
let demoDir: string;
let store: Store;
let engine: FakeStudioEngine;
let studio: StudioServer;
let open: OpenSessionView[];
let events: StudioEvent[];
let server: TestServer | null = null;

const build = (): StudioServer => {
  store = openStore({ dataDir, log: silentLog });
  engine = new FakeStudioEngine();
  open = [];
  events = [];
  const built = createStudioServer({
    store,
    engine,
    speech: {
      voices: () => [{ id: 'v', label: 'Voice', languages: ['en'] }],
      speak: async function* ({ text }) {
        if (text === 'fail') throw new StudioError('speech/failed', 'The voice stopped.');
        yield { sampleRate: 22_050, samples: new Int16Array(100), phones: null, words: [] };
      },
      close: () => {},
    },
    clock: systemClock,
    log: silentLog,
    dataDir,
    demoDir,
    version: '0.1.0',
    runtime: 'resident',
    server: () => ({ port: 8765, wsUrl: 'ws://127.0.0.1:8765' }),
    sessions: () => open,
  });
  built.api.subscribe(event => events.push(event));
  return built;
};

beforeEach(() => {
  const root = mkdtempSync(path.join(tmpdir(), 'studio-'));
  dataDir = path.join(root, 'data');
  demoDir = path.join(root, 'demo');
  mkdirSync(path.join(demoDir, 'mira'), { recursive: true });
  writeFileSync(path.join(demoDir, 'mira', 'face.png'), pictureWith(1, 'demo'));
  const description = { id: 'mira', name: { en: 'Mira', zh: '米拉' }, licence: 'CC0', file: 'face.png' };
  writeFileSync(path.join(demoDir, 'mira', 'avatar.json'), JSON.stringify(description));
  mkdirSync(path.join(demoDir, 'broken'));
  writeFileSync(path.join(demoDir, 'broken', 'avatar.json'), '{');
  studio = build();
});
afterEach(async () => {
  await server?.gateway.close();
  server = null;
  await studio.close();
  store.close();
  rmSync(path.dirname(dataDir), { recursive: true, force: true });
});

const importPicture = (faces: number, note = ''): Promise<AvatarView> =>
  studio.avatars.import(pictureWith(faces, note), { name: 'Test' });

describe('avatars', () => {
  test('the demo avatars come in once and stay away when removed', async () => {
    await studio.start();
    const [mira, ...others] = await studio.api.call('avatars.list', {});
    expect(mira).toMatchObject({
      id: 'mira',
      name: 'Mira',
      demo: true,
      licence: 'CC0',
      mouthSource: 'detected',
    });
    expect(others).toEqual([]);
    await studio.api.call('avatars.remove', { id: 'mira' });
    await studio.start();
    expect(await studio.api.call('avatars.list', {})).toEqual([]);
    expect(await studio.api.call('avatars.restore', { id: 'mira' })).toMatchObject({ id: 'mira' });
  });

  test('faces, hand-drawn mouths and back', async () => {
    const { id } = await importPicture(2);
    expect(await studio.api.call('avatars.chooseFace', { id, faceIndex: 1 })).toMatchObject({
      faceIndex: 1,
      mouth: { animation: { mouth_center: [0.4, 0.6] } },
    });
    await expect(studio.api.call('avatars.chooseFace', { id, faceIndex: 2 })).rejects.toMatchObject({
      code: 'request/invalid',
    });
    const mouth = {
      animation: { mouth_center: [0.5, 0.5] as [number, number], mouth_rx: 0.1, mouth_ry: 0.05 },
    };
    expect(await studio.api.call('avatars.setMouth', { id, mouth })).toMatchObject({
      mouthSource: 'hand',
      mouth,
    });
    expect(await studio.avatars.picture(id)).toMatchObject({ mouth, faceIndex: 1 });
    expect(await studio.api.call('avatars.setMouth', { id, mouth: null })).toMatchObject({
      mouthSource: 'detected',
    });
    const faceless = await importPicture(0);
    expect(faceless).toMatchObject({ mouth: null, mouthSource: 'none', faces: [] });
  });

  test('the same picture is one avatar, brought back when it was removed', async () => {
    const first = await importPicture(1);
    await studio.api.call('avatars.remove', { id: first.id });
    expect(await studio.avatars.picture(first.id)).toBeNull();
    expect((await importPicture(1)).id).toBe(first.id);
    expect(readdirSync(path.join(dataDir, 'avatars'))).toHaveLength(2);
  });

  test('bad pictures are named and leave nothing', async () => {
    const tries = [new Uint8Array(), Buffer.from('no picture'), new Uint8Array(20 * 1024 * 1024 + 1)];
    const codes = ['avatar/unreadable', 'avatar/unreadable', 'avatar/too-large'];
    for (const [i, picture] of tries.entries()) {
      await expect(studio.avatars.import(picture, { name: 'x' })).rejects.toMatchObject({ code: codes[i] });
    }
    expect(studio.avatars.list()).toEqual([]);
    expect(existsSync(path.join(dataDir, 'avatars'))).toBe(false);
  });
});

describe('settings', () => {
  test('only what is named changes, and a damaged value is its default', async () => {
    await studio.api.call('settings.update', { theme: 'dark', rate: 1.5 });
    await studio.api.call('settings.update', { language: 'zh' });
    expect(await studio.api.call('settings.get', {})).toMatchObject({
      theme: 'dark',
      rate: 1.5,
      language: 'zh',
      pitch: 1,
    });
    expect(events.filter(({ name }) => name === 'settings.changed')).toHaveLength(2);
    store.settings.set({ theme: 'neon', unknown: 1 });
    await studio.close();
    store.close();
    studio = build();
    const settings = await studio.api.call('settings.get', {});
    expect(settings).toMatchObject({ theme: 'system', rate: 1.5 });
    expect(settings).not.toHaveProperty('unknown');
    await expect(studio.api.call('settings.update', { rate: 9 })).rejects.toMatchObject({
      code: 'request/invalid',
    });
  });
});

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

  test('sound is kept as it came and can be heard again', async () => {
    studio.journal.opened('s1', ask);
    studio.journal.audio('s1', { sampleRate: 16_000, samples: Int16Array.from([1, -2, 3]) });
    studio.journal.audio('s1', { sampleRate: 16_000, samples: Int16Array.from([4]) });
    studio.journal.audio('s1', { sampleRate: 22_050, samples: Int16Array.from([5]) });
    studio.journal.closed('s1', stats);
    await expect.poll(async () => (await studio.api.call('sessions.list', {}))[0]?.hasAudio).toBe(true);
    expect(await studio.api.call('sessions.list', {})).toMatchObject([
      { id: 's1', protocol: 'omnirt', frames: 28, settings: { fps: 25 } },
    ]);
    const { id } = await importPicture(1);
    const speech = { kind: 'session' as const, sessionId: 's1' };
    await studio.api.call('exports.start', { avatarId: id, speech, width: 417, height: 704 });
    await expect.poll(() => engine.jobs.length).toBe(1);
    expect(engine.jobs[0]).toMatchObject({
      format: { width: 416, height: 704 },
      speech: {
        utterances: [
          { sampleRate: 16_000, samples: Int16Array.from([1, -2, 3, 4]) },
          { sampleRate: 22_050, samples: Int16Array.from([5]) },
        ],
      },
    });
    await studio.api.call('sessions.remove', { id: 's1' });
    expect(existsSync(path.join(dataDir, 'sessions', 's1'))).toBe(false);
    await expect(studio.api.call('sessions.remove', { id: 's1' })).rejects.toMatchObject({
      code: 'session/not-found',
    });
  });

  test('nothing is kept when the user says so; a running session cannot be removed', async () => {
    await studio.api.call('settings.update', { keepSessionAudio: false });
    studio.journal.opened('s2', ask);
    studio.journal.audio('s2', { sampleRate: 16_000, samples: new Int16Array(10) });
    open = [{ id: 's2', protocol: 'omnirt', avatarId: null, kind: 'live', stats }];
    expect(await studio.api.call('sessions.list', {})).toMatchObject([
      { id: 's2', frames: 28, endedAt: null, hasAudio: false },
    ]);
    await expect(studio.api.call('sessions.remove', { id: 's2' })).rejects.toMatchObject({
      code: 'store/conflict',
    });
    expect(existsSync(path.join(dataDir, 'sessions'))).toBe(false);
    expect((await studio.api.call('server.status', {})).sessions).toMatchObject([
      { id: 's2', framesSent: 28 },
    ]);
    studio.journal.opened('s2', ask); // a doubled id is logged, not thrown
  });
});

describe('exports', () => {
  const text = (what: string) => ({ kind: 'text' as const, text: what });

  test('one at a time, told by events, cancelled when asked', async () => {
    const { id } = await importPicture(1);
    let release = (): void => {};
    engine.exportGate = signal =>
      new Promise(resolve => {
        release = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    const first = await studio.api.call('exports.start', {
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
    const second = await studio.api.call('exports.start', {
      avatarId: id,
      speech: text('Again'),
      width: 416,
      height: 704,
    });
    expect(second.fileName).not.toBe(first.fileName);
    await expect.poll(() => engine.jobs.length).toBe(1);
    release();
    await expect.poll(() => engine.jobs.length).toBe(2);
    const [newest, oldest] = await studio.api.call('exports.list', {});
    expect(oldest).toMatchObject({
      id: first.id,
      state: 'done',
      bytes: 7,
      downloadUrl: `/studio/exports/${first.id}/file`,
    });
    expect(newest?.id).toBe(second.id);
    expect(await studio.api.call('exports.cancel', { id: second.id })).toMatchObject({ state: 'cancelled' });
    const told = events.flatMap(event => (event.name === 'export.changed' ? [event.export] : []));
    expect(
      told.filter(view => view.id === first.id).map(({ state, phase }: ExportView) => `${state} ${phase}`),
    ).toEqual(['running preparing', 'running rendering', 'done finishing']);
  });

  test('failures carry their reason', async () => {
    const { id } = await importPicture(1);
    const ask = { avatarId: id, width: 416, height: 704 };
    await expect(studio.api.call('exports.start', { ...ask, speech: text('  ') })).rejects.toMatchObject({
      code: 'speech/empty-text',
    });
    await expect(
      studio.api.call('exports.start', { ...ask, speech: text('x'), transparent: true }),
    ).rejects.toMatchObject({ code: 'export/unsupported' });
    await expect(
      studio.api.call('exports.start', { ...ask, speech: { kind: 'upload', uploadId: 'x' } }),
    ).rejects.toMatchObject({ code: 'store/not-found' });
    await expect(
      studio.api.call('exports.start', { ...ask, avatarId: 'x', speech: text('x') }),
    ).rejects.toMatchObject({ code: 'avatar/not-found' });
    const failed = await studio.api.call('exports.start', { ...ask, speech: text('fail') });
    await expect
      .poll(async () => (await studio.api.call('exports.list', {})).find(view => view.id === failed.id))
      .toMatchObject({
        state: 'failed',
        error: { code: 'speech/failed', message: 'The voice stopped.' },
      });
  });
});

describe('over the wire', () => {
  const start = async (): Promise<{ base: string; headers: Record<string, string> }> => {
    server = await startTestServer({ gateway: { routes: studio.routes } });
    return {
      base: server.gateway.url.slice(0, -1),
      headers: { authorization: `Bearer ${server.tokens.api}` },
    };
  };

  test('a picture goes up, comes back, and its video comes down', async () => {
    const { base, headers } = await start();
    const body = Buffer.from(pictureWith(1, 'up'));
    const posted = await fetch(`${base}/studio/avatars`, {
      method: 'POST',
      headers: { ...headers, 'x-file-name': encodeURIComponent('我的_照片.png') },
      body,
    });
    const view = AvatarView.parse(await posted.json());
    expect(view).toMatchObject({ name: '我的 照片', mouthSource: 'detected' });
    const picture = await fetch(base + view.pictureUrl, { headers });
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(body);
    expect(await (await fetch(base + view.thumbnailUrl, { headers })).text()).toBe('thumbnail');
    expect((await fetch(base + view.pictureUrl)).status).toBe(401);
    const upload = await fetch(`${base}/studio/uploads`, {
      method: 'POST',
      headers: { ...headers, 'x-file-name': 'a.wav' },
      body: 'sound',
    });
    const { uploadId, durationMs } = UploadReply.parse(await upload.json());
    expect(durationMs).toBe(1500);
    const job = await studio.api.call('exports.start', {
      avatarId: view.id,
      speech: { kind: 'upload', uploadId },
      width: 416,
      height: 704,
    });
    await expect.poll(async () => (await studio.api.call('exports.list', {}))[0]?.state).toBe('done');
    const video = await fetch(`${base}/studio/exports/${job.id}/file`, { headers });
    expect(video.headers.get('content-type')).toBe('video/mp4');
    expect(video.headers.get('content-disposition')).toContain('attachment');
    expect(await video.text()).toBe('a video');
  });

  test('bad uploads are named and leave no file', async () => {
    const { base, headers } = await start();
    const picture = await fetch(`${base}/studio/avatars`, { method: 'POST', headers, body: 'nothing' });
    expect([picture.status, await picture.json()]).toMatchObject([
      422,
      { error: { code: 'avatar/unreadable' } },
    ]);
    const large = await fetch(`${base}/studio/avatars`, {
      method: 'POST',
      headers,
      body: Buffer.alloc(21 * 1024 * 1024),
    });
    expect(large.status).toBe(413);
    const sound = await fetch(`${base}/studio/uploads`, {
      method: 'POST',
      headers: { ...headers, 'x-file-name': '../../x.txt' },
      body: 'text',
    });
    expect([sound.status, await sound.json()]).toMatchObject([422, { error: { code: 'audio/unreadable' } }]);
    expect(readdirSync(path.join(dataDir, 'uploads'))).toEqual([]);
    expect((await fetch(`${base}/studio/avatars/nobody/picture`, { headers })).status).toBe(404);
  });

  test('calls, errors and events over one socket', async () => {
    const { headers } = await start();
    const url = `${server?.wsBase}/studio/rpc`;
    await expect(SocketClient.open(url)).rejects.toMatchObject({ status: 401 });
    const client = await SocketClient.open(url, { headers });
    const { id } = await importPicture(1, 'rpc');
    expect(await client.json()).toEqual({ event: { name: 'avatars.changed' } });
    client.send({ id: 1, method: 'avatars.rename', params: { id, name: 'New' } });
    expect(await client.json()).toEqual({ event: { name: 'avatars.changed' } });
    expect(await client.json()).toMatchObject({ id: 1, result: { id, name: 'New' } });
    client.send({ id: 2, method: 'voices.list' });
    expect(await client.json()).toEqual({ id: 2, result: [{ id: 'v', label: 'Voice', languages: ['en'] }] });
    client.send({ id: 3, method: 'avatars.rename', params: { id: 'x', name: 'y' } });
    expect(await client.json()).toMatchObject({
      id: 3,
      error: { code: 'avatar/not-found', details: { avatarId: 'x' } },
    });
    client.send({ id: 4, method: 'constructor', params: {} });
    expect(await client.json()).toMatchObject({ id: 4, error: { code: 'request/invalid' } });
    client.send({ id: 5, method: 'avatars.rename', params: { id, name: '' } });
    expect(await client.json()).toMatchObject({
      id: 5,
      error: { code: 'request/invalid', message: expect.stringContaining('avatars.rename.name') },
    });
    for (const garbage of ['{', '[]', '{"id":"x"}', Buffer.from([1, 2])]) {
      client.send(garbage);
      expect(await client.json()).toMatchObject({ id: -1, error: { code: 'request/invalid' } });
    }
    client.close();
  });
});

test('the picture on disk has the name of its hash', async () => {
  const { id } = await importPicture(1);
  const { picture } = studio.avatars.filesOf(id);
  expect(await readFile(picture)).toEqual(Buffer.from(pictureWith(1)));
  expect(path.basename(picture)).toMatch(/^[0-9a-f]{64}\.png$/);
});
