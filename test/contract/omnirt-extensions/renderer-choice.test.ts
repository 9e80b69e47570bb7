/** Who draws: `config.renderer`, the rules of the settings, what is installed, and what the list of models says of it. */
import { afterEach, expect, test } from 'vitest';
import type { FrontEndDeps } from '../../../src/main/protocols/front-end.ts';
import { SocketClient } from '../../support/socket-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

const PICTURE = new Uint8Array([0x89, 0x50, 1, 2]);
const init = { type: 'init', ref_image: Buffer.from(PICTURE).toString('base64') };

let server: TestServer;
let client: SocketClient | null = null;
afterEach(async () => {
  client?.close();
  await server.gateway.close();
});

const start = async (deps: Partial<FrontEndDeps> = {}): Promise<void> => {
  server = await startTestServer({ deps });
};
const open = async (path: string): Promise<SocketClient> => {
  client = await SocketClient.open(server.wsBase + path);
  return client;
};
const preferring = (
  wav2lipRenderer: 'auto' | 'portrait' | 'wav2lip',
  musetalkRenderer: 'auto' | 'portrait' | 'musetalk' = 'auto',
): Partial<FrontEndDeps> => ({
  preferences: () => ({ wav2lipRenderer, musetalkRenderer, frameRoots: [] }),
});
const installed = (...kinds: ('wav2lip' | 'musetalk')[]): Partial<FrontEndDeps> => ({
  installedModels: async () => kinds,
});
const statuses = async (): Promise<unknown> =>
  (await fetch(`${server.gateway.url}v1/audio2video/models`)).json();

test('a client names its renderer and that renderer’s options', async () => {
  await start();
  const native = await open('/v1/avatar/realtime');
  const config = { renderer: 'wav2lip', wav2lip: { batch: 2, pads: [0, 20, 0, 0] }, portrait: { seed: 1 } };
  expect(await native.create(PICTURE, config)).toMatchObject({
    type: 'session.created',
    renderer: 'wav2lip',
  });
  expect(server.sessions.asks[0]).toMatchObject({
    renderer: 'wav2lip',
    options: { model: null, device: 'auto', batch: 2, pads: [0, 20, 0, 0], blinking: true },
    settings: { renderer: 'wav2lip' },
  });
  native.send({ type: 'session.update', config: { wav2lip: { blinking: false }, portrait: { seed: 2 } } });
  expect(await native.json()).toMatchObject({ type: 'session.updated' });
  expect(server.sessions.configured).toEqual([{ options: { blinking: false }, compositor: {} }]);
});

test.each([
  [{ renderer: 'pretty' }, 'config.renderer'],
  [{ renderer: 5 }, 'config.renderer'],
  [{ renderer: 'musetalk', musetalk: { bboxShift: 900 } }, 'config.musetalk.bboxShift'],
  [{ wav2lip: { pads: [1, 2, 3] } }, 'config.wav2lip.pads'],
  [{ portrait: 'x' }, 'config.portrait'],
])('%j is refused and named', async (config, name) => {
  await start();
  const native = await open('/v1/avatar/realtime');
  expect(await native.create(PICTURE, config)).toMatchObject({
    code: 'bad_config',
    message: expect.stringContaining(name),
  });
});

test.each([
  ['nothing installed', {}, 'portrait'],
  ['a model installed', installed('wav2lip'), 'wav2lip'],
  [
    'a model installed, portrait preferred',
    { ...installed('wav2lip'), ...preferring('portrait') },
    'portrait',
  ],
  ['wav2lip demanded', preferring('wav2lip'), 'wav2lip'],
  ['the engine away', { installedModels: () => Promise.reject(new Error('gone')) }, 'portrait'],
] as const)('the wav2lip paths with %s are drawn by %s', async (_name, deps, renderer) => {
  await start(deps);
  const socket = await open('/v1/audio2video/wav2lip');
  expect(await socket.ask(init)).toMatchObject({ type: 'init_ok', model: 'wav2lip' });
  expect(server.sessions.asks[0]).toMatchObject({ renderer });
  expect(await statuses()).toMatchObject({
    statuses: [
      { id: 'flashtalk', connected: true, reason: 'resident_runtime', renderer: 'portrait' },
      { id: 'wav2lip', connected: true, reason: 'wav2lip_runtime', renderer },
      { id: 'quicktalk' },
      { id: 'musetalk' },
      { id: 'fasterliveportrait' },
      { id: 'fasterliveportrait_video_clone' },
    ],
  });
});

test('musetalk’s path is there once a model is installed', async () => {
  await start(installed('musetalk'));
  const socket = await open('/v1/audio2video/musetalk');
  expect(await socket.ask(init)).toMatchObject({ type: 'init_ok', model: 'musetalk' });
  expect(server.sessions.asks[0]).toMatchObject({ renderer: 'musetalk' });
  expect(await statuses()).toMatchObject({
    models: ['flashtalk', 'wav2lip', 'musetalk'],
    statuses: [
      {},
      {},
      {},
      { id: 'musetalk', connected: true, reason: 'musetalk_runtime', renderer: 'musetalk' },
      {},
      {},
    ],
  });
});

test('without one it says so and closes', async () => {
  await start();
  const socket = await open('/v1/avatar/musetalk');
  expect(await socket.json()).toMatchObject({ type: 'error', code: 'musetalk_proxy_not_configured' });
  expect(await socket.next()).toBeNull();
  expect(socket.closed?.code).toBe(1000);
  expect(await statuses()).toMatchObject({ models: ['flashtalk', 'wav2lip'] });
});

test('a MuseTalk that only the processor could draw is listed, and not connected', async () => {
  await start({ ...installed('musetalk'), museTalkNeedsGpu: async () => true });
  expect(await statuses()).toMatchObject({
    models: ['flashtalk', 'wav2lip'],
    statuses: [
      {},
      {},
      {},
      { id: 'musetalk', connected: false, reason: 'needs_gpu', renderer: 'musetalk' },
      {},
      {},
    ],
  });
});

test('drawn by the portrait it needs no graphics card', async () => {
  await start({
    ...installed('musetalk'),
    ...preferring('auto', 'portrait'),
    museTalkNeedsGpu: async () => true,
  });
  expect(await statuses()).toMatchObject({ models: ['flashtalk', 'wav2lip', 'musetalk'] });
});
