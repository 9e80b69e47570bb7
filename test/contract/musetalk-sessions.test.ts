/** MuseTalk sessions in a real engine process, with a data folder that holds networks whose mouth turns red with the speech's level. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installMuseTalk } from '../../scripts/models/make-musetalk.mjs';
import { museTalkProbe } from '../../scripts/models/musetalk-probe.mjs';
import { RemoteEngine } from '../../src/main/engine/remote-engine.ts';
import type { LockStepSession, SessionAsk } from '../../src/main/engine/session.ts';
import { Sessions } from '../../src/main/engine/session-opener.ts';
import { createNodeHost } from '../../src/main/host.ts';
import { WHISPER_BANDS, WhisperMelStream } from '../../src/main/pipeline/features/whisper-mel.ts';
import { systemClock } from '../../src/main/system-clock.ts';
import { DEFAULT_BACKGROUND } from '../../src/shared/avatar.ts';
import { CompositorOptions } from '../../src/shared/compositor-options.ts';
import { silentLog } from '../../src/shared/log.ts';
import { MuseTalkOptions } from '../../src/shared/renderer-options/musetalk.ts';
import { readPcm } from '../support/read-pcm.ts';

const WIDTH = 208;
const HEIGHT = 352;
const CHUNK = 17_920;
const fixtures = new URL('../fixtures/', import.meta.url);
const speech = readPcm(new URL('audio/speech.wav', fixtures));

let dataDir: string;
let engine: RemoteEngine;
let sessions: Sessions;
let ask: SessionAsk & { renderer: 'musetalk' };

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'mouthpiece-musetalk-'));
  const models = path.join(dataDir, 'models');
  installMuseTalk(models, 'tint', museTalkProbe());
  const wrong = museTalkProbe();
  installMuseTalk(models, 'swapped', { ...wrong, 'vae-decoder': wrong['vae-encoder'] });
  const host = createNodeHost(new URL('../../src/main/cli.ts', import.meta.url).href);
  engine = new RemoteEngine({ spawn: () => host.spawnEngine(dataDir), clock: systemClock, log: silentLog });
  const journal = { opened() {}, audio() {}, closed() {} };
  sessions = new Sessions({ engine, clock: systemClock, log: silentLog, journal });
  ask = {
    protocol: 'test',
    avatarId: null,
    avatar: { picture: await readFile(new URL('faces/astronaut.png', fixtures)), mouth: null },
    format: { width: WIDTH, height: HEIGHT, fps: 25 },
    fit: 'cover',
    background: DEFAULT_BACKGROUND,
    renderer: 'musetalk',
    options: MuseTalkOptions.parse({ model: 'tint', device: 'cpu', allowCpu: true }),
    compositor: CompositorOptions.parse({}),
    jpegQuality: 90,
    settings: {},
  };
});
afterAll(async () => {
  await sessions.close();
  await engine.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** How red the mouth is in a frame: red less blue, mean of a few pixels. */
const redness = async (session: LockStepSession, jpeg: Uint8Array): Promise<number> => {
  const [x, y] = session.mouth!.animation.mouth_center;
  const { data } = await sharp(jpeg)
    .extract({ left: Math.round(x * WIDTH) - 3, top: Math.round(y * HEIGHT) - 2, width: 7, height: 5 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  let sum = 0;
  for (let i = 0; i < data.length; i += 3) sum += data[i]! - data[i + 2]!;
  return sum / (data.length / 3);
};

/** Mean level of the four mel frames a frame's own two states stand for, limited as Whisper limits it. */
const levels = (() => {
  const frames: Float32Array[] = [];
  new WhisperMelStream().push(speech, () => {
    const frame = new Float32Array(WHISPER_BANDS);
    frames.push(frame);
    return frame;
  });
  const peak = Math.max(...frames.map(frame => Math.max(...frame)));
  const means = frames.map(frame => frame.reduce((sum, v) => sum + Math.max(v, peak - 8), 0) / WHISPER_BANDS);
  return (i: number): number => [0, 1, 2, 3].reduce((sum, k) => sum + means[4 * i + k]!, 0) / 4;
})();

const correlation = (a: readonly number[], b: readonly number[]): number => {
  const mean = (v: readonly number[]): number => v.reduce((x, y) => x + y, 0) / v.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = mean(a.map((x, i) => (x - ma) * (b[i]! - mb)));
  const deviation = (v: readonly number[], m: number): number => Math.sqrt(mean(v.map(x => (x - m) ** 2)));
  return product / (deviation(a, ma) * deviation(b, mb));
};

describe('a lock-step session with MuseTalk', () => {
  test('every chunk brings its 28 frames, the mouth follows the speech, the flush shuts it', async () => {
    const session = await sessions.openLockStep(ask);
    expect(session).toMatchObject({ renderer: 'musetalk', provider: 'cpu' });
    const frames: Uint8Array[] = [];
    for (const at of [0, CHUNK]) {
      const { jpegs, inferMs } = await session.renderChunk(speech.subarray(at, at + CHUNK));
      expect(jpegs).toHaveLength(28);
      expect(inferMs).toBeGreaterThan(0);
      frames.push(...jpegs);
    }
    const reds = await Promise.all(frames.map(jpeg => redness(session, jpeg)));
    // Once the mouth is fully shown; the probe's colour is limited at both ends.
    const sure = Array.from({ length: 56 }, (_, i) => i).filter(i => i >= 8 && reds[i]! > reds[0]! + 12);
    expect(sure.length).toBeGreaterThan(20);
    const heard = sure.map(levels);
    expect(
      correlation(
        sure.map(i => reds[i]!),
        heard,
      ),
    ).toBeGreaterThan(0.85);
    const { jpegs } = await session.flush();
    expect(jpegs.length).toBeGreaterThan(0);
    expect(await redness(session, jpegs.at(-1)!)).toBeLessThan(Math.max(...reds) - 15);
    await session.close();
    // A second session finds the face prepared.
    expect(await readdir(path.join(dataDir, 'cache', 'musetalk'))).toHaveLength(1);
  });

  test('two sessions share the model and do not hear each other', async () => {
    const [loud, quiet] = await Promise.all([sessions.openLockStep(ask), sessions.openLockStep(ask)]);
    const [spoken, silent] = await Promise.all([
      loud.renderChunk(speech.subarray(0, CHUNK)),
      quiet.renderChunk(new Int16Array(CHUNK)),
    ]);
    const still = await redness(quiet, silent.jpegs[10]!);
    expect(await redness(quiet, silent.jpegs.at(-1)!)).toBe(still);
    expect(await redness(loud, spoken.jpegs[20]!)).toBeGreaterThan(still + 20);
    await Promise.all([loud.close(), quiet.close()]);
  });

  test.each([
    [{ allowCpu: false }, 'model/needs-gpu', /graphics card.*allowCpu/],
    [{ model: 'nowhere' }, 'model/missing', /nowhere/],
    [{ model: 'swapped' }, 'model/unsupported', /vae-decoder.*\[N, 4, 32, 32\]/],
  ])('%j is refused: %s', async (options, code, message) => {
    const opening = sessions.openLockStep({ ...ask, options: { ...ask.options, ...options } });
    await expect(opening).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
