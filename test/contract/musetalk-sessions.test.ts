/** MuseTalk sessions in a real engine process, with a data folder that holds networks whose mouth turns red with the speech's level. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installMuseTalk } from '../../scripts/models/make-musetalk.mjs';
import { museTalkProbe } from '../../scripts/models/musetalk-probe.mjs';
import type { SessionAsk } from '../../src/main/engine/session.ts';
import type { Sessions } from '../../src/main/engine/session-opener.ts';
import { WHISPER_BANDS, WhisperMelStream } from '../../src/main/pipeline/features/whisper-mel.ts';
import { MuseTalkOptions } from '../../src/shared/renderer-options/musetalk.ts';
import { correlation, openNeuralSessions, redness } from '../support/neural-sessions.ts';
import { readPcm } from '../support/read-pcm.ts';

const CHUNK = 17_920;
const fixtures = new URL('../fixtures/', import.meta.url);
const speech = readPcm(new URL('audio/speech.wav', fixtures));

let opened: Awaited<ReturnType<typeof openNeuralSessions>>;
let sessions: Sessions;
let ask: SessionAsk & { renderer: 'musetalk' };

beforeAll(async () => {
  opened = await openNeuralSessions(models => {
    installMuseTalk(models, 'tint', museTalkProbe());
    const wrong = museTalkProbe();
    installMuseTalk(models, 'swapped', { ...wrong, 'vae-decoder': wrong['vae-encoder'] });
  });
  sessions = opened.sessions;
  ask = {
    ...opened.ask,
    renderer: 'musetalk',
    options: MuseTalkOptions.parse({ model: 'tint', device: 'cpu', allowCpu: true }),
  };
});
afterAll(() => opened.close());

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
    expect(await readdir(path.join(opened.dataDir, 'cache', 'musetalk'))).toHaveLength(1);
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
