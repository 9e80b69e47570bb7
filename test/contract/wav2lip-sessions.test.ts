/** Wav2Lip sessions in a real engine process, with a data folder that holds a network whose mouth turns red with the speech's level. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wav2LipProbe } from '../../scripts/models/wav2lip-probe.mjs';
import { RemoteEngine } from '../../src/main/engine/remote-engine.ts';
import type { LockStepSession, SessionAsk } from '../../src/main/engine/session.ts';
import { Sessions } from '../../src/main/engine/session-opener.ts';
import { createNodeHost } from '../../src/main/host.ts';
import { systemClock } from '../../src/main/system-clock.ts';
import { DEFAULT_BACKGROUND } from '../../src/shared/avatar.ts';
import { CompositorOptions } from '../../src/shared/compositor-options.ts';
import { silentLog } from '../../src/shared/log.ts';
import { Wav2LipOptions } from '../../src/shared/renderer-options/wav2lip.ts';
import { installModel } from '../support/install-model.ts';
import { readNpy } from '../support/read-npy.ts';
import { readPcm } from '../support/read-pcm.ts';

const WIDTH = 208;
const HEIGHT = 352;
const CHUNK = 17_920;
const fixtures = new URL('../fixtures/', import.meta.url);
const speech = readPcm(new URL('audio/speech.wav', fixtures));
const mel = readNpy(new URL('golden/mel/speech.mel.npy', fixtures));

let dataDir: string;
let engine: RemoteEngine;
let sessions: Sessions;
let ask: SessionAsk & { renderer: 'wav2lip' };

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'mouthpiece-wav2lip-'));
  const models = path.join(dataDir, 'models');
  await installModel(models, { id: 'tint', kind: 'wav2lip', bytes: wav2LipProbe({ kind: 'tint' }) });
  await installModel(models, {
    id: 'other',
    kind: 'wav2lip',
    bytes: wav2LipProbe({ kind: 'tint', size: 100 }),
  });
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
    renderer: 'wav2lip',
    options: Wav2LipOptions.parse({ model: 'tint', device: 'cpu', blinking: false }),
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

/** Mean level of the window of frame `i`. */
const levelOf = (i: number): number => {
  const start = Math.floor(i * 3.2);
  let sum = 0;
  for (let band = 0; band < 80; band++)
    for (let k = 0; k < 16; k++) sum += mel.data[band * mel.shape[1]! + start + k]!;
  return sum / (80 * 16);
};

const correlation = (a: readonly number[], b: readonly number[]): number => {
  const mean = (v: readonly number[]): number => v.reduce((x, y) => x + y, 0) / v.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = mean(a.map((x, i) => (x - ma) * (b[i]! - mb)));
  const deviation = (v: readonly number[], m: number): number => Math.sqrt(mean(v.map(x => (x - m) ** 2)));
  return product / (deviation(a, ma) * deviation(b, mb));
};

describe('a lock-step session with Wav2Lip', () => {
  test('every chunk brings its 28 frames, the mouth follows the mel, the flush shuts it', async () => {
    const session = await sessions.openLockStep(ask);
    expect(session.renderer).toBe('wav2lip');
    expect(session.provider).toBe('cpu');
    const frames: Uint8Array[] = [];
    for (const at of [0, CHUNK]) {
      const { jpegs, inferMs } = await session.renderChunk(speech.subarray(at, at + CHUNK));
      expect(jpegs).toHaveLength(28);
      expect(inferMs).toBeGreaterThan(0);
      frames.push(...jpegs);
    }
    const reds = await Promise.all(frames.map(jpeg => redness(session, jpeg)));
    // From the first word on, without the frames whose windows were guessed.
    const sure = Array.from({ length: 56 }, (_, i) => i).filter(i => i >= 6 && i % 28 < 24);
    expect(
      correlation(
        sure.map(i => reds[i]!),
        sure.map(levelOf),
      ),
    ).toBeGreaterThan(0.9);
    const { jpegs } = await session.flush();
    expect(jpegs.length).toBeGreaterThan(0);
    expect(await redness(session, jpegs.at(-1)!)).toBeLessThan(Math.max(...reds) - 40);
    await session.close();
  });

  test('two sessions share the model and do not hear each other', async () => {
    const [loud, quiet] = await Promise.all([sessions.openLockStep(ask), sessions.openLockStep(ask)]);
    const [spoken, silent] = await Promise.all([
      loud.renderChunk(speech.subarray(0, CHUNK)),
      quiet.renderChunk(new Int16Array(CHUNK)),
    ]);
    const still = await redness(quiet, silent.jpegs[10]!);
    expect(await redness(quiet, silent.jpegs.at(-1)!)).toBe(still);
    expect(await redness(loud, spoken.jpegs[20]!)).toBeGreaterThan(still + 40);
    await Promise.all([loud.close(), quiet.close()]);
  });

  test('modes change while it runs; the device does not', async () => {
    const session = await sessions.openLockStep(ask);
    await session.renderChunk(speech.subarray(0, CHUNK));
    await session.configure({ compositor: { mode: 'easy_improved' } });
    await expect(session.configure({ options: { batch: 1 } })).rejects.toMatchObject({
      code: 'session/bad-config',
    });
    expect((await session.renderChunk(speech.subarray(CHUNK, 2 * CHUNK))).jpegs).toHaveLength(28);
    await session.close();
  });

  test.each([
    ['nowhere', 'model/missing', /nowhere/],
    ['other', 'model/unsupported', /\[N, 6, 100, 100\]/],
  ])('the model "%s" is %s', async (model, code, message) => {
    const opening = sessions.openLockStep({ ...ask, options: { ...ask.options, model } });
    await expect(opening).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
