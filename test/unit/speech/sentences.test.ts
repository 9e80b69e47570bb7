/** Cutting text into sentences and language runs, and readying it, without moving a character. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLanguageRuns } from '../../../src/main/speech/language-runs.ts';
import { splitSentences } from '../../../src/main/speech/sentences.ts';
import { readSpokenText } from '../../../src/main/speech/spoken-text.ts';

describe('splitSentences', () => {
  test.each([
    ['Hello there. How are you? Fine!', ['Hello there.', 'How are you?', 'Fine!']],
    ['你好。今天怎么样？很好！', ['你好。', '今天怎么样？', '很好！']],
    [
      'Dr. Smith met J. K. Rowling at 5 p.m. in St. Ives.',
      ['Dr. Smith met J. K. Rowling at 5 p.m. in St. Ives.'],
    ],
    ['It costs 3.14 or $2.50 at example.com today.', ['It costs 3.14 or $2.50 at example.com today.']],
    ['"Really?" asked Tom. "Yes."', ['"Really?" asked Tom.', '"Yes."']],
    ['One line\nand another\n\n', ['One line', 'and another']],
    ['Wait... what? 好的。OK', ['Wait... what?', '好的。', 'OK']],
    ['Me and I. You too.', ['Me and I.', 'You too.']],
    ['… !!! 😀', []],
  ])('%s', (text, wanted) => {
    const sentences = splitSentences(text);
    expect(sentences.map(one => one.text)).toEqual(wanted);
    for (const { text: part, offset } of sentences)
      expect(text.slice(offset, offset + part.length)).toBe(part);
  });

  test('long sentences are cut at commas, then spaces, then anywhere; nothing is lost', () => {
    for (const text of [
      `${'word '.repeat(200)}end.`,
      '我们一起去看电影，'.repeat(40),
      'a'.repeat(2000),
      '汉'.repeat(500),
    ]) {
      const sentences = splitSentences(text);
      expect(sentences.length).toBeGreaterThan(2);
      for (const one of sentences) expect([...one.text].length).toBeLessThanOrEqual(240);
      expect(
        sentences
          .map(one => one.text)
          .join('')
          .replace(/\s/g, ''),
      ).toBe(text.replace(/\s/g, ''));
      expect(sentences[0]!.ends).toBe('clause');
    }
  });

  test('any text: offsets are true and every letter is kept', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aB1 .?!,。，！好 "\n…'), maxLength: 400 }), text => {
        const sentences = splitSentences(text);
        for (const { text: part, offset } of sentences)
          expect(text.slice(offset, offset + part.length)).toBe(part);
        const letters = (whole: string): string => whole.replace(/[^\p{L}\p{N}]/gu, '');
        expect(letters(sentences.map(one => one.text).join(''))).toBe(letters(text));
      }),
      { numRuns: 200 },
    );
  });
});

describe('findLanguageRuns', () => {
  test.each([
    ['Hello world', ['en:Hello world']],
    ['你好，世界', ['zh:你好，世界']],
    ['我用iPhone 15手机', ['zh:我用', 'en:iPhone 15', 'zh:手机']],
    ['25个苹果', ['zh:25个苹果']],
    ['Say “你好” now', ['en:Say ', 'zh:“你好” ', 'en:now']],
    ['2024, 3%', ['en:2024, 3%']],
  ])('%s', (text, wanted) => {
    const runs = findLanguageRuns(text, 'auto');
    expect(runs.map(run => `${run.language}:${run.text}`)).toEqual(wanted);
    for (const { text: part, offset } of runs) expect(text.slice(offset, offset + part.length)).toBe(part);
    expect(runs.map(run => run.text).join('')).toBe(text);
  });

  test('digits alone follow the language asked for', () => {
    expect(findLanguageRuns('25', 'zh')[0]!.language).toBe('zh');
    expect(() => findLanguageRuns('שלום', 'auto')).toThrow(
      expect.objectContaining({ code: 'speech/unsupported-language' }),
    );
  });
});

test('readSpokenText keeps every position and takes out what is not speech', () => {
  const text = 'Ｈｉ １２ <b>bold</b> 😀👍🏽 [[h@]] 好，ok\u0000\r\nend';
  const spoken = readSpokenText(text);
  expect(spoken.length).toBe(text.length);
  expect(spoken).toMatch(/^Hi 12 {2}b bold \/b/);
  for (const sign of ['<', '>', '[', ']', '\u0000', '😀']) expect(spoken).not.toContain(sign);
  expect(spoken.indexOf('好')).toBe(text.indexOf('好'));
});
