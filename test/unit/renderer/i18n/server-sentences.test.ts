/** The book of what the server says: found, complete, and with the same variables. */
import { describe, expect, test } from 'vitest';
import { inChinese } from '../../../../src/renderer/i18n/server-sentences.ts';
import { serverSentences } from '../../../../src/renderer/i18n/zh/server-sentences.ts';

// The page of settings is made from the server's own tables, and a test keeps it so.
const [page] = Object.values(
  import.meta.glob<string>('../../../../docs/settings.md', { query: '?raw', import: 'default', eager: true }),
);
const meanings = [...page!.matchAll(/^\| `[A-Z]\w+`.*\|.*\|.*\| (.+)\. \|$/gm)].map(match => match[1]!);

describe('sentences of the server', () => {
  test('are found with what differs in them', () => {
    expect(inChinese('writable, 12.5 GB free')).toBe('可写入，剩余 12.5 GB');
    expect(inChinese('only 0.3 GB free')).toBe('仅剩 0.3 GB');
    expect(inChinese('something nobody has said yet')).toBeNull();
  });

  test('every setting has its meaning in Chinese', () => {
    expect(meanings.length).toBeGreaterThan(25);
    expect(meanings.filter(meaning => inChinese(meaning) === null)).toEqual([]);
  });

  test('so have what it is where nobody said anything, and what it may be', () => {
    const cells = [...page!.matchAll(/^\| `[A-Z]\w+`.*? \| (.+?) \| (.+?) \| .+\. \|$/gm)].flatMap(match => [
      match[1]!,
      match[2]!,
    ]);
    const sentences = cells.filter(cell => /[a-z] [a-z]/.test(cell));
    expect(sentences.length).toBeGreaterThan(20);
    expect(sentences.filter(sentence => inChinese(sentence) === null)).toEqual([]);
  });

  test('no translation names a variable that the sentence lacks', () => {
    const names = (text: string) => new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]));
    for (const [english, chinese] of Object.entries(serverSentences))
      expect(
        [...names(chinese)].filter(name => !names(english).has(name)),
        english,
      ).toEqual([]);
  });
});
