/** A real server with its engine: the stage seen by a second program, and takes that outlive a kill. Real sockets, real store. */
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { decodeLiveUnit, type LiveUnit } from '../../src/shared/native-protocol.ts';
import type { StudioMethod, StudioParams, StudioResult } from '../../src/shared/studio-api.ts';
import { unstackAlpha } from '../../src/shared/unstack-alpha.ts';
import { type ServedStudio, serveStudio } from '../support/served-studio.ts';
import { SocketClient } from '../support/socket-client.ts';

const SOURCES = fileURLToPath(new URL('../../src/main/cli.ts', import.meta.url));
const [WIDTH, HEIGHT] = [160, 200];

let server: ServedStudio;
let cookie: string;
let stage: SocketClient;
let avatarId: string;

const ask = async <M extends StudioMethod>(method: M, params: StudioParams<M>): Promise<StudioResult<M>> => {
  const client = await SocketClient.open(`${server.ws}/studio/rpc`, {
    headers: { authorization: `Bearer ${server.token}` },
  });
  client.send({ id: 1, method, params });
  for (;;) {
    const { id, result, error } = await client.json();
    if (id !== 1) continue;
    client.close();
    if (error !== undefined) throw new Error(JSON.stringify(error));
    return result as StudioResult<M>;
  }
};

/** The first message of a type; everything before it goes into `units` or is left. */
const until = async (client: SocketClient, type: string, units: LiveUnit[] = []) => {
  for (;;) {
    const message = await client.next(30_000);
    if (message === null) throw new Error(`the socket closed before ${type}`);
    if (message.kind === 'text') {
      if (message.json.type === type || message.json.name === type) return message.json;
      if (message.json.type === 'error') throw new Error(JSON.stringify(message.json));
    } else {
      const unit = decodeLiveUnit(message.bytes);
      if (unit !== null) units.push({ ...unit, bytes: unit.bytes.slice() });
    }
  }
};

const openStage = async (): Promise<void> => {
  const { origin } = new URL(server.url);
  const keyed = await fetch(`${origin}/?token=${server.token}`, { redirect: 'manual' });
  cookie = keyed.headers.get('set-cookie')!.split(';')[0]!;
  stage = await SocketClient.open(`${server.ws}/v1/avatar/realtime`, { headers: { cookie }, origin });
};

beforeAll(async () => {
  server = await serveStudio({ entry: SOURCES });
  await vi.waitFor(
    async () => expect((await ask('avatars.list', {})).some(avatar => avatar.hasAlpha)).toBe(true),
    {
      timeout: 60_000,
      interval: 200,
    },
  );
  avatarId = (await ask('avatars.list', {})).find(avatar => avatar.hasAlpha)!.id;
  await openStage();
}, 90_000);
afterAll(() => server?.close());

const create = async () => {
  const config = { delivery: 'live', width: WIDTH, height: HEIGHT, fps: 25, background: 'transparent' };
  stage.send({ type: 'session.create', model: 'portrait', inputs: { avatar_id: avatarId }, config });
  return until(stage, 'session.created');
};

test('a second program sees the same frames with their alpha, and hears the same sound', async () => {
  const { secret } = await ask('access.createToken', { name: 'OBS', scopes: ['feed'] });
  const watcher = await SocketClient.open(`${server.ws}/studio/watch?token=${secret}`);
  expect(await watcher.json()).toEqual({ type: 'watch.waiting' });
  const created = await create();
  expect(created.video).toMatchObject({ width: WIDTH, height: HEIGHT, alpha: 'stacked' });
  const shown = await until(watcher, 'watch.session');
  expect(shown).toMatchObject({
    session_id: created.session_id,
    video: { width: WIDTH, height: HEIGHT, fps: 25, alpha: 'stacked' },
  });
  stage.send({ type: 'speech.text', id: 'a', text: 'Hello there.', language: 'en' });
  const [told, seen]: [LiveUnit[], LiveUnit[]] = [[], []];
  await Promise.all([until(stage, 'speech-end', told), until(watcher, 'speech-end', seen)]);
  const soundOf = (units: LiveUnit[]) =>
    Buffer.concat(units.filter(unit => unit.kind === 'audio').map(unit => unit.bytes));
  expect(soundOf(seen).length).toBeGreaterThan(16_000);
  expect(soundOf(seen).equals(soundOf(told))).toBe(true);
  const frames = new Map(told.filter(unit => unit.kind === 'video').map(unit => [unit.pts, unit.bytes]));
  const common = seen.filter(unit => unit.kind === 'video' && frames.has(unit.pts));
  expect(common.length).toBeGreaterThan(5);
  for (const { pts, bytes } of common) expect(Buffer.from(bytes).equals(frames.get(pts)!)).toBe(true);
  const { data } = await sharp(common.at(-1)!.bytes)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const picture = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  unstackAlpha(new Uint8ClampedArray(data), picture, WIDTH, HEIGHT);
  expect([picture[3], picture[(WIDTH - 1) * 4 + 3]]).toEqual([0, 0]);
  expect(picture[(HEIGHT / 2) * WIDTH * 4 + (WIDTH / 2) * 4 + 3]).toBe(255);
  watcher.close();
}, 90_000);

test('the token of a feed opens the feed and nothing else; without one nothing opens', async () => {
  const { origin } = new URL(server.url);
  const { token, secret } = await ask('access.createToken', { name: 'OBS', scopes: ['feed'] });
  const status = (address: string): Promise<unknown> =>
    SocketClient.open(address).then(
      client => {
        client.close();
        return 'open';
      },
      (error: { status?: number }) => error.status,
    );
  expect(await status(`${server.ws}/studio/watch`)).toBe(401);
  expect(await status(`${server.ws}/studio/rpc?token=${secret}`)).toBe(401);
  expect(await status(`${server.ws}/studio/watch?token=${secret}`)).toBe('open');
  const page = (address: string): Promise<number> => fetch(`${origin}${address}`).then(reply => reply.status);
  expect(await page('/feed')).toBe(401);
  expect(await page(`/?token=${secret}`)).toBe(401);
  await ask('access.revokeToken', { id: token.id });
  expect(await status(`${server.ws}/studio/watch?token=${secret}`)).toBe(401);
}, 30_000);

test('a take is a session of its own, whole also after a kill', async () => {
  await create();
  stage.send({ type: 'session.update', config: { portrait: { expression: 'smile' } } });
  stage.send({ type: 'take.start', name: 'First' });
  const { take_id: first } = await until(stage, 'take.started');
  stage.send({ type: 'speech.text', id: 'b', text: 'This is the first take.', language: 'en' });
  await until(stage, 'speech-end');
  stage.send({ type: 'take.stop' });
  const stopped = await until(stage, 'take.stopped');
  expect(stopped).toMatchObject({ take_id: first });
  await expect.poll(async () => (await ask('sessions.get', { id: String(first) })).hasAudio).toBe(true);
  const kept = await ask('sessions.get', { id: String(first) });
  expect(kept).toMatchObject({
    avatarId,
    takes: [{ name: 'First' }],
    settings: { portrait: { expression: 'smile' } },
  });
  expect(Math.abs(kept.audioMs - Number(stopped.duration_ms))).toBeLessThan(100);

  stage.send({ type: 'take.start', name: 'Second' });
  const { take_id: second } = await until(stage, 'take.started');
  stage.send({
    type: 'speech.text',
    id: 'c',
    text: 'This one is cut off in the middle of it all.',
    language: 'en',
  });
  await until(stage, 'speech-start');
  await new Promise(resolve => setTimeout(resolve, 1500));
  const gone = once(server.process, 'exit');
  server.process.kill('SIGKILL');
  await gone;
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'mouthpiece-take-'));
  await cp(server.dataDir, dataDir, { recursive: true });
  await rm(server.dataDir, { recursive: true, force: true });
  server = await serveStudio({ entry: SOURCES, args: ['--data', dataDir] });
  await expect
    .poll(
      async () =>
        (await ask('sessions.list', { takesOnly: true })).map(({ id, hasAudio, endedAt }) => [
          id,
          hasAudio,
          endedAt !== null,
        ]),
      { timeout: 20_000 },
    )
    .toEqual([
      [second, true, true],
      [first, true, true],
    ]);
  const { origin } = new URL(server.url);
  const sound = await fetch(`${origin}/studio/sessions/${second}/sound`, {
    headers: { authorization: `Bearer ${server.token}` },
  });
  const wave = new Int16Array((await sound.arrayBuffer()).slice(44));
  expect(wave.length).toBeGreaterThan(16_000);
  expect(wave.some(sample => Math.abs(sample) > 500)).toBe(true);
  await rm(dataDir, { recursive: true, force: true });
}, 120_000);
