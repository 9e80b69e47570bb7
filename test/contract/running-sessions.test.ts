/** Sessions that change while they run, in a real engine process: another mouth, other settings, several settings side by side. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RemoteEngine } from '../../src/main/engine/remote-engine.ts';
import type { SessionAsk } from '../../src/main/engine/session.ts';
import { Sessions } from '../../src/main/engine/session-opener.ts';
import { createNodeHost } from '../../src/main/host.ts';
import { systemClock } from '../../src/main/system-clock.ts';
import { DEFAULT_BACKGROUND } from '../../src/shared/avatar.ts';
import { CompositorOptions, type PostprocessMode } from '../../src/shared/compositor-options.ts';
import { silentLog } from '../../src/shared/log.ts';
import { PortraitOptions } from '../../src/shared/renderer-options/portrait.ts';
import { Wav2LipOptions } from '../../src/shared/renderer-options/wav2lip.ts';
import type { Variant } from '../../src/shared/variant.ts';

const WIDTH = 160;
const HEIGHT = 200;
const options = PortraitOptions.parse({ headMotion: 0, breathing: 0, blinking: false });

let dataDir: string;
let engine: RemoteEngine;
let sessions: Sessions;
let ask: SessionAsk;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'mouthpiece-running-'));
  const host = createNodeHost(new URL('../../src/main/cli.ts', import.meta.url).href);
  engine = new RemoteEngine({ spawn: () => host.spawnEngine(dataDir), clock: systemClock, log: silentLog });
  const journal = { opened() {}, audio() {}, changed() {}, closed() {} };
  sessions = new Sessions({ engine, clock: systemClock, log: silentLog, journal });
  const wav = await readFile(new URL('../fixtures/audio/speech.wav', import.meta.url));
  // 16 kHz mono behind a header of 44 bytes.
  voice = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + 44 + 4 * 8000));
  ask = {
    protocol: 'test',
    avatarId: null,
    avatar: {
      picture: await readFile(new URL('../fixtures/faces/astronaut.png', import.meta.url)),
      mouth: null,
    },
    format: { width: WIDTH, height: HEIGHT, fps: 25 },
    fit: 'cover',
    background: DEFAULT_BACKGROUND,
    renderer: 'portrait',
    options,
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

const side = (mode: PostprocessMode, mouthAmount = 1): Variant => ({
  renderer: 'portrait',
  options: { ...options, mouthAmount },
  compositor: CompositorOptions.parse({ mode }),
  label: '',
});

let voice: Int16Array;

const pixelsOf = async (jpeg: Uint8Array) => sharp(jpeg).raw().toBuffer({ resolveWithObject: true });

/** Pixels of the two halves that are clearly not the same, in the frame where they are most. */
const CLEARLY = 24;

const mostApart = async (jpegs: readonly Uint8Array[]): Promise<number> =>
  Math.max(...(await Promise.all(jpegs.map(halvesDiffer))));

const halvesDiffer = async (jpeg: Uint8Array): Promise<number> => {
  const { data, info } = await pixelsOf(jpeg);
  const half = info.width / 2;
  let count = 0;
  for (let y = 0; y < info.height; y++)
    for (let x = 0; x < half; x++) {
      const at = (y * info.width + x) * 3;
      const far = [0, 1, 2].map(c => Math.abs(data[at + c]! - data[at + half * 3 + c]!));
      if (Math.max(...far) > CLEARLY) count += 1;
    }
  return count;
};

describe('a running session', () => {
  test('two settings side by side show one speech; they part when one changes and join when it goes back', async () => {
    const session = await sessions.openLockStep({ ...ask, compare: [side('basic'), side('basic')] });
    expect(session.format).toMatchObject({ width: 2 * WIDTH, height: HEIGHT });
    const same = await session.renderChunk(voice);
    expect(same.jpegs.length).toBe(25);
    expect(await mostApart(same.jpegs)).toBeLessThan(3);
    await session.configure({ compare: [side('basic'), side('easy_improved', 0)] });
    const parted = await mostApart((await session.renderChunk(voice)).jpegs);
    await session.configure({ compare: [side('easy_improved'), side('easy_improved')] });
    const joined = await mostApart((await session.renderChunk(voice)).jpegs);
    expect(joined).toBeLessThan(3);
    expect(parted).toBeGreaterThan(12);
    await session.close();
  });

  test('another mouth takes the place of the running one, and null goes back to the detected', async () => {
    const session = await sessions.openLockStep(ask);
    const speak = async (): Promise<Buffer> => {
      session.interrupt();
      return (await pixelsOf((await session.renderChunk(voice)).jpegs.at(-1)!)).data;
    };
    const differ = (a: Buffer, b: Buffer): number =>
      a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
    const detected = await speak();
    // On the space suit, where nothing moves by itself.
    await session.configure({
      mouth: { animation: { mouth_center: [0.45, 0.62], mouth_rx: 0.08, mouth_ry: 0.03 } },
    });
    const elsewhere = await speak();
    expect(differ(detected, elsewhere)).toBeGreaterThan(0.5);
    await session.configure({ mouth: null });
    expect(differ(detected, await speak())).toBeLessThan(0.2);
    await session.close();
  });

  test('a side whose model is missing is refused each time, and the session goes on', async () => {
    const session = await sessions.openLockStep({ ...ask, compare: [side('basic'), side('basic')] });
    const neural: Variant = {
      renderer: 'wav2lip',
      options: Wav2LipOptions.parse({}),
      compositor: CompositorOptions.parse({}),
      label: '',
    };
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(session.configure({ compare: [side('basic'), neural] })).rejects.toMatchObject({
        code: 'model/missing',
      });
    expect((await session.renderChunk(voice)).jpegs.length).toBe(25);
    await session.close();
  });

  test('a session that is closed while it is opened is not kept', async () => {
    // Of a size of its own, so that the picture has to be decoded first.
    const format = { width: 176, height: 208, fps: 25 };
    const { avatar, fit, background, compositor } = ask;
    const portrait = { renderer: 'portrait', options } as const;
    const opened = engine.call('openSession', {
      ...{ sessionId: 'avt_gone', avatar, ...portrait, compositor, format, fit, background },
      jpegQuality: 90,
      guess: true,
    });
    const refused = expect(opened).rejects.toMatchObject({ code: 'session/closed' });
    await engine.call('closeSession', { sessionId: 'avt_gone' });
    await refused;
    expect((await engine.call('ping', undefined)).sessions).toBe(0);
  });

  test('an option out of range is refused by name, and the session goes on', async () => {
    const session = await sessions.openLockStep(ask);
    await expect(session.configure({ options: { mouthAmount: 99 } })).rejects.toThrow(/mouthAmount/);
    expect((await session.renderChunk(voice)).jpegs.length).toBe(25);
    await session.close();
  });
});
