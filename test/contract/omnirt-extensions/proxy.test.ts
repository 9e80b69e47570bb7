/** The proxy: our own server in front of our own fake server, and of servers that are slow, break, refuse or are not there. Real sockets. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { FrontEndDeps } from '../../../src/main/protocols/front-end.ts';
import { allFrontEnds } from '../../../src/main/protocols/index.ts';
import type { OmnirtSettings } from '../../../src/main/protocols/omnirt/omnirt-settings.ts';
import { systemClock } from '../../../src/main/system-clock.ts';
import { dialSocket } from '../../../src/main/upstreams/dial-socket.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { createFakeSessions, type FakeSessions } from '../../support/fake-sessions.ts';
import { audioMessage } from '../../support/omnirt-wire.ts';
import { SocketClient } from '../../support/socket-client.ts';
import { startTestServer } from '../../support/test-server.ts';

const image = Buffer.from('fake-image-bytes').toString('base64');
const PICTURE = new Uint8Array([0x89, 0x50, 1, 2]);
const NATIVE = '/v1/avatar/realtime';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A front with the given servers behind it. */
const startFront = async (
  upstreams: OmnirtSettings['upstreams'],
  runtime: FrontEndDeps['runtime'] = 'proxy',
): Promise<{ base: string; http: string; sessions: FakeSessions }> => {
  const sessions = createFakeSessions();
  const deps: FrontEndDeps = {
    sessions,
    speech: {
      voices: () => [],
      speak: () => {
        throw new Error('no speech');
      },
      close: () => {},
    },
    clock: systemClock,
    log: silentLog,
    avatars: { picture: async () => null },
    runtime,
    dial: dialSocket,
  };
  const routes = allFrontEnds({ omnirt: { upstreams } }).flatMap(
    definition => definition.create(deps).routes,
  );
  const server = await startTestServer({ gateway: { routes } });
  closers.push(() => server.gateway.close());
  return { base: server.wsBase, http: server.gateway.url, sessions };
};

const startFake = async (): Promise<string> => {
  const server = await startTestServer({ deps: { runtime: 'fake' } });
  closers.push(() => server.gateway.close());
  return server.wsBase;
};

/** A server of the test's own. */
const startRaw = async (onSocket: (socket: WebSocket) => void): Promise<string> => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', maxPayload: 60_000_000 });
  await once(server, 'listening');
  server.on('connection', onSocket);
  closers.push(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const open = async (url: string): Promise<SocketClient> => {
  const client = await SocketClient.open(url);
  closers.push(() => client.close());
  return client;
};

const models = async (http: string): Promise<unknown> => (await fetch(`${http}v1/audio2video/models`)).json();

test.each(['/', '/v1/audio2video/flashtalk', '/v1/avatar/flashtalk'])(
  '%s: a whole dialogue passes as it is',
  async path => {
    const fake = await startFake();
    const { base } = await startFront({ flashtalk: `${fake}/v1/audio2video/flashtalk` });
    const [through, direct] = await Promise.all([open(base + path), open(fake + path)]);
    const init = { type: 'init', ref_image: image };
    expect(await through.ask(init)).toEqual(await direct.ask(init));
    for (let chunk = 0; chunk < 3; chunk++) {
      for (const client of [through, direct]) client.sendAudio(35_840);
      expect(await through.video()).toEqual(await direct.video());
    }
    for (const wrong of [
      audioMessage(3),
      '{',
      { type: 'x' },
      { type: 'config_update', config: { cfg_scale: 1 } },
      { type: 'close' },
    ]) {
      expect(await through.ask(wrong)).toEqual(await direct.ask(wrong));
    }
  },
);

test('URLs count in every runtime; what has none is drawn here, or refused by the proxy runtime', async () => {
  const fake = await startFake();
  const resident = await startFront({ wav2lip: `${fake}/v1/audio2video/wav2lip` }, 'resident');
  const wav2lip = await open(`${resident.base}/v1/audio2video/wav2lip`);
  const init = { type: 'init', ref_image: Buffer.from(PICTURE).toString('base64') };
  expect(await wav2lip.ask(init)).toMatchObject({ type: 'init_ok', model: 'wav2lip' });
  expect(resident.sessions.asks).toEqual([]);
  expect(await (await open(`${resident.base}/`)).ask(init)).toMatchObject({ type: 'init_ok' });
  expect(resident.sessions.asks).toHaveLength(1);

  const proxy = await startFront({ wav2lip: `${fake}/v1/audio2video/wav2lip` });
  const refused = await open(`${proxy.base}/v1/audio2video/flashtalk`);
  expect(await refused.json()).toMatchObject({ type: 'error', code: 'runtime_not_ready' });
  expect(await refused.next()).toBeNull();
});

test('the list of models asks by a real connection', async () => {
  const fake = await startFake();
  const { http } = await startFront({
    flashtalk: fake,
    musetalk: 'ws://127.0.0.1:9/',
    quicktalk: `${fake}/v1/avatar/flashtalk`,
  });
  // Half a second may be too short on a machine that is busy with tests: it is asked again after one.
  await expect
    .poll(() => models(http), { timeout: 20_000, interval: 500 })
    .toEqual({
      models: ['flashtalk', 'quicktalk'],
      statuses: [
        { id: 'flashtalk', connected: true, reason: 'proxy' },
        { id: 'wav2lip', connected: false, reason: 'runtime_not_enabled' },
        { id: 'quicktalk', connected: true, reason: 'proxy' },
        { id: 'musetalk', connected: false, reason: 'proxy' },
        { id: 'fasterliveportrait', connected: false, reason: 'runtime_not_enabled' },
        { id: 'fasterliveportrait_video_clone', connected: false, reason: 'runtime_not_enabled' },
      ],
    });
});

describe('when the other server', () => {
  test('is not there: an error without a code and without its address, then the end', async () => {
    const { base } = await startFront({ flashtalk: 'ws://127.0.0.1:9/secret-path' });
    const client = await open(`${base}/`);
    client.send({ type: 'init', ref_image: image });
    const error = await client.json();
    expect(error).toEqual({ type: 'error', message: expect.stringContaining('ECONNREFUSED') });
    expect(JSON.stringify(error)).not.toContain('secret-path');
    expect(await client.next()).toBeNull();
    expect(client.closed?.code).toBe(1000);
  });

  test('says goodbye, its code and reason reach the client', async () => {
    const raw = await startRaw(socket => socket.on('message', () => socket.close(4321, 'enough')));
    const { base } = await startFront({ flashtalk: raw });
    const client = await open(`${base}/`);
    client.send('hello');
    expect(await client.next()).toBeNull();
    expect(client.closed).toEqual({ code: 4321, reason: 'enough' });
  });

  test('hears the client’s goodbye, or that it vanished', async () => {
    const codes: number[] = [];
    const raw = await startRaw(socket => {
      socket.send('{"type":"welcome"}');
      socket.on('close', code => codes.push(code));
    });
    const { base } = await startFront({ flashtalk: raw });
    const [polite, rude] = [await open(`${base}/`), await open(`${base}/`)];
    await Promise.all([polite.json(), rude.json()]);
    polite.socket.close(4001, 'bye');
    await expect.poll(() => codes).toEqual([4001]);
    rude.close();
    await expect.poll(() => codes).toEqual([4001, 1001]);
  });

  test('breaks, the client hears the words that make it begin again, and the next init gets a new connection', async () => {
    let sockets = 0;
    const raw = await startRaw(socket => {
      sockets += 1;
      const isFirst = sockets === 1;
      socket.on('message', () => {
        if (isFirst) socket.terminate();
        else socket.send('{"type":"init_ok"}');
      });
    });
    const { base } = await startFront({ flashtalk: raw });
    const client = await open(`${base}/`);
    expect(await client.ask({ type: 'init' })).toEqual({
      type: 'error',
      message: expect.stringMatching(/No active session\. Send 'init' first\./),
    });
    expect(await client.ask({ type: 'init' })).toEqual({ type: 'init_ok' });
  });

  test('starts a moment late, nothing is lost', async () => {
    const probe = await startRaw(() => {});
    const port = Number(new URL(probe).port);
    await closers.pop()?.();
    const { base } = await startFront({ flashtalk: `ws://127.0.0.1:${port}` });
    const client = await open(`${base}/`);
    client.send('one');
    client.send('two');
    await new Promise(resolve => setTimeout(resolve, 100));
    const late = new WebSocketServer({ port, host: '127.0.0.1' });
    closers.push(() => {
      for (const socket of late.clients) socket.terminate();
      late.close();
    });
    late.on('connection', socket => socket.on('message', data => socket.send(`{"heard":"${data}"}`)));
    expect(await client.json()).toEqual({ heard: 'one' });
    expect(await client.json()).toEqual({ heard: 'two' });
  });
});

test('a slow reader on either side holds the other back, and everything arrives', async () => {
  const MEGABYTE = new Uint8Array(1024 * 1024);
  let heard = 0;
  let upstream: WebSocket | null = null;
  const raw = await startRaw(socket => {
    upstream = socket;
    socket.pause();
    socket.on('message', data => {
      heard += (data as Buffer).length;
    });
  });
  const { base } = await startFront({ flashtalk: raw });
  const client = await open(`${base}/`);
  await expect.poll(() => upstream !== null).toBe(true);
  for (let i = 0; i < 32; i++) client.send(MEGABYTE);
  await new Promise(resolve => setTimeout(resolve, 300));
  // Held back: most of it still waits with the one who sends.
  expect(client.socket.bufferedAmount).toBeGreaterThan(8 * MEGABYTE.length);
  (upstream as unknown as WebSocket).resume();
  await expect.poll(() => heard, { timeout: 10_000 }).toBe(32 * MEGABYTE.length);

  client.socket.pause();
  const sender = upstream as unknown as WebSocket;
  for (let i = 0; i < 32; i++) sender.send(MEGABYTE);
  await new Promise(resolve => setTimeout(resolve, 300));
  expect(sender.bufferedAmount).toBeGreaterThan(8 * MEGABYTE.length);
  client.socket.resume();
  for (let i = 0; i < 32; i++) expect((await client.binary()).length).toBe(MEGABYTE.length);
});

test('messages of 20 MB pass both ways', async () => {
  const raw = await startRaw(socket => socket.on('message', data => socket.send(data)));
  const { base } = await startFront({ flashtalk: raw });
  const client = await open(`${base}/`);
  const large = new Uint8Array(20 * 1024 * 1024).fill(7);
  client.send(large);
  expect((await client.binary()).length).toBe(large.length);
});

describe('native sessions', () => {
  const config = { width: 128, height: 96, chunk_samples: 640 };

  test('go to the server of their model, whatever dialogue it speaks', async () => {
    const fake = await startFake();
    const { base } = await startFront({
      wav2lip: `${fake}/v1/audio2video/wav2lip`,
      flashhead: `${fake}${NATIVE}`,
    });
    const client = await open(base + NATIVE);
    const create = (model: string) => ({
      type: 'session.create',
      model,
      inputs: { image_b64: image },
      config,
    });
    // FlashTalk's dialogue has no chunk_samples to ask for: what was granted is told.
    expect(await client.ask(create('wav2lip'))).toMatchObject({
      type: 'session.created',
      renderer: 'proxy',
      audio: { chunk_samples: 17_920 },
      video: { width: 128, height: 96 },
    });
    expect((await client.speak(35_840)).jpegs).toHaveLength(1);
    client.sendAudio(2);
    expect(await client.json()).toMatchObject({ code: 'bad_audio_chunk' });
    expect(await client.ask(create('soulx-flashhead-1.3b'))).toMatchObject({
      audio: { chunk_samples: 640 },
      video: { width: 128, height: 96 },
    });
    const { metrics, jpegs } = await client.speak(1280);
    expect(metrics).toMatchObject({ chunk_index: 1 });
    expect(jpegs).toHaveLength(1);
    expect(await client.ask({ type: 'session.update', config: { postprocess: {} } })).toMatchObject({
      code: 'bad_config',
    });
    expect(await client.ask({ type: 'session.close' })).toMatchObject({ type: 'session.closed' });
  });

  test('hear its refusals, its end, and that there is none', async () => {
    const fake = await startFake();
    const raw = await startRaw(socket =>
      socket.on('message', (_data, isBinary) => {
        if (isBinary) socket.terminate();
        else
          socket.send(
            '{"type":"init_ok","frame_num":1,"motion_frames_num":0,"slice_len":1,"fps":25,"height":64,"width":64}',
          );
      }),
    );
    const { base } = await startFront({ quicktalk: fake, wav2lip: raw, musetalk: 'ws://127.0.0.1:9/' });
    const client = await open(base + NATIVE);
    const create = (model: string, more = {}) => ({
      type: 'session.create',
      model,
      inputs: { image_b64: image },
      config: more,
    });
    expect(await client.ask(create('musetalk'))).toMatchObject({
      code: 'runtime_error',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(await client.ask(create('soulx-flashtalk-14b'))).toMatchObject({ code: 'runtime_error' });
    expect(await client.ask(create('wav2lip', { delivery: 'live' }))).toMatchObject({ code: 'bad_config' });
    expect(await client.ask(create('wav2lip'))).toMatchObject({ audio: { chunk_samples: 640 } });
    client.sendAudio(1280);
    expect(await client.json()).toMatchObject({
      code: 'runtime_error',
      message: expect.stringContaining('broke'),
    });
    expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' });
  });

  test('stay here when their model has no server and the engine is resident', async () => {
    const { base } = await startFront({ wav2lip: 'ws://127.0.0.1:9/' }, 'resident');
    const client = await open(base + NATIVE);
    expect(await client.create(PICTURE)).toMatchObject({ type: 'session.created', renderer: 'portrait' });
  });
});
