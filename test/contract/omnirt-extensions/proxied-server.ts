/** A front with other servers behind it, real or of the test's own, over real sockets. What is opened is closed by `closeProxies`. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { FrontEndDeps } from '../../../src/main/protocols/front-end.ts';
import { allFrontEnds } from '../../../src/main/protocols/index.ts';
import type { OmnirtSettings } from '../../../src/main/protocols/omnirt/omnirt-settings.ts';
import { systemClock } from '../../../src/main/system-clock.ts';
import { dialSocket } from '../../../src/main/upstreams/dial-socket.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { createFakeSessions, type FakeSessions } from '../../support/fake-sessions.ts';
import { SocketClient } from '../../support/socket-client.ts';
import { startTestServer } from '../../support/test-server.ts';

/** A picture that nobody looks at, base64. */
export const image = Buffer.from('fake-image-bytes').toString('base64');
/** Bytes that begin like a PNG. */
export const PICTURE = new Uint8Array([0x89, 0x50, 1, 2]);
/** The native protocol's path. */
export const NATIVE = '/v1/avatar/realtime';

/** What else a test started; ended in reverse. */
export const closers: (() => unknown)[] = [];
/** Ends all that was started. */
export const closeProxies = async (): Promise<void> => {
  for (const close of closers.splice(0).reverse()) await close();
};

/** A front with the given servers behind it. */
export const startFront = async (
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

/** Our own server in the fake runtime. */
export const startFake = async (): Promise<string> => {
  const server = await startTestServer({ deps: { runtime: 'fake' } });
  closers.push(() => server.gateway.close());
  return server.wsBase;
};

/** A server of the test's own. */
export const startRaw = async (onSocket: (socket: WebSocket) => void): Promise<string> => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', maxPayload: 60_000_000 });
  await once(server, 'listening');
  server.on('connection', onSocket);
  closers.push(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A client of a server. */
export const open = async (url: string): Promise<SocketClient> => {
  const client = await SocketClient.open(url);
  closers.push(() => client.close());
  return client;
};
