/** The mended phone times: a stop begins with its silence, compared with the sound itself. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type EspeakEngine, type EspeakSpeech, loadEspeak } from '../../../src/main/speech/espeak-engine.ts';
import { timePhones } from '../../../src/main/speech/espeak-timing.ts';

/** Silence of `quietMs`, sound for the rest, at 1 kHz sampling so that a sample is a millisecond. */
const speechOf = (
  totalMs: number,
  quiet: readonly [number, number][],
  events: EspeakSpeech['events'],
): EspeakSpeech => ({
  sampleRate: 1000,
  samples: Int16Array.from({ length: totalMs }, (_, i) =>
    quiet.some(([from, to]) => i >= from && i < to) ? 0 : 900 * (i % 2 ? 1 : -1),
  ),
  events,
});
const phone = (symbol: string, atMs: number) => ({ kind: 'phone', symbol, atMs }) as const;

describe('timePhones', () => {
  test('a voiceless stop moves back over its closure, a vowel and a pause do not', () => {
    const speech = speechOf(
      500,
      [
        [100, 150],
        [300, 400],
      ],
      [
        phone('ˈa', 0),
        phone('p', 150),
        phone('ɪ', 170),
        phone('', 300),
        phone('t', 400),
        phone('i', 420),
        phone('', 495),
      ],
    );
    const phones = timePhones(speech);
    expect(phones.map(one => one.symbol)).toEqual(['a', 'p', 'ɪ', 'sil', 't', 'i', 'sil']);
    expect(phones[1]!.startMs).toBeCloseTo(100, -1);
    expect(phones[0]!.endMs).toBe(phones[1]!.startMs);
    expect(phones[3]!.startMs).toBe(300);
    // After a real pause the closure is part of the pause.
    expect(phones[4]!.startMs).toBe(400);
  });

  test('a short event without a symbol belongs to the next phone; language switches are no phones', () => {
    const speech = speechOf(
      300,
      [[100, 140]],
      [phone('a', 0), phone('', 100), phone('tɕ', 140), phone('(en)', 200), phone('aɪ', 207)],
    );
    expect(timePhones(speech).map(({ symbol, startMs }) => [symbol, startMs])).toEqual([
      ['a', 0],
      ['tɕ', 100],
      ['aɪ', 200],
    ]);
  });
});

describe('with the real voice', () => {
  let engine: EspeakEngine;
  beforeAll(async () => {
    engine = await loadEspeak();
  });

  test.each([
    ['en-us', 'A paper puppet happily stopped cooking apple pies.'],
    ['cmn', '他怕不怕那个葡萄？可不可以？'],
  ])('%s: inner voiceless stops begin silent and end loud', (voice, text) => {
    const speech = engine.speak({ voice, text, wordsPerMinute: 165, pitch: 50 }, () => false);
    const loudest = (fromMs: number, toMs: number): number => {
      let peak = 0;
      const at = (ms: number): number => Math.round((ms * speech.sampleRate) / 1000);
      for (let i = at(fromMs); i < at(toMs); i++) peak = Math.max(peak, Math.abs(speech.samples[i] ?? 0));
      return peak;
    };
    const phones = timePhones(speech);
    const stops = phones.filter(
      (one, i) => /^(p|t|k)(h|ɕ|s)?$/.test(one.symbol) && i > 0 && phones[i - 1]!.symbol !== 'sil',
    );
    expect(stops.length).toBeGreaterThan(4);
    const closed = stops.filter(one => loudest(one.startMs + 4, one.startMs + 24) < 400);
    expect(closed.length / stops.length).toBeGreaterThan(0.8);
    expect(phones[0]!.startMs).toBe(0);
    expect(phones.at(-1)!.endMs).toBeCloseTo((speech.samples.length / speech.sampleRate) * 1000, 3);
  });
});
