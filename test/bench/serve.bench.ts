/** Start of the server, memory of the engine, and a whole `say`. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cliEntry, serveStudio } from '../support/served-studio.ts';
import { SocketClient } from '../support/socket-client.ts';
import { type Bench, median } from './bench.ts';
import { benchPicture } from './portrait-session.ts';
import { speechSample } from './speech-sample.ts';

const picturePath = fileURLToPath(new URL('../fixtures/faces/astronaut.png', import.meta.url));
// About ten seconds at the embedded voice's natural rate.
const TEXT =
  'Good morning. My name is on the door, but please, call me whatever you like. ' +
  'Five people came by before breakfast, and everyone was happy to wait for the bread.';

const sayOnce = async (): Promise<number> => {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'mouthpiece-say-'));
  const args = [
    cliEntry(),
    'say',
    '--avatar',
    picturePath,
    '--text',
    TEXT,
    '--size',
    '416x704',
    '--out',
    path.join(dir, 'a.mp4'),
  ];
  const before = performance.now();
  const code = await new Promise<number | null>(resolve => {
    spawn(process.execPath, args, { stdio: 'ignore' }).on('exit', resolve);
  });
  const seconds = (performance.now() - before) / 1000;
  await rm(dir, { recursive: true });
  if (code !== 0) throw new Error(`say ended with ${code}`);
  return seconds;
};

/** See Bench. */
export const serveBench: Bench = {
  name: 'serve',
  about: 'ready line of serve, engine memory in a session, say of about 10 s of speech to MP4',
  run: async () => {
    const ready: number[] = [];
    for (let i = 0; i < 3; i++) {
      const studio = await serveStudio();
      ready.push(studio.readyMs);
      await studio.close();
    }
    const studio = await serveStudio();
    const client = await SocketClient.open(`${studio.ws}/v1/avatar/realtime`);
    await client.create(await benchPicture());
    const pcm = await speechSample(12);
    for (let at = 0; at + 17_920 <= pcm.length; at += 17_920)
      await client.speak(pcm.subarray(at, at + 17_920));
    // The figure is refreshed every five seconds.
    await new Promise(resolve => setTimeout(resolve, 5500));
    const metrics = await (await fetch(new URL('/metrics', studio.url))).text();
    const rss = Number(/^mouthpiece_engine_resident_bytes ([\d.e+]+)/m.exec(metrics)?.[1] ?? Number.NaN);
    await client.end();
    await studio.close();
    return [
      { name: 'serve: ready', value: median(ready) / 1000, unit: 's', target: 1.5 },
      { name: 'serve: engine memory', value: rss / 1e6, unit: 'MB', target: 350 },
      { name: 'say: 10 s of speech to MP4', value: await sayOnce(), unit: 's', target: 6 },
    ];
  },
};
