/** SpeechTimeline: levels, mouth classes and words on session time. */
import { expect, test } from 'vitest';
import { classify, SpeechTimeline } from '../../../../../src/renderer/features/stage/speech-timeline.ts';

const RATE = 16_000;

test('classes sound by loudness and zero crossings', () => {
  expect(classify(0.001, 9000)).toBe('rest');
  expect(classify(0.05, 7000)).toBe('hiss');
  expect(classify(0.2, 900)).toBe('open');
  expect(classify(0.04, 900)).toBe('narrow');
});

test('a loud vowel opens, silence rests, and nothing is known of what was not heard', () => {
  const timeline = new SpeechTimeline();
  const vowel = Float32Array.from(
    { length: RATE / 10 },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * 200 * i) / RATE),
  );
  timeline.addSound(1_000_000, vowel, RATE);
  timeline.addSound(1_100_000, new Float32Array(RATE / 10), RATE);
  expect(timeline.bin(1_040_000)).toMatchObject({ mouth: 'open' });
  expect(timeline.bin(1_040_000).level).toBeGreaterThan(0.7);
  expect(timeline.bin(1_140_000)).toEqual({ level: 0, mouth: 'rest' });
  expect(timeline.bin(9_000_000)).toEqual({ level: 0, mouth: 'rest' });
});

test('finds words in a span, cuts them where speech stopped, forgets old ones', () => {
  const timeline = new SpeechTimeline({ keepMs: 5000 });
  timeline.addWords(1_000_000, [
    { text: 'good', startMs: 0, endMs: 300 },
    { text: 'morning', startMs: 300, endMs: 900 },
  ]);
  expect(timeline.words(1_100_000, 1_200_000).map(word => word.text)).toEqual(['good']);
  timeline.cut(1_500_000);
  expect(timeline.words(0, 9_000_000).map(word => word.end)).toEqual([1_300_000, 1_500_000]);
  timeline.addSound(20_000_000, new Float32Array(160), RATE);
  expect(timeline.words(0, 90_000_000)).toEqual([]);
});

test('visemes last until the next, rest leaves a gap, and an interruption ends the one that shows', () => {
  const timeline = new SpeechTimeline();
  for (const [pts, name] of [
    [1_000_000, 'PP'],
    [1_080_000, 'aa'],
    [1_240_000, 'sil'],
    [1_400_000, 'SS'],
  ] as const)
    timeline.addViseme(pts, name);
  expect(timeline.visemes(1_050_000, 1_300_000)).toEqual([
    { name: 'PP', start: 1_000_000, end: 1_080_000 },
    { name: 'aa', start: 1_080_000, end: 1_240_000 },
  ]);
  expect(timeline.visemes(1_300_000, 9_000_000)).toEqual([{ name: 'SS', start: 1_400_000, end: null }]);
  timeline.cut(1_450_000);
  expect(timeline.visemes(1_300_000, 9_000_000)).toEqual([{ name: 'SS', start: 1_400_000, end: 1_450_000 }]);
  timeline.addViseme(2_000_000, 'aa');
  timeline.addViseme(9_000_000, 'PP');
  // Nobody says one sound for seven seconds: what came between is not known.
  expect(timeline.visemes(1_900_000, 8_000_000)).toEqual([{ name: 'aa', start: 2_000_000, end: 2_400_000 }]);
  timeline.clear();
  expect(timeline.visemesTo).toBe(Number.NEGATIVE_INFINITY);
});
