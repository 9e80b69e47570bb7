/** What a frame hears, with an encoder that only says which mel it was given. */
import { describe, expect, test } from 'vitest';
import {
  CONTEXT_SIZE,
  MEL_FRAMES,
  STATE_WIDTH,
  WINDOW_STATES,
} from '../../../../../src/main/pipeline/renderers/musetalk/musetalk-networks.ts';
import { positionalEncoding } from '../../../../../src/main/pipeline/renderers/musetalk/positional-encoding.ts';
import {
  LOOK_AHEAD_MS,
  SpeechContext,
} from '../../../../../src/main/pipeline/renderers/musetalk/speech-context.ts';
import { sentence } from '../../articulation/sentence.ts';

const SILENT = 'silent';

/**
 * States: feature 0 of layer l is band 9 of mel frame 2s plus l, feature 1 the state's place, feature 2 how many frames of the
 * window are not silence.
 */
const createEncoder = () => {
  const runs: { speech: number }[] = [];
  const hear = async (mel: Float32Array) => {
    const silence = mel[MEL_FRAMES - 1]!;
    let speech = 0;
    for (let i = 0; i < MEL_FRAMES; i++) if (mel[i] !== silence) speech = i + 1;
    runs.push({ speech });
    const band = mel.slice(9 * MEL_FRAMES, 10 * MEL_FRAMES);
    return (state: number, into: Float32Array): void => {
      expect(state).toBeLessThan(WINDOW_STATES);
      for (let layer = 0; layer < 5; layer++) {
        into[layer * STATE_WIDTH] = band[2 * state]! + layer;
        into[layer * STATE_WIDTH + 1] = state;
        into[layer * STATE_WIDTH + 2] = speech;
      }
    };
  };
  return { hear, runs };
};

const POSITIONS = positionalEncoding(50, STATE_WIDTH);

/** The ten states of a context: their places in the window, or SILENT. */
const placesOf = async (context: SpeechContext, micros: number): Promise<(number | string)[]> => {
  await context.ensure(micros, micros);
  const out = new Float32Array(CONTEXT_SIZE + 3);
  context.contextAt(micros, out, 3);
  return Array.from({ length: 10 }, (_, i) => {
    const bare = (row: number, feature: number): number =>
      out[3 + row * STATE_WIDTH + feature]! - POSITIONS[row * STATE_WIDTH + feature]!;
    const place = bare(i * 5, 1);
    const rows = [0, 1, 2, 3, 4].map(layer => bare(i * 5 + layer, 0));
    if (rows.every(value => Math.abs(value) < 1e-5)) return SILENT;
    for (const [layer, value] of rows.entries()) expect(value - rows[0]!).toBeCloseTo(layer, 4);
    return Math.round(place);
  });
};

const contextOf = async (context: SpeechContext, micros: number): Promise<Float32Array> => {
  await context.ensure(micros, micros);
  const out = new Float32Array(CONTEXT_SIZE);
  context.contextAt(micros, out, 0);
  return out;
};

const pcm = sentence.pcm;
const SPOKEN = Math.floor(pcm.length / 320);

describe('positions', () => {
  test('are the usual sines and cosines', () => {
    expect(POSITIONS[0]).toBe(0);
    expect(POSITIONS[1]).toBe(1);
    expect(POSITIONS[3 * STATE_WIDTH + 10]).toBeCloseTo(Math.sin(3 / 10_000 ** (10 / 384)), 5);
    expect(POSITIONS[49 * STATE_WIDTH + 383]).toBeCloseTo(Math.cos(49 / 10_000 ** (382 / 384)), 5);
  });
});

describe('SpeechContext', () => {
  test('a frame hears its two states and two frames on either side; nothing beyond the ends', async () => {
    const context = new SpeechContext(createEncoder().hear);
    context.hear(pcm);
    context.endTurn();
    expect(await placesOf(context, 0)).toEqual([SILENT, SILENT, SILENT, SILENT, 0, 1, 2, 3, 4, 5]);
    expect(await placesOf(context, 400_000)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
    // 30 frames a second: the fourth begins at 133,333 µs.
    expect((await placesOf(context, 133_333))[4]).toBe(6);
    const last = await placesOf(context, (SPOKEN - 2) * 20_000);
    expect(last).toEqual([...[-6, -5, -4, -3, -2, -1].map(i => SPOKEN + i), SILENT, SILENT, SILENT, SILENT]);
    expect(context.finalMicros).toBe((pcm.length / 16_000) * 1e6);
  });

  test('the pieces speech comes in change nothing that is final', async () => {
    const whole = new SpeechContext(createEncoder().hear);
    whole.hear(pcm);
    const wanted: Float32Array[] = [];
    const times = Array.from({ length: 60 }, (_, i) => i * 40_000).filter(t => t < whole.finalMicros);
    expect(times.length).toBeGreaterThan(50);
    for (const micros of times) wanted.push(await contextOf(whole, micros));
    const pieces = new SpeechContext(createEncoder().hear);
    let drawn = 0;
    for (let at = 0; at < pcm.length; at += 441) {
      pieces.hear(pcm.subarray(at, at + 441));
      while (drawn < times.length && times[drawn]! < pieces.finalMicros) {
        expect(await contextOf(pieces, times[drawn]!)).toEqual(wanted[drawn]);
        drawn++;
      }
      const heardMs = (at + 441) / 16;
      expect(pieces.finalMicros).toBeGreaterThanOrEqual(
        Math.min(heardMs, pcm.length / 16) * 1000 - LOOK_AHEAD_MS * 1000,
      );
    }
    expect(drawn).toBe(times.length);
  });

  test('beyond that a frame hears what it would if the speech ended here, computed once', async () => {
    const { hear, runs } = createEncoder();
    const open = new SpeechContext(hear);
    const ended = new SpeechContext(createEncoder().hear);
    open.hear(pcm.subarray(0, 17_920));
    ended.hear(pcm.subarray(0, 17_920));
    ended.endTurn();
    for (let i = 0; i < 24; i++) await open.ensure(i * 40_000, i * 40_000);
    const before = runs.length;
    for (let i = 24; i < 28; i++) {
      const places = await placesOf(open, i * 40_000);
      expect(places).toEqual(await placesOf(ended, i * 40_000));
    }
    expect(runs.length - before).toBeLessThanOrEqual(1);
    expect(open.finalMicros).toBeLessThan(1_120_000);
    // What was a guess is made anew when more is heard.
    open.hear(pcm.subarray(17_920));
    const later = new SpeechContext(createEncoder().hear);
    later.hear(pcm);
    expect(await contextOf(open, 1_080_000)).toEqual(await contextOf(later, 1_080_000));
  });

  test('an hour costs as a minute: one run for four frames, windows of 20 to 30 s, bounded memory', async () => {
    const { hear, runs } = createEncoder();
    const context = new SpeechContext(hear);
    const second = pcm.subarray(8000, 24_000);
    for (let s = 0; s < 45; s++) {
      context.hear(second);
      for (let i = 0; i < 25; i++) {
        const micros = s * 1e6 + (i - 12) * 40_000;
        if (micros >= 0) await context.ensure(micros, micros);
      }
    }
    expect(runs.length).toBeGreaterThan(45 * 6);
    expect(runs.length).toBeLessThan(45 * 6.5);
    const late = runs.slice(-80).map(run => run.speech);
    expect(Math.max(...late)).toBeLessThanOrEqual(3000);
    expect(Math.min(...late)).toBeGreaterThan(1990);
    // The place in the window follows the window, 10 s at a time.
    expect(await placesOf(context, 44_000_000)).toEqual(
      Array.from({ length: 10 }, (_, i) => 2200 - 4 + i - 1000),
    );
  });

  test('what was skipped is not computed', async () => {
    const { hear, runs } = createEncoder();
    const context = new SpeechContext(hear);
    for (let i = 0; i < 10; i++) context.hear(pcm);
    await context.ensure(0, 0);
    const before = runs.length;
    expect(await placesOf(context, 20_000_000)).toEqual(Array.from({ length: 10 }, (_, i) => 996 + i));
    expect(runs.length - before).toBeLessThanOrEqual(3);
  });

  test('a reset forgets, also while the encoder runs', async () => {
    let release: () => void = () => {};
    const gate = new Promise<void>(resolve => {
      release = resolve;
    });
    const { hear } = createEncoder();
    const context = new SpeechContext(async mel => {
      await gate;
      return hear(mel);
    });
    context.hear(pcm);
    const running = context.ensure(0, 80_000);
    context.reset();
    release();
    await running;
    expect(context.finalMicros).toBeLessThanOrEqual(0);
    expect(context.voiceAt(500_000)).toBe(0);
    expect(await placesOf(context, 400_000)).toEqual(Array(10).fill(SILENT));
    context.hear(pcm);
    expect(context.voiceAt(1_000_000)).toBe(1);
    expect(await placesOf(context, 400_000)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
  });
});
