/** Sessions beside each other: nobody waits for another's chunk, a cancel not even for its own, and a full machine says so. Real sockets; chunks take until a test ends them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StudioError } from '../../../src/shared/errors.ts';
import { SocketClient } from '../../support/socket-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

const PICTURE = new Uint8Array([0x89, 0x50, 1, 2]);

let server: TestServer;
let slow: SocketClient;
let other: SocketClient;
let finish: () => void;
beforeEach(async () => {
  server = await startTestServer();
  finish = () => {};
  server.sessions.beforeChunk = () =>
    new Promise<void>(resolve => {
      finish = resolve;
    });
  const url = `${server.wsBase}/v1/avatar/realtime`;
  [slow, other] = [await SocketClient.open(url), await SocketClient.open(url)];
  await Promise.all([slow.create(PICTURE), other.create(PICTURE)]);
});
afterEach(async () => {
  finish();
  slow.close();
  other.close();
  await server.gateway.close();
});

test('a chunk of one delays neither ping nor cancel nor create of another', async () => {
  slow.sendAudio(35_840);
  expect(await other.ask({ type: 'ping' })).toEqual({ type: 'pong' });
  expect(await other.ask({ type: 'session.cancel' })).toMatchObject({ type: 'session.cancelled' });
  expect(await other.create(PICTURE)).toMatchObject({ type: 'session.created' });
  finish();
  expect(await slow.json()).toMatchObject({ type: 'metrics', chunk_index: 1 });
});

test('a cancel is answered while its own chunk renders, and frees it', async () => {
  slow.sendAudio(35_840);
  slow.send({ type: 'session.cancel' });
  expect(await slow.json()).toMatchObject({ type: 'error', code: 'session_cancelled' });
  expect(await slow.json()).toMatchObject({ type: 'session.cancelled' });
  expect(server.sessions.closedIds).toHaveLength(1);
});

test('a machine without room for another live session answers busy, with a hint', async () => {
  server.sessions.beforeOpen = async () => {
    throw new StudioError('session/busy', 'The live sessions that run already need 95 %.', {
      retryAfterMs: 5000,
    });
  };
  expect(await other.create(PICTURE, { delivery: 'live' })).toEqual({
    type: 'error',
    code: 'busy',
    message: 'The live sessions that run already need 95 %.',
    retry_after_ms: 5000,
  });
});
