/** Which mel a frame gets: its window, what stands in for speech not heard yet, silence after the end. */
import { describe, expect, test } from 'vitest';
import { SpeechEar } from '../../../../../src/main/pipeline/renderers/wav2lip/speech-ear.ts';
import { readNpy } from '../../../../support/read-npy.ts';
import { readPcm } from '../../../../support/read-pcm.ts';

const fixtures = new URL('../../../../fixtures/', import.meta.url);
const pcm = readPcm(new URL('audio/speech.wav', fixtures));
const golden = readNpy(new URL('golden/mel/speech.mel.npy', fixtures));
const COLUMNS = golden.shape[1]!;

const windowOf = (ear: SpeechEar, micros: number): Float32Array => {
  const out = new Float32Array(80 * 16 + 3);
  ear.window(micros, out, 3);
  return out.subarray(3);
};
const goldenWindow = (start: number): Float32Array =>
  Float32Array.from(
    { length: 80 * 16 },
    (_, i) => golden.data[Math.floor(i / 16) * COLUMNS + start + (i % 16)]!,
  );
const column = (window: Float32Array, k: number): number[] =>
  Array.from({ length: 80 }, (_, band) => window[band * 16 + k]!);
const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

const heard = (samples: number, piece = 1600): SpeechEar => {
  const ear = new SpeechEar();
  for (let at = 0; at < samples; at += piece) ear.hear(pcm.subarray(at, Math.min(samples, at + piece)));
  return ear;
};

describe('SpeechEar', () => {
  test.each([25, 30])('frame i of %i a second gets the columns from int(i·80/fps) on', fps => {
    const ear = heard(pcm.length);
    for (const frame of [3, 11, 24, 25, 26]) {
      const window = windowOf(ear, Math.round((frame * 1e6) / fps));
      expect(worst(window, goldenWindow(Math.floor((frame * 80) / fps)))).toBeLessThan(1e-3);
    }
  });

  test('says from when on windows are a guess', () => {
    expect(new SpeechEar().finalMicros).toBeLessThanOrEqual(0);
    const ear = heard(17_920);
    // 88 columns are complete: windows up to column 72, and frames that begin before column 73 does.
    expect(ear.finalMicros).toBe(73 * 12_500);
    expect(worst(windowOf(ear, ear.finalMicros - 1), goldenWindow(72))).toBeLessThan(1e-3);
    ear.endTurn();
    expect(ear.finalMicros).toBe(1_120_000);
  });

  test('speech not heard yet sounds on as the newest whole column', () => {
    const window = windowOf(heard(17_920), 1_080_000);
    const truth = goldenWindow(86);
    expect(worst(column(window, 0), column(truth, 0))).toBeLessThan(1e-3);
    expect(worst(column(window, 1), column(truth, 1))).toBeLessThan(1e-3);
    // Column 88 lacks the last 80 of its 800 samples, where the taper has all but ended.
    expect(worst(column(window, 2), column(truth, 2))).toBeLessThan(0.7);
    for (let k = 4; k < 16; k++) expect(column(window, k)).toEqual(column(window, 2));
  });

  test('and is replaced by what was really said', () => {
    const ear = heard(17_920);
    windowOf(ear, 1_080_000);
    ear.hear(pcm.subarray(17_920, 30_000));
    expect(worst(windowOf(ear, 1_120_000), goldenWindow(89))).toBeLessThan(1e-3);
  });

  test('after the end of the turn comes silence; more speech goes on where it ended', () => {
    const ear = heard(17_920);
    ear.endTurn();
    const window = windowOf(ear, 1_080_000);
    for (let k = 4; k < 16; k++) expect(column(window, k).every(value => value === -4)).toBe(true);
    ear.hear(pcm.subarray(17_920, 30_000));
    expect(worst(windowOf(ear, 1_120_000), goldenWindow(89))).toBeLessThan(1e-3);
  });

  test('a noisy pause is silence to the bit, and is told', () => {
    const ear = new SpeechEar();
    ear.hear(Int16Array.from({ length: 32_000 }, (_, i) => Math.round(6 * Math.sin(i * i))));
    const out = new Float32Array(1280);
    expect(ear.window(1_000_000, out, 0)).toBe(false);
    expect(out.every(value => value === -4)).toBe(true);
    expect(heard(pcm.length).window(880_000, out, 0)).toBe(true);
  });

  test('begins anew after a reset', () => {
    const ear = heard(30_000);
    ear.reset();
    expect(windowOf(ear, 0).every(value => value === -4)).toBe(true);
    ear.hear(pcm);
    expect(worst(windowOf(ear, 400_000), goldenWindow(32))).toBeLessThan(1e-3);
  });
});
