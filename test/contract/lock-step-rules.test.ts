/** What holds between chunks: order, cancels while rendering, slow readers, lost engines, vanished clients. Real sockets. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StudioError } from '../../src/shared/errors.ts';
import { decodeVideo } from '../support/omnirt-wire.ts';
import { SocketClient } from '../support/socket-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const PICTURE = Buffer.from([0x89, 0x50, 1, 2]).toString('base64');
const create = { type: 'session.create', inputs: { image_b64: PICTURE } };

let server: TestServer;
let client: SocketClient;
beforeEach(async () => {
  server = await startTestServer();
  client = await SocketClient.open(`${server.wsBase}/v1/avatar/realtime`);
});
afterEach(async () => {
  client.close();
  await server.gateway.close();
});

const framesOf = (bytes: Uint8Array): number => {
  const decoded = decodeVideo(bytes);
  return 'fault' in decoded ? -1 : decoded.jpegs.length;
};

test('everything sent ahead is answered in order, one VIDX for each AUDI', async () => {
  client.send(create);
  for (let i = 0; i < 5; i++) client.sendAudio(35_840);
  client.send({ type: 'ping' });
  client.send({ type: 'session.flush' });
  client.send({ type: 'session.close' });
  expect(await client.json()).toMatchObject({ type: 'session.created' });
  for (let i = 1; i <= 5; i++) {
    expect(await client.json()).toEqual({
      type: 'metrics',
      chunk_index: i,
      infer_ms: 12.346,
      encode_ms: 3.2,
    });
    expect(framesOf(await client.binary())).toBe(28);
  }
  expect(await client.json()).toEqual({ type: 'pong' });
  expect(await client.json()).toMatchObject({ type: 'metrics', chunk_index: 5 });
  expect(framesOf(await client.binary())).toBe(2);
  expect(await client.json()).toMatchObject({ type: 'session.closed' });
});

test('frames of small chunks add up to the whole', async () => {
  client.send({ ...create, config: { chunk_samples: 2560 } });
  await client.json();
  let frames = 0;
  for (let i = 0; i < 7; i++) {
    client.sendAudio(5120);
    await client.json();
    frames += framesOf(await client.binary());
  }
  expect(frames).toBe(28);
});

test('other rates keep the frame count', async () => {
  client.send({ ...create, config: { sample_rate: 24_000, channels: 2 } });
  expect(await client.json()).toMatchObject({
    audio: { sample_rate: 24_000, channels: 2, chunk_samples: 26_880 },
  });
  client.sendAudio(26_880 * 4);
  await client.json();
  expect(framesOf(await client.binary())).toBe(28);
});

test('a cancel while a chunk renders ends it at once and its frames never come', async () => {
  let finish = (): void => {};
  server.sessions.beforeChunk = () =>
    new Promise<void>(resolve => {
      finish = resolve;
    });
  client.send(create);
  await client.json();
  client.sendAudio(35_840);
  client.sendAudio(35_840);
  client.send({ type: 'session.cancel' });
  expect(await client.json()).toMatchObject({ type: 'error', code: 'session_cancelled' });
  expect(await client.json()).toMatchObject({ type: 'error', code: 'session_cancelled' });
  expect(await client.json()).toMatchObject({ type: 'session.cancelled' });
  finish();
  expect(await client.drain()).toEqual([]);
  server.sessions.beforeChunk = async () => {};
  client.send(create);
  expect(await client.json()).toMatchObject({ type: 'session.created' });
  client.sendAudio(35_840);
  expect(await client.json()).toMatchObject({ type: 'metrics', chunk_index: 1 });
});

test('a lost engine is a runtime_error; the session goes on', async () => {
  client.send(create);
  await client.json();
  server.sessions.beforeChunk = async () => {
    throw new StudioError('engine/crashed', 'The engine stopped and is being started again.');
  };
  client.sendAudio(35_840);
  expect(await client.json()).toEqual({
    type: 'error',
    code: 'runtime_error',
    message: 'The engine stopped and is being started again.',
  });
  server.sessions.beforeChunk = async () => {};
  client.sendAudio(35_840);
  expect(await client.json()).toMatchObject({ type: 'metrics', chunk_index: 1 });
});

test('a bug in a render is an answer, not an end', async () => {
  server.sessions.beforeOpen = async () => {
    throw new Error('a bug');
  };
  client.send(create);
  expect(await client.json()).toEqual({ type: 'error', code: 'runtime_error', message: 'a bug' });
});

test('a client that reads nothing bounds itself and disturbs nobody', async () => {
  server.sessions.frame = new Uint8Array(60_000).fill(7);
  const slow = await SocketClient.open(`${server.wsBase}/v1/avatar/realtime`);
  slow.send(create);
  await slow.json();
  slow.socket.pause();
  for (let i = 0; i < 40; i++) slow.sendAudio(35_840);
  client.send(create);
  expect(await client.json()).toMatchObject({ type: 'session.created' });
  for (let i = 0; i < 5; i++) {
    client.sendAudio(35_840);
    await client.json();
    expect(framesOf(await client.binary())).toBe(28);
  }
  slow.socket.resume();
  for (let i = 0; i < 40; i++) {
    expect(await slow.json()).toMatchObject({ chunk_index: i + 1 });
    expect(framesOf(await slow.binary())).toBe(28); // it reads again in time, so nothing was left out
  }
  slow.close();
});

test('a client that vanishes while its session opens leaves nothing behind', async () => {
  let finish = (): void => {};
  server.sessions.beforeOpen = () =>
    new Promise<void>(resolve => {
      finish = resolve;
    });
  client.send(create);
  await expect.poll(() => server.sessions.asks.length).toBe(1);
  client.close();
  await new Promise(resolve => setTimeout(resolve, 50));
  finish();
  await expect.poll(() => server.sessions.closedIds.length).toBe(1);
});

test('sessions of several sockets do not mix', async () => {
  const others = await Promise.all(
    Array.from({ length: 6 }, () => SocketClient.open(`${server.wsBase}/v1/avatar/realtime`)),
  );
  const ids = await Promise.all(
    others.map(async (other, i) => {
      other.send({ ...create, config: { chunk_samples: 640 * (i + 1) } });
      const created = await other.json();
      expect(created).toMatchObject({ audio: { chunk_samples: 640 * (i + 1) } });
      return created.session_id;
    }),
  );
  expect(new Set(ids).size).toBe(6);
  await Promise.all(
    others.map(async (other, i) => {
      other.sendAudio(1280 * (i + 1));
      await other.json();
      expect(framesOf(await other.binary())).toBe(i + 1);
      other.close();
    }),
  );
});
