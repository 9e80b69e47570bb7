/** Latencies of the native protocol over a real socket: chunks, and creating sessions. */
import sharp from 'sharp';
import { serveStudio } from '../support/served-studio.ts';
import { SocketClient } from '../support/socket-client.ts';
import { type Bench, median, quantile } from './bench.ts';
import { benchPicture } from './portrait-session.ts';
import { speechSample } from './speech-sample.ts';

/** By then a quiet engine has gone through its rehearsal. */
const REHEARSED_MS = 7_000;

const latencies = async (
  client: SocketClient,
  pcm: Int16Array,
  size: number,
  count: number,
): Promise<number[]> => {
  const all: number[] = [];
  for (let i = 0; i < count + 3; i++) {
    const at = (i * size) % (pcm.length - size);
    const { ms } = await client.speak(pcm.subarray(at, at + size));
    if (i >= 3) all.push(ms);
  }
  return all;
};

/** See Bench. */
export const chunkBench: Bench = {
  name: 'chunk',
  about: 'last AUDI byte → last VIDX byte, and session.create → created, over the socket',
  run: async () => {
    const studio = await serveStudio();
    const picture = await benchPicture();
    const pcm = await speechSample(20);
    const url = `${studio.ws}/v1/avatar/realtime`;
    const create = async (config: Record<string, unknown>, of: Uint8Array = picture) => {
      const client = await SocketClient.open(url);
      const before = performance.now();
      const created = await client.create(of, config);
      if (created.type !== 'session.created') throw new Error(JSON.stringify(created));
      return { client, ms: performance.now() - before };
    };
    const first = await create({});
    await first.client.end();
    await new Promise(resolve => setTimeout(resolve, REHEARSED_MS));
    // Another picture of the same kind: nothing of it is known, but the engine has rehearsed (ADR 27).
    const cold = await create({}, await sharp(picture).flop().png().toBuffer());
    const large = await latencies(cold.client, pcm, 17_920, 30);
    const warm: number[] = [];
    for (let i = 0; i < 9; i++) {
      const again = await create({});
      warm.push(again.ms);
      await again.client.end();
    }
    const small = await create({ chunk_samples: 2_560 });
    const tiny = await latencies(small.client, pcm, 2_560, 60);
    await cold.client.end();
    await small.client.end();
    await studio.close();
    return [
      { name: 'create: the very first, just after the start', value: first.ms, unit: 'ms' },
      { name: 'create: a new picture', value: cold.ms, unit: 'ms', target: 400 },
      { name: 'create: avatar seen before, median', value: median(warm), unit: 'ms', target: 30 },
      { name: 'chunk of 28 frames, p95', value: quantile(large, 0.95), unit: 'ms', target: 150, stretch: 90 },
      { name: 'chunk of 2,560 samples, p95', value: quantile(tiny, 0.95), unit: 'ms', target: 40 },
    ];
  },
};
