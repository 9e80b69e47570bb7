/** Phones of any voice become one gapless score, with closures where they are heard. */
import { describe, expect, test } from 'vitest';
import { phonesOfArpabet } from '../../../../src/main/pipeline/articulation/arpabet.ts';
import { phonesOfIpa } from '../../../../src/main/pipeline/articulation/ipa-phones.ts';
import { reclaimClosures, scorePhones } from '../../../../src/main/pipeline/articulation/phone-score.ts';
import type { TimedPhone } from '../../../../src/shared/speech.ts';
import { sentence } from './sentence.ts';

const timed = (
  items: readonly [string, number, number][],
  alphabet: 'ipa' | 'arpabet' = 'ipa',
): TimedPhone[] => items.map(([symbol, startMs, endMs]) => ({ symbol, alphabet, startMs, endMs }));

describe('symbols', () => {
  test.each([
    ['tʃ', ['CH']],
    ['ˈaɪ', ['AA', 'IH']],
    ['oʊ', ['AO', 'UW']],
    ['ɑːɹ', ['AA', 'R']],
    ['iou', ['Y', 'AO', 'UW']],
    ['tsh', ['T', 'S']],
    ['tɕh', ['CH']],
    ['ph', ['P']],
    ['y', ['UW']],
    ['onɡ', ['UH', 'NG']],
    ['ɜː', ['ER']],
    ['əl', ['AH', 'L']],
    ['5', []],
    ['', []],
  ])('ipa %s', (symbol, phones) => {
    expect(phonesOfIpa(symbol)).toEqual(phones);
  });

  test.each([
    ['AY1', ['AA', 'IH']],
    ['ax', ['AH']],
    ['pau', ['sil']],
    ['b', ['B']],
    ['hh', ['HH']],
    ['toString', []],
    ['??', []],
  ])('arpabet %s', (symbol, phones) => {
    expect(phonesOfArpabet(symbol)).toEqual(phones);
  });
});

describe('scorePhones', () => {
  test('covers the utterance without gaps or overlaps', () => {
    const durationMs = sentence.pcm.length / 16;
    const score = scorePhones(sentence.phones, durationMs);
    expect(score[0]!.startMs).toBe(0);
    expect(score.at(-1)!.endMs).toBeCloseTo(durationMs, 6);
    for (let i = 1; i < score.length; i++) {
      expect(score[i]!.startMs).toBeCloseTo(score[i - 1]!.endMs, 6);
      expect(score[i]!.endMs).toBeGreaterThan(score[i]!.startMs);
    }
  });

  test('a short border between words is no pause, a long one is', () => {
    const short = scorePhones(
      timed([
        ['m', 0, 100],
        ['_', 100, 130],
        ['a', 130, 200],
      ]),
      200,
    );
    expect(short.map(p => p.phone)).toEqual(['M', 'AE']);
    const long = scorePhones(
      timed([
        ['m', 0, 100],
        ['_', 100, 190],
        ['a', 190, 260],
      ]),
      260,
    );
    expect(long.map(p => p.phone)).toEqual(['M', 'sil', 'AE']);
  });

  test('survives phones out of order, beyond the end, empty or unknown', () => {
    const score = scorePhones(
      timed([
        ['a', 50, 20],
        ['b', -10, 40],
        ['¿', 40, 60],
        ['m', 55, 900],
      ]),
      100,
    );
    expect(score.map(p => [p.phone, p.startMs, p.endMs])).toEqual([
      ['B', 0, 60],
      ['M', 60, 100],
    ]);
    expect(scorePhones([], 80)).toEqual([{ phone: 'sil', startMs: 0, endMs: 80 }]);
  });
});

describe('reclaimClosures', () => {
  const silentFrom = (from: number, to: number): Int16Array =>
    Int16Array.from({ length: 300 * 16 }, (_, i) =>
      i >= from * 16 && i < to * 16 ? 0 : 3000 * Math.sin(i / 5),
    );

  test('a p reported after its closure gets the silence before it', () => {
    const score = scorePhones(
      timed([
        ['a', 0, 150],
        ['p', 150, 200],
        ['a', 200, 300],
      ]),
      300,
    );
    reclaimClosures(score, silentFrom(100, 148));
    expect(score[1]!.startMs).toBeGreaterThanOrEqual(95);
    expect(score[1]!.startMs).toBeLessThanOrEqual(106);
    expect(score[0]!.endMs).toBe(score[1]!.startMs);
  });

  test('a p reported at its closure, or without one, stays', () => {
    for (const pcm of [silentFrom(150, 190), silentFrom(0, 0)]) {
      const score = scorePhones(
        timed([
          ['a', 0, 150],
          ['p', 150, 200],
          ['a', 200, 300],
        ]),
        300,
      );
      reclaimClosures(score, pcm);
      expect(score[1]!.startMs).toBe(150);
    }
  });
});
