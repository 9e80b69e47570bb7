/** The track end to end with the shipped network: exact in any pieces, honest about what is final, smooth at the joins. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type ArticulationModel,
  parseArticulationDescription,
} from '../../../../src/main/pipeline/articulation/articulation-description.ts';
import { createArticulationTrack } from '../../../../src/main/pipeline/articulation/articulation-track.ts';
import { scorePhones } from '../../../../src/main/pipeline/articulation/phone-score.ts';
import { BLENDSHAPE_INDEX as AT, BLENDSHAPE_COUNT } from '../../../../src/shared/blendshapes.ts';
import { largestJump, pieces, readTrack, sentence, shippedModel } from './sentence.ts';

const LENGTH_MICROS = (sentence.pcm.length / 16) * 1000;
let model: ArticulationModel;
beforeAll(async () => {
  model = await shippedModel();
});

const heard = async (parts: readonly Int16Array[]): Promise<Float32Array[]> => {
  const track = createArticulationTrack(model, { guess: false });
  for (const part of parts) await track.pushPcm(part);
  await track.endTurn();
  return readTrack(track, LENGTH_MICROS, 10_000);
};

test('names what the mouth says: by the phones of a text at once, by the sound as soon as it is final', async () => {
  const score = scorePhones(sentence.phones, LENGTH_MICROS / 1000);
  const middles = score
    .filter(
      ({ phone, startMs, endMs }) => ['M', 'P', 'B', 'AA', 'sil'].includes(phone) && endMs - startMs > 70,
    )
    .map(({ phone, startMs, endMs }) => ({
      micros: ((startMs + endMs) / 2) * 1000,
      name: phone === 'sil' ? 'sil' : phone === 'AA' ? 'aa' : 'PP',
    }));
  expect(middles.length).toBeGreaterThan(3);
  const [told, listened] = [createArticulationTrack(model), createArticulationTrack(model)];
  await told.pushUtterance({ pcm16k: sentence.pcm, phones: sentence.phones });
  expect(middles.map(({ micros }) => told.visemeAt(micros))).toEqual(middles.map(({ name }) => name));
  expect(listened.visemeAt(500_000)).toBe('sil');
  await listened.pushPcm(sentence.pcm);
  await listened.endTurn();
  const right = middles.filter(({ micros, name }) => listened.visemeAt(micros) === name);
  expect(right.length).toBeGreaterThan(middles.length * 0.6);
  expect(listened.visemeAt(LENGTH_MICROS + 5_000_000)).toBe('sil');
});

describe('from PCM', () => {
  test.each([37, 160, 900, 17_920])(
    'pieces of up to %i samples give the same bits as the whole',
    async largest => {
      expect(await heard(pieces(sentence.pcm, largest, largest))).toEqual(await heard([sentence.pcm]));
    },
  );

  test('what is final never changes, and reading early changes nothing', async () => {
    const whole = await heard([sentence.pcm]);
    const track = createArticulationTrack(model);
    let next = 0;
    for (const part of pieces(sentence.pcm, 2_560, 3)) {
      await track.pushPcm(part);
      expect(track.receivedMicros - track.finalMicros).toBeLessThan(160_000);
      for (; next * 10_000 < track.finalMicros; next++) {
        const weights = new Float32Array(BLENDSHAPE_COUNT);
        track.sampleAt(next * 10_000, weights);
        expect(weights).toEqual(whole[next]);
      }
    }
    expect(next).toBeGreaterThan(200);
    await track.endTurn();
    expect(track.finalMicros).toBe(track.receivedMicros);
  });

  test('shuts the lips on most p, b and m, and rests in silence', async () => {
    const frames = await heard([sentence.pcm]);
    const lips = scorePhones(sentence.phones, LENGTH_MICROS / 1000).filter(({ phone }) =>
      ['P', 'B', 'M'].includes(phone),
    );
    const shut = lips.filter(({ startMs, endMs }) =>
      frames
        .slice(Math.max(0, Math.floor(startMs / 10) - 4), Math.ceil(endMs / 10) + 4)
        .some(f => f[AT.jawOpen]! - f[AT.mouthClose]! < 0.02 && f[AT.mouthPressLeft]! > 0.1),
    );
    expect(shut.length / lips.length).toBeGreaterThanOrEqual(0.8);
    const silent = createArticulationTrack(model);
    await silent.pushPcm(new Int16Array(32_000));
    await silent.endTurn();
    for (const frame of readTrack(silent, 2_000_000, 40_000))
      for (const value of frame) expect(value).toBeLessThan(0.02);
  });

  test.each([2_560, 17_920])('lock-step chunks of %i samples join without a jump', async chunk => {
    const whole = await heard([sentence.pcm]);
    const track = createArticulationTrack(model);
    const shown: Float32Array[] = [];
    for (let at = 0; at < sentence.pcm.length; at += chunk) {
      await track.pushPcm(sentence.pcm.subarray(at, at + chunk));
      const end = (Math.min(at + chunk, sentence.pcm.length) / 16) * 1000;
      shown.push(...readTrack(track, end, 10_000, shown.length * 10_000));
    }
    expect(shown.length).toBe(whole.length);
    expect(largestJump(shown)).toBeLessThanOrEqual(0.25);
    const error =
      shown.reduce((sum, f, i) => sum + Math.abs(f[AT.jawOpen]! - whole[i]![AT.jawOpen]!), 0) / shown.length;
    expect(error).toBeLessThan(0.03);
  });

  test('without easing the joins would be rougher', async () => {
    const late = createArticulationTrack(model);
    await late.pushPcm(sentence.pcm);
    let eased = 0;
    let bare = 0;
    for (let cut = 3_200; cut < 40_000; cut += 3_200) {
      const track = createArticulationTrack(model);
      await track.pushPcm(sentence.pcm.subarray(0, cut));
      const at = Math.floor(cut / 160) * 10_000 - 10_000;
      const before = readTrack(track, at + 1, 10_000, at)[0]!;
      await track.pushPcm(sentence.pcm.subarray(cut, cut + 3_200));
      eased += largestJump([before, readTrack(track, at + 10_001, 10_000, at + 10_000)[0]!]);
      // Read by a stranger who does not know what was shown before.
      bare += largestJump([before, readTrack(late, at + 10_001, 10_000, at + 10_000)[0]!]);
    }
    expect(eased).toBeLessThan(0.6 * bare);
  });

  test('turns follow one another on one time line', async () => {
    const track = createArticulationTrack(model);
    const part = sentence.pcm.subarray(0, 15_999);
    for (let turn = 1; turn <= 3; turn++) {
      const pushed = track.pushPcm(part);
      expect(track.receivedMicros).toBe(Math.round((turn * 15_999 * 1000) / 16));
      await pushed;
      await track.endTurn();
      await track.endTurn();
      expect(track.finalMicros).toBe(track.receivedMicros);
    }
    expect(largestJump(readTrack(track, track.finalMicros, 10_000, 1_000_000))).toBeLessThanOrEqual(0.2);
    const beyond = new Float32Array(BLENDSHAPE_COUNT);
    track.sampleAt(track.finalMicros + 400_000, beyond);
    expect(Math.max(...beyond)).toBe(0);
  });

  test('calls that overlap keep their order; a reset in between forgets all', async () => {
    const track = createArticulationTrack(model);
    const parts = pieces(sentence.pcm, 4_000, 5);
    await Promise.all([...parts.map(part => track.pushPcm(part)), track.endTurn()]);
    expect(readTrack(track, LENGTH_MICROS, 10_000)).toEqual(await heard([sentence.pcm]));
    const stale = parts.map(part => track.pushPcm(part));
    track.reset();
    expect([track.receivedMicros, track.finalMicros]).toEqual([0, 0]);
    const fresh = track.pushPcm(sentence.pcm);
    await Promise.all([...stale, fresh, track.endTurn()]);
    expect(readTrack(track, LENGTH_MICROS, 10_000)).toEqual(await heard([sentence.pcm]));
  });
});

describe('from timed phones', () => {
  test('is final at once, shuts every p b m at 25 frames a second, and ends at rest', async () => {
    const track = createArticulationTrack(model);
    await track.pushUtterance({ pcm16k: sentence.pcm, phones: sentence.phones });
    expect(track.finalMicros).toBe(track.receivedMicros);
    const frames = readTrack(track, LENGTH_MICROS, 40_000);
    for (const { phone, startMs, endMs } of scorePhones(sentence.phones, LENGTH_MICROS / 1000)) {
      if (!['P', 'B', 'M'].includes(phone)) continue;
      const near = frames.slice(
        Math.max(0, Math.floor((startMs - 30) / 40)),
        Math.ceil((endMs + 50) / 40) + 1,
      );
      expect(Math.min(...near.map(f => f[AT.jawOpen]! - f[AT.mouthClose]!))).toBeLessThan(0.005);
    }
    expect(largestJump(readTrack(track, LENGTH_MICROS, 10_000))).toBeLessThanOrEqual(0.2);
  });

  test('follows PCM and is followed by it', async () => {
    const track = createArticulationTrack(model);
    await track.pushPcm(sentence.pcm.subarray(0, 9_999));
    await track.pushUtterance({ pcm16k: sentence.pcm, phones: sentence.phones });
    await track.pushPcm(sentence.pcm);
    await track.endTurn();
    const total = Math.round(((9_999 + 2 * sentence.pcm.length) * 1000) / 16);
    expect(track.finalMicros).toBe(total);
    const frames = readTrack(track, total, 10_000);
    expect(largestJump(frames)).toBeLessThanOrEqual(0.25);
    expect(Math.max(...frames.slice(70, 280).map(f => f[AT.jawOpen]!))).toBeGreaterThan(0.2);
  });
});

describe('parseArticulationDescription', () => {
  test('refuses anything that is no description', () => {
    for (const text of ['', '{}', 'null', '{"format":"mouthpiece-articulation/1"}']) {
      expect(() => parseArticulationDescription(text)).toThrowError(/cannot be read/);
    }
  });
});
