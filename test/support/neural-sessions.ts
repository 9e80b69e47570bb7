/** Sessions on a real engine process with models in its data folder, and how a mouth's colour is read off their frames. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { RemoteEngine } from '../../src/main/engine/remote-engine.ts';
import type { LockStepSession, SessionAsk } from '../../src/main/engine/session.ts';
import { Sessions } from '../../src/main/engine/session-opener.ts';
import { createNodeHost } from '../../src/main/host.ts';
import { systemClock } from '../../src/main/system-clock.ts';
import { DEFAULT_BACKGROUND } from '../../src/shared/avatar.ts';
import { CompositorOptions } from '../../src/shared/compositor-options.ts';
import { silentLog } from '../../src/shared/log.ts';

const FORMAT = { width: 208, height: 352, fps: 25 };

/** Sessions, what every ask has in common, and their end. `install` fills the models folder first. */
export const openNeuralSessions = async (install: (modelsDir: string) => void | Promise<void>) => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'mouthpiece-neural-'));
  await install(path.join(dataDir, 'models'));
  const host = createNodeHost(new URL('../../src/main/cli.ts', import.meta.url).href);
  const spawn = () => host.spawnEngine(dataDir);
  const engine = new RemoteEngine({ spawn, clock: systemClock, log: silentLog });
  const journal = { opened() {}, audio() {}, changed() {}, closed() {} };
  const sessions = new Sessions({ engine, clock: systemClock, log: silentLog, journal });
  const ask: Omit<SessionAsk, 'renderer' | 'options'> = {
    protocol: 'test',
    avatarId: null,
    avatar: {
      picture: await readFile(new URL('../fixtures/faces/astronaut.png', import.meta.url)),
      mouth: null,
    },
    format: FORMAT,
    fit: 'cover',
    background: DEFAULT_BACKGROUND,
    compositor: CompositorOptions.parse({}),
    jpegQuality: 90,
    settings: {},
  };
  return {
    dataDir,
    sessions,
    ask,
    close: async () => {
      await sessions.close();
      await engine.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** How red the mouth is in a frame: red less blue, mean of a few pixels. */
export const redness = async (session: LockStepSession, jpeg: Uint8Array): Promise<number> => {
  const [x, y] = session.mouth!.animation.mouth_center;
  const left = Math.round(x * FORMAT.width) - 3;
  const top = Math.round(y * FORMAT.height) - 2;
  const data = await sharp(jpeg).extract({ left, top, width: 7, height: 5 }).raw().toBuffer();
  let sum = 0;
  for (let i = 0; i < data.length; i += 3) sum += data[i]! - data[i + 2]!;
  return sum / (data.length / 3);
};

/** Pearson's, −1..1. */
export const correlation = (a: readonly number[], b: readonly number[]): number => {
  const mean = (v: readonly number[]): number => v.reduce((x, y) => x + y, 0) / v.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = mean(a.map((x, i) => (x - ma) * (b[i]! - mb)));
  const deviation = (v: readonly number[], m: number): number => Math.sqrt(mean(v.map(x => (x - m) ** 2)));
  return product / (deviation(a, ma) * deviation(b, mb));
};
