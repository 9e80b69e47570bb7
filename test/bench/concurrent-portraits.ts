/** Lock-step sessions of the embedded renderer side by side: what they get together, and how evenly. */
import { SocketClient } from '../support/socket-client.ts';
import type { Figure } from './bench.ts';

const CHUNK = 17_920;
const FRAMES = 28;
const WARM_CHUNKS = 1;

/** Speaks chunk after chunk until told to stop; counts the frames that arrived while `isCounted`. */
const speakOn = async (
  client: SocketClient,
  pcm: Int16Array,
  phase: { isCounted: boolean; isOver: boolean },
): Promise<number> => {
  let frames = 0;
  for (let at = 0; !phase.isOver; at = (at + CHUNK) % (pcm.length - CHUNK)) {
    const { jpegs } = await client.speak(pcm.subarray(at, at + CHUNK));
    if (jpegs.length !== FRAMES) throw new Error(`${jpegs.length} frames instead of ${FRAMES}`);
    if (phase.isCounted) frames += jpegs.length;
  }
  return frames;
};

const sideBySide = async (
  url: string,
  picture: Uint8Array,
  pcm: Int16Array,
  count: number,
): Promise<Figure[]> => {
  const clients = await Promise.all(Array.from({ length: count }, () => SocketClient.open(url)));
  for (const client of clients) {
    await client.create(picture);
    for (let i = 0; i < WARM_CHUNKS; i++) await client.speak(pcm.subarray(0, CHUNK));
  }
  const phase = { isCounted: false, isOver: false };
  const speaking = Promise.all(clients.map(client => speakOn(client, pcm, phase)));
  // Long enough for every session to have several chunks answered, so that a whole chunk more or less does not decide.
  await new Promise(resolve => setTimeout(resolve, 500 * count));
  phase.isCounted = true;
  const started = performance.now();
  await new Promise(resolve => setTimeout(resolve, 3000 + 1500 * count));
  const seconds = (performance.now() - started) / 1000;
  phase.isCounted = false;
  phase.isOver = true;
  const frames = await speaking;
  await Promise.all(clients.map(client => client.end()));
  const all = frames.reduce((sum, one) => sum + one, 0);
  const name = `omnirt: ${count} portrait sessions at once`;
  const bound = count === 2 ? { target: 40, better: 'higher' as const } : {};
  return [
    { name: `${name}, together`, value: all / seconds, unit: 'frames/s' },
    { name: `${name}, smallest share`, value: (100 * Math.min(...frames)) / all, unit: '%', ...bound },
  ];
};

/** Frames a second of two, four and eight sessions, and the share of the one that got least (even would be 100 % / sessions). */
export const concurrentPortraits = async (
  url: string,
  picture: Uint8Array,
  pcm: Int16Array,
): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const count of [2, 4, 8]) figures.push(...(await sideBySide(url, picture, pcm, count)));
  return figures;
};
