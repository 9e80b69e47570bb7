/** How many live sessions hold together at 25 fps. */

import { decodeLiveUnit } from '../../src/shared/native-protocol.ts';
import { serveStudio } from '../support/served-studio.ts';
import { SocketClient } from '../support/socket-client.ts';
import { type Bench, quantile } from './bench.ts';
import { benchPicture } from './portrait-session.ts';
import { speechSample } from './speech-sample.ts';

const SECONDS = 8;

/** Opens one live session and speaks into it for SECONDS; gives frames a second and the worst gap between frames. */
const hold = async (
  url: string,
  picture: Uint8Array,
  pcm: Int16Array,
): Promise<{ fps: number; gapMs: number }> => {
  const client = await SocketClient.open(url);
  await client.create(picture, { delivery: 'live' });
  client.sendAudio(pcm);
  const arrivals: number[] = [];
  client.socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary && decodeLiveUnit(data)?.kind === 'video') arrivals.push(performance.now());
  });
  await new Promise(resolve => setTimeout(resolve, 1500));
  arrivals.length = 0;
  await new Promise(resolve => setTimeout(resolve, SECONDS * 1000));
  const frames = arrivals.length;
  const gaps = arrivals.slice(1).map((at, i) => at - (arrivals[i] ?? at));
  await client.end();
  return { fps: frames / SECONDS, gapMs: quantile(gaps, 0.99) };
};

/** See Bench. */
export const liveBench: Bench = {
  name: 'live',
  about: 'live sessions that speak at once and each keep 24.5 frames a second or more',
  run: async () => {
    const studio = await serveStudio();
    const url = `${studio.ws}/v1/avatar/realtime`;
    const picture = await benchPicture();
    const pcm = await speechSample(SECONDS + 3);
    let held = 0;
    let gapMs = 0;
    for (const count of [1, 4, 8, 10, 12]) {
      const all = await Promise.all(Array.from({ length: count }, () => hold(url, picture, pcm)));
      if (all.some(({ fps }) => fps < 24.5)) break;
      held = count;
      gapMs = Math.max(...all.map(result => result.gapMs));
    }
    await studio.close();
    return [
      { name: 'live: sessions that hold together', value: held, unit: '', target: 8, better: 'higher' },
      { name: 'live: gap between frames, p99 of the worst', value: gapMs, unit: 'ms' },
    ];
  },
};
