/** What the mouth does with frames: shut on closures and in silence, teeth on lip, never a jump. */
import { describe, expect, test } from 'vitest';
import {
  BlendshapeMapper,
  CONTACT,
  LARGEST_STEP,
  MAPPED_FRAME_SIZE,
  STRONGEST,
} from '../../../../src/main/pipeline/articulation/blendshape-mapper.ts';
import { ClosureDecoder } from '../../../../src/main/pipeline/articulation/closure-decoder.ts';
import { FrameRing } from '../../../../src/main/pipeline/articulation/frame-ring.ts';
import { scorePhones } from '../../../../src/main/pipeline/articulation/phone-score.ts';
import { articulatePhones } from '../../../../src/main/pipeline/articulation/phoneme-articulator.ts';
import { CURVE, SPEECH_FRAME_SIZE, VISEME } from '../../../../src/main/pipeline/articulation/speech-frame.ts';
import { BLENDSHAPE_INDEX as AT } from '../../../../src/shared/blendshapes.ts';
import { VISEME_NAMES, type VisemeName } from '../../../../src/shared/visemes.ts';
import { largestJump, sentence } from './sentence.ts';

const setting = { weight: 0.5, on: 0.35, off: 0.25, shortest: 5, average: 1 };
const decoder = { lips: setting, teeth: setting };
const never = { ...setting, on: 1.1, off: 1 };

const drawSentence = (mapper: BlendshapeMapper, level = 0.9): Float32Array[] => {
  const durationMs = sentence.pcm.length / 16;
  const out: Float32Array[] = [];
  articulatePhones(
    scorePhones(sentence.phones, durationMs),
    0,
    Math.floor(durationMs / 10),
    () => level,
    frame => {
      out.push(new Float32Array(MAPPED_FRAME_SIZE));
      mapper.next(frame, out.at(-1)!);
    },
  );
  return out;
};
/** The deepest contact and the jaw there, within each phone of `phones`. */
const contacts = (
  frames: readonly Float32Array[],
  phones: readonly string[],
): { contact: number; jaw: number; roll: number }[] =>
  scorePhones(sentence.phones, sentence.pcm.length / 16)
    .filter(({ phone }) => phones.includes(phone))
    .map(({ startMs, endMs }) => {
      const inside = frames.slice(Math.ceil(startMs / 10), Math.ceil(endMs / 10) + 1);
      const best = inside.reduce((a, b) => (b[CONTACT]! > a[CONTACT]! ? b : a));
      return {
        contact: best[CONTACT]!,
        jaw: best[AT.jawOpen]! - best[AT.mouthClose]!,
        roll: best[AT.mouthRollLower]!,
      };
    });
const still = (
  viseme: VisemeName,
  curves: Partial<Record<keyof typeof CURVE, number>> = {},
): Float32Array => {
  const frame = new Float32Array(SPEECH_FRAME_SIZE);
  frame[VISEME[viseme]] = 1;
  for (const [name, value] of Object.entries(curves)) frame[CURVE[name as keyof typeof CURVE]] = value;
  return frame;
};
const settle = (frame: Float32Array): Float32Array => {
  const mapper = new BlendshapeMapper(decoder);
  const out = new Float32Array(MAPPED_FRAME_SIZE);
  for (let i = 0; i < 40; i++) mapper.next(frame, out);
  return out;
};

describe('a spoken sentence from phones', () => {
  const frames = drawSentence(new BlendshapeMapper(decoder));

  test('shuts the lips on every p, b and m', () => {
    const found = contacts(frames, ['P', 'B', 'M']);
    expect(found.length).toBeGreaterThanOrEqual(10);
    for (const { contact, jaw } of found) {
      expect(contact).toBe(1);
      expect(jaw).toBeLessThan(0.001);
    }
  });

  test('with a decoder that never closes it would not', () => {
    const open = drawSentence(new BlendshapeMapper({ lips: never, teeth: never }));
    expect(contacts(open, ['P', 'B', 'M']).some(({ contact }) => contact < 0.9)).toBe(true);
  });

  test('never jumps, opens modestly, and stays within 0..1', () => {
    expect(largestJump(frames)).toBeLessThanOrEqual(LARGEST_STEP);
    const jaws = frames.map(f => f[AT.jawOpen]!).sort((a, b) => a - b);
    expect(jaws.at(-1)).toBeGreaterThan(0.3);
    expect(jaws.at(-1)).toBeLessThan(0.62);
    for (const frame of frames)
      for (const value of frame.subarray(0, STRONGEST)) expect(value >= 0 && value <= 1).toBe(true);
  });

  test('every closure is met by some frame at 25 and at 30 a second, whatever their phase', () => {
    for (const every of [4, 10 / 3]) {
      for (let phase = 0; phase < every; phase += 0.5) {
        const shown = new Set<number>();
        for (let at = phase; at < frames.length; at += every) shown.add(Math.round(at));
        const runs: number[][] = [];
        frames.forEach((frame, i) => {
          if (frame[CONTACT]! < 1) return;
          if (runs.at(-1)?.at(-1) === i - 1) runs.at(-1)!.push(i);
          else runs.push([i]);
        });
        expect(runs.length).toBeGreaterThanOrEqual(8);
        for (const run of runs) expect(run.some(i => shown.has(i))).toBe(true);
      }
    }
  });

  test('a quiet voice opens less', () => {
    const quiet = drawSentence(new BlendshapeMapper(decoder), 0.3);
    const widest = (all: readonly Float32Array[]): number => Math.max(...all.map(f => f[AT.jawOpen]!));
    expect(widest(quiet)).toBeLessThan(0.8 * widest(frames));
  });
});

describe('held sounds', () => {
  test('silence is a mouth at rest', () => {
    const out = settle(still('sil', { jaw: 0.04, spread: 0.1 }));
    for (const value of out.subarray(0, STRONGEST)) expect(value).toBeLessThan(0.01);
    expect(VISEME_NAMES[out[STRONGEST]!]).toBe('sil');
  });

  test('f has the lower lip under the teeth, and a mouth that is not shut', () => {
    const out = settle(still('FF', { jaw: 0.15, lipTeeth: 1, spread: 0.2, level: 0.6 }));
    expect(out[AT.mouthRollLower]).toBeGreaterThan(0.4);
    expect(out[AT.mouthUpperUpLeft]).toBeGreaterThan(0.15);
    expect(out[AT.mouthPressLeft]).toBeLessThan(0.05);
    expect(out[AT.jawOpen]).toBeLessThan(0.06);
    const without = new BlendshapeMapper({ lips: setting, teeth: never });
    const broken = new Float32Array(MAPPED_FRAME_SIZE);
    for (let i = 0; i < 40; i++) without.next(still('FF', { jaw: 0.15, lipTeeth: 1 }), broken);
    expect(broken[AT.mouthRollLower]).toBeLessThan(0.4);
  });

  test('u is round, i is wide, a is open', () => {
    const u = settle(still('ou', { jaw: 0.3, rounding: 0.95, level: 1 }));
    const i = settle(still('ih', { jaw: 0.3, spread: 0.9, level: 1 }));
    const a = settle(still('aa', { jaw: 1, rounding: 0.1, spread: 0.1, level: 1 }));
    expect(u[AT.mouthPucker]).toBeGreaterThan(0.5);
    expect(i[AT.mouthStretchLeft]).toBeGreaterThan(0.2);
    expect(i[AT.mouthPucker]).toBeLessThan(0.05);
    expect(a[AT.jawOpen]).toBeGreaterThan(2 * u[AT.jawOpen]!);
    expect(u[AT.mouthStretchLeft]).toBeLessThan(0.05);
  });

  test('a copied mapper goes on exactly as its original', () => {
    const a = new BlendshapeMapper(decoder);
    const b = new BlendshapeMapper(decoder);
    drawSentence(a);
    b.copyFrom(a);
    const outA = new Float32Array(MAPPED_FRAME_SIZE);
    const outB = new Float32Array(MAPPED_FRAME_SIZE);
    for (let i = 0; i < 20; i++) {
      a.next(still('PP', { closure: 0.8 }), outA);
      b.next(still('PP', { closure: 0.8 }), outB);
      expect(outB).toEqual(outA);
    }
  });
});

describe('ClosureDecoder', () => {
  test('closes at on, opens below off, never for fewer than the shortest', () => {
    const run = (scores: number[]): string => {
      const d = new ClosureDecoder({ weight: 1, on: 0.5, off: 0.3, shortest: 3, average: 1 });
      return scores.map(s => (d.next(s, 0) ? '#' : '.')).join('');
    };
    expect(run([0.1, 0.4, 0.6, 0.4, 0.4, 0.4, 0.2, 0.4])).toBe('..####..');
    expect(run([0.6, 0, 0, 0, 0.6, 0, 0.6, 0, 0])).toBe('###.###..');
    expect(run([0.4, 0.49, 0.1])).toBe('...');
  });

  test('with a mean of two frames one high score is not enough', () => {
    const d = new ClosureDecoder({ weight: 1, on: 0.5, off: 0.3, shortest: 1, average: 2 });
    const run = (scores: number[]): string => scores.map(s => (d.next(s, 0) ? '#' : '.')).join('');
    expect(run([0, 0.9, 0, 0.6, 0.7, 0.4, 0.2, 0, 0])).toBe('....##...');
    d.reset();
    expect(run([0.9, 0.9, 0.1, 0.95, 0.2, 0, 0.9, 0.9])).toBe('##.....#');
  });

  test('a copy goes on exactly as its original, in a closure and after one', () => {
    const scores = [0.1, 0.9, 0.8, 0.1, 0.95, 0.6, 0.2, 0, 0.9, 0.9];
    for (let at = 0; at < scores.length; at++) {
      const [a, b] = [0, 1].map(
        () => new ClosureDecoder({ weight: 1, on: 0.5, off: 0.3, shortest: 1, average: 2 }),
      );
      for (const s of scores.slice(0, at)) a!.next(s, 0);
      b!.copyFrom(a!);
      for (const s of scores.slice(at)) expect(b!.next(s, 0)).toBe(a!.next(s, 0));
    }
  });
});

describe('FrameRing', () => {
  test('keeps rows by index, grows, and gives room back', () => {
    const ring = new FrameRing(2);
    for (let i = 0; i < 1000; i++) ring.append().fill(i);
    expect([ring.first, ring.end, ring.at(0, 1), ring.at(999, 0)]).toEqual([0, 1000, 0, 999]);
    ring.dropBefore(900);
    for (let i = 1000; i < 1900; i++) {
      ring.append().fill(i);
      ring.dropBefore(i - 100);
    }
    expect([ring.first, ring.end, ring.at(1850, 0)]).toEqual([1799, 1900, 1850]);
    ring.clear(7);
    ring.append().fill(3);
    expect([ring.first, ring.end, ring.at(7, 1)]).toEqual([7, 8, 3]);
  });
});
