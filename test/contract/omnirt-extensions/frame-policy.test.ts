/** `config.frame_policy` and `config.idle`, over real sockets. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SocketClient } from '../../support/socket-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

const PICTURE = new Uint8Array([0x89, 0x50, 1, 2]);

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

test('complete unless asked otherwise, and echoed', async () => {
  expect(await client.create(PICTURE)).toMatchObject({ frame_policy: 'complete' });
  expect(await client.create(PICTURE, { frame_policy: 'reference' })).toMatchObject({
    frame_policy: 'reference',
  });
  expect(server.sessions.asks.map(ask => ask.framePolicy)).toEqual(['complete', 'reference']);
});

test('live sessions send idle frames unless told not to', async () => {
  expect(await client.create(PICTURE, { delivery: 'live' })).toMatchObject({ idle: true });
  expect(await client.create(PICTURE, { delivery: 'live', idle: true })).toMatchObject({ idle: true });
  expect(await client.create(PICTURE, { delivery: 'live', idle: false })).toMatchObject({ idle: false });
  expect(server.sessions.asks.map(ask => ask.idle)).toEqual([true, true, false]);
});

test.each([
  [{ frame_policy: 'some' }, 'config.frame_policy'],
  [{ idle: 'yes' }, 'config.idle'],
])('%j is refused and named', async (config, name) => {
  expect(await client.create(PICTURE, config)).toMatchObject({
    code: 'bad_config',
    message: expect.stringContaining(name),
  });
});
