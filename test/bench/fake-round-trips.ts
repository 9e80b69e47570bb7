/** Lock-step round trips over real sockets as fast as a client can ask: what the protocol itself costs. */
import { audioMessage } from '../support/omnirt-wire.ts';
import { serveStudio } from '../support/served-studio.ts';
import { SocketClient } from '../support/socket-client.ts';
import type { Figure } from './bench.ts';

const CHUNK_BYTES = 35_840;
const WARM_MS = 700;
const MEASURE_MS = 2500;

type Tally = { trips: number; bytesIn: number; bytesOut: number };

/** Asks again as soon as it was answered, until told to stop. */
const keepAsking = (client: SocketClient, tally: Tally, isOver: () => boolean): Promise<void> =>
  new Promise((resolve, reject) => {
    const audio = audioMessage(CHUNK_BYTES);
    client.socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) return;
      tally.trips += 1;
      tally.bytesOut += data.length;
      tally.bytesIn += audio.length;
      if (isOver()) resolve();
      else client.socket.send(audio);
    });
    client.socket.once('close', () => reject(new Error('the server ended a socket')));
    client.socket.send(audio);
  });

const roundTrips = async (
  url: string,
  sockets: number,
): Promise<{ perSecond: number; megabytes: number }> => {
  const clients = await Promise.all(Array.from({ length: sockets }, () => SocketClient.open(url)));
  for (const client of clients) await client.create(new Uint8Array([1]), {});
  const tally: Tally = { trips: 0, bytesIn: 0, bytesOut: 0 };
  let isOver = false;
  const done = Promise.all(clients.map(client => keepAsking(client, tally, () => isOver)));
  await new Promise(resolve => setTimeout(resolve, WARM_MS));
  Object.assign(tally, { trips: 0, bytesIn: 0, bytesOut: 0 });
  const started = performance.now();
  await new Promise(resolve => setTimeout(resolve, MEASURE_MS));
  const seconds = (performance.now() - started) / 1000;
  const { trips, bytesIn, bytesOut } = { ...tally };
  isOver = true;
  await done;
  for (const client of clients) client.close();
  return { perSecond: trips / seconds, megabytes: (bytesIn + bytesOut) / seconds / 1e6 };
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
