/** Clients that mean harm or have gone mad, each beside a well-behaved one that must not notice. Real sockets, every route. */
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SocketClient } from '../support/socket-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const PICTURE = Buffer.from([0x89, 0x50, 1, 2]).toString('base64');
const PATHS = ['/v1/avatar/realtime', '/', '/v1/audio2video/wav2lip'] as const;

let server: TestServer;
let good: SocketClient;
beforeAll(async () => {
  server = await startTestServer();
  good = await SocketClient.open(`${server.wsBase}/v1/avatar/realtime`);
  good.send({ type: 'session.create', inputs: { image_b64: PICTURE } });
  await good.json();
});
afterAll(async () => {
  good.close();
  await server.gateway.close();
});

/** The well-behaved client still gets its frames. */
const expectUnharmed = async (): Promise<void> => {
  good.sendAudio(35_840);
  expect(await good.json()).toMatchObject({ type: 'metrics' });
  expect(await good.video()).toHaveLength(28);
};

const upgrade = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.gateway.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n';

test('random bytes inside an upgraded connection end that connection only', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...PATHS),
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      async (path, bytes) => {
        const socket = connect(server.gateway.port, '127.0.0.1');
        socket.on('error', () => {});
        socket.resume();
        socket.write(upgrade(path));
        socket.write(bytes);
        socket.end();
        await once(socket, 'close');
      },
    ),
    { numRuns: 60 },
  );
  await expectUnharmed();
});

test('clients that vanish at every point leave no session behind', async () => {
  const { sessions } = server;
  const before = sessions.asks.length - sessions.closedIds.length;
  for (let i = 0; i < 20; i++) {
    const client = await SocketClient.open(`${server.wsBase}/v1/avatar/realtime`);
    client.send({
      type: 'session.create',
      inputs: { image_b64: PICTURE },
      config: i % 2 === 0 ? { delivery: 'live' } : {},
    });
    if (i % 3 !== 0) await client.next();
    if (i % 4 === 0) client.sendAudio(35_840);
    client.close();
  }
  await expect.poll(() => sessions.asks.length - sessions.closedIds.length).toBe(before);
  await expectUnharmed();
});

test('more than the server will hold is refused by name, the rest is answered', async () => {
  let release = (): void => {};
  const held = new Promise<void>(resolve => {
    release = resolve;
  });
  const client = await SocketClient.open(`${server.wsBase}/v1/avatar/realtime`);
  client.send({ type: 'session.create', inputs: { image_b64: PICTURE }, config: { chunk_samples: 160_000 } });
  await client.json();
  server.sessions.beforeChunk = () => held;
  const chunks = 230; // 320 kB each: more than the 64 MB that may wait
  for (let i = 0; i < chunks; i++) client.sendAudio(320_000);
  expect(await client.json()).toMatchObject({ type: 'error', code: 'backlog_full' });
  server.sessions.beforeChunk = async () => {};
  release();
  let answered = 0;
  let refused = 1;
  while (answered + refused < chunks) {
    const message = await client.next();
    if (message?.kind === 'binary') answered += 1;
    else if (message?.kind === 'text' && message.json.code === 'backlog_full') refused += 1;
  }
  expect(answered).toBeGreaterThan(190);
  client.close();
  await expectUnharmed();
});

test('a picture of 24 MB in one message is taken, one of 40 MB ends its own socket', async () => {
  const client = await SocketClient.open(`${server.wsBase}/v1/avatar/realtime`);
  const large = Buffer.alloc(18 * 1024 * 1024);
  large.set([0x89, 0x50]);
  client.send({ type: 'session.create', inputs: { image_b64: large.toString('base64') } });
  expect(await client.json()).toMatchObject({ type: 'session.created' });
  client.send('x'.repeat(40 * 1024 * 1024));
  expect(await client.next()).toBeNull();
  expect(client.closed?.code).toBe(1009);
  await expectUnharmed();
});
