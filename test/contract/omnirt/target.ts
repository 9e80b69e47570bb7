/** The server under the cases: one of ours started here, or any other by its address. Knows no case. */
import { readFileSync } from 'node:fs';
import { SocketClient } from '../../support/socket-client.ts';
import { startTestServer } from '../../support/test-server.ts';

/** See the fields. `closeClients` ends every socket opened so far. */
export type Target = {
  name: string;
  runtime: 'fake' | 'resident' | 'unknown';
  /** Base64 of a reference picture that this server takes. */ image: string;
  /** Frames it answers for a chunk in which `begun` frames begin; null when we cannot know. */
  expectedFrames(begun: number): number | null;
  open(path: string): Promise<SocketClient>;
  http(path: string, init?: RequestInit): Promise<Response>;
  closeClients(): void;
  close(): Promise<void>;
};

const PORTRAIT = readFileSync(new URL('../../fixtures/faces/astronaut.png', import.meta.url)).toString(
  'base64',
);
/** Bytes that begin like a PNG: sessions whose frames are known draw nothing of it. */
const TINY_PICTURE = Buffer.from([0x89, 0x50, 1, 2]).toString('base64');
/** What the reference's own tests send: nothing may look at it before the first chunk. */
const NO_PICTURE = Buffer.from('fake-image-bytes').toString('base64');

/** Address of the server to ask instead of ours; null: ours. */
export const foreignUrl: string | null = process.env.OMNIRT_CONFORMANCE_URL?.replace(/\/+$/, '') || null;

const withClients = (wsBase: string): Pick<Target, 'open' | 'http' | 'closeClients'> => {
  const clients: SocketClient[] = [];
  return {
    open: async path => {
      const client = await SocketClient.open(wsBase + path);
      clients.push(client);
      return client;
    },
    http: (path, init) => fetch(wsBase.replace(/^ws/, 'http') + path, init),
    closeClients: () => {
      for (const client of clients.splice(0)) client.close();
    },
  };
};

/** Our gateway and front-end on a free port, the engine replaced by sessions whose frames are known. */
export const startOwn = async (runtime: 'fake' | 'resident'): Promise<Target> => {
  const server = await startTestServer({ deps: { runtime } });
  return {
    name: `our server, ${runtime}`,
    runtime,
    image: runtime === 'fake' ? NO_PICTURE : TINY_PICTURE,
    expectedFrames: begun => (runtime === 'fake' ? 1 : begun),
    ...withClients(server.wsBase),
    close: async () => server.gateway.close(),
  };
};

/** A server that runs already. */
export const reach = (url: string): Target => ({
  name: url,
  runtime: 'unknown',
  image: PORTRAIT,
  expectedFrames: () => null,
  ...withClients(url),
  close: async () => {},
});
