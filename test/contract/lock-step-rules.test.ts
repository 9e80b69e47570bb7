/** What holds while a chunk renders or a session opens: cancels, lost engines, slow readers, vanished clients. Real sockets, sessions held by the test. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StudioError } from '../../src/shared/errors.ts';
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
    expect(await client.video()).toHaveLength(28);
  }
  slow.socket.resume();
  for (let i = 0; i < 40; i++) {
    expect(await slow.json()).toMatchObject({ chunk_index: i + 1 });
    expect(await slow.video()).toHaveLength(28); // it reads again in time, so nothing was left out
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
