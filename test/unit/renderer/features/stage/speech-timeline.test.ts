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
