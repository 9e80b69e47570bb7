/** Lock-step round trips over real sockets as fast as a lean client can ask: what the server's side of the protocol costs. */
import { audioMessage } from '../support/omnirt-wire.ts';
import { serveStudio } from '../support/served-studio.ts';
import type { Figure } from './bench.ts';
import { LeanClient } from './lean-client.ts';

const CHUNK_BYTES = 35_840;
const WARM_MS = 1500;
const MEASURE_MS = 2500;

const CREATE = {
  type: 'session.create',
  model: 'soulx-flashtalk-14b',
  inputs: { image_b64: Buffer.from([1]).toString('base64') },
  config: {},
};

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

const roundTrips = async (
  url: string,
  sockets: number,
): Promise<{ perSecond: number; megabytes: number }> => {
  const audio = audioMessage(CHUNK_BYTES);
  let trips = 0;
  let bytes = 0;
  const clients = await Promise.all(
    Array.from({ length: sockets }, () =>
      LeanClient.open(url, CREATE, audio, answer => {
        trips += 1;
        bytes += audio.length + answer;
      }),
    ),
  );
  await pause(WARM_MS);
  trips = 0;
  bytes = 0;
  const started = performance.now();
  await pause(MEASURE_MS);
  const seconds = (performance.now() - started) / 1000;
  const figures = { perSecond: trips / seconds, megabytes: bytes / seconds / 1e6 };
  for (const client of clients) client.close();
  return figures;
};

/** Round trips a second and MB/s both ways in the `fake` runtime with 1, 4 and 16 sockets. */
export const fakeRoundTrips = async (): Promise<Figure[]> => {
  const studio = await serveStudio({ env: { OMNIRT_REALTIME_AVATAR_RUNTIME: 'fake' } });
  const figures: Figure[] = [];
  for (const sockets of [1, 4, 16]) {
    const { perSecond, megabytes } = await roundTrips(`${studio.ws}/v1/avatar/realtime`, sockets);
    const name = `omnirt: fake, ${sockets} ${sockets === 1 ? 'socket' : 'sockets'}`;
    const bound = sockets === 1 ? { target: 2000, better: 'higher' as const } : {};
    figures.push({ name: `${name}, round trips`, value: perSecond, unit: '/s', ...bound });
    figures.push({ name: `${name}, both ways`, value: megabytes, unit: 'MB/s' });
  }
  await studio.close();
  return figures;
};
