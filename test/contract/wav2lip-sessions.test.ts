/** Wav2Lip sessions in a real engine process, with a data folder that holds a network whose mouth turns red with the speech's level. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wav2LipProbe } from '../../scripts/models/wav2lip-probe.mjs';
import type { SessionAsk } from '../../src/main/engine/session.ts';
import type { Sessions } from '../../src/main/engine/session-opener.ts';
import { Wav2LipOptions } from '../../src/shared/renderer-options/wav2lip.ts';
import { installModel } from '../support/install-model.ts';
import { correlation, openNeuralSessions, redness } from '../support/neural-sessions.ts';
import { readNpy } from '../support/read-npy.ts';
import { readPcm } from '../support/read-pcm.ts';

const CHUNK = 17_920;
const fixtures = new URL('../fixtures/', import.meta.url);
const speech = readPcm(new URL('audio/speech.wav', fixtures));
const mel = readNpy(new URL('golden/mel/speech.mel.npy', fixtures));

let opened: Awaited<ReturnType<typeof openNeuralSessions>>;
let sessions: Sessions;
let ask: SessionAsk & { renderer: 'wav2lip' };

beforeAll(async () => {
  opened = await openNeuralSessions(async models => {
    await installModel(models, { id: 'tint', kind: 'wav2lip', bytes: wav2LipProbe({ kind: 'tint' }) });
    await installModel(models, {
      id: 'other',
      kind: 'wav2lip',
      bytes: wav2LipProbe({ kind: 'tint', size: 100 }),
    });
  });
  sessions = opened.sessions;
  ask = {
    ...opened.ask,
    renderer: 'wav2lip',
    options: Wav2LipOptions.parse({ model: 'tint', device: 'cpu', blinking: false }),
  };
});
afterAll(() => opened.close());

/** Mean level of the window of frame `i`. */
const levelOf = (i: number): number => {
  const start = Math.floor(i * 3.2);
  let sum = 0;
  for (let band = 0; band < 80; band++)
    for (let k = 0; k < 16; k++) sum += mel.data[band * mel.shape[1]! + start + k]!;
  return sum / (80 * 16);
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
