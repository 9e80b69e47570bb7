/** The proxy: our own server in front of our own fake server, and of servers that are slow, break, refuse or are not there. Real sockets. */
import { afterEach, describe, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { audioMessage } from '../../support/omnirt-wire.ts';
import {
  closeProxies,
  closers,
  image,
  open,
  PICTURE,
  startFake,
  startFront,
  startRaw,
} from './proxied-server.ts';

afterEach(closeProxies);

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
  await expect.poll(() => heard).toBe(32 * MEGABYTE.length);

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
