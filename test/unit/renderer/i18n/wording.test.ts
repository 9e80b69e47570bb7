/** Both languages say everything, and nothing is said outside them. */
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { en } from '../../../../src/renderer/i18n/en.ts';
import { languageOf } from '../../../../src/renderer/i18n/i18n.ts';
import { zh } from '../../../../src/renderer/i18n/zh.ts';
import { ERROR_CODES } from '../../../../src/shared/errors.ts';

const SCREENS = import.meta.glob<string>('../../../../src/renderer/**/*.tsx', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const sources = Object.entries(SCREENS).map(
  ([path, text]) => [path.replace(/^.*renderer\//, ''), text] as const,
);

const flat = (texts: object, prefix = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? flat(value, `${prefix}${key}.`)
      : [[prefix + key, String(value)] as [string, string]],
  );

const variables = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]).sort();

describe('the two languages', () => {
  const english = new Map(flat(en));
  const chinese = new Map(flat(zh));

  test('have the same keys', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test('use the same variables and leave nothing empty', () => {
    for (const [key, text] of english) {
      expect(text.trim(), key).not.toBe('');
      expect(variables(chinese.get(key)!), key).toEqual(variables(text));
    }
  });

  test('Chinese is Chinese', () => {
    const same = [...english].filter(([key, text]) => chinese.get(key) === text).map(([key]) => key);
    const mayBeSame =
      /^(app\.name|models\.kind\.\w+|models\.providerName\.\w+|server\.snippet\.\w+|settings\.renderer\.(wav2lip|musetalk)|common\.unknown|figures\.(fpsUnit|ms)|export\.(mp4|webm|mov|png|wav)|sessions\.protocols\.(omnirt|flashtalk)|settings\.(english|chinese))$/;
    expect(same.filter(key => !mayBeSame.test(key))).toEqual([]);
  });

  test('explain every error code', () => {
    for (const texts of [en.errors, zh.errors])
      expect(Object.keys(texts).sort()).toEqual([...ERROR_CODES].sort());
  });

  test('follow the browser where the setting says so', () => {
    expect(languageOf('system', ['zh-TW', 'en'])).toBe('zh');
    expect(languageOf('system', ['de-DE', 'zh-CN'])).toBe('zh');
    expect(languageOf('system', ['fr'])).toBe('en');
    expect(languageOf('en', ['zh'])).toBe('en');
  });
});

const SHOWN = ['label', 'title', 'placeholder', 'alt', 'aria-label', 'description', 'aria-valuetext'];
const isWord = (text: string) => /\p{L}{2,}/u.test(text);

/** Words a user would read, written in a screen instead of the dictionaries. */
const literals = (text: string): string[] => {
  const source = ts.createSourceFile('screen.tsx', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && isWord(node.text)) found.push(node.text.trim());
    if (
      ts.isJsxAttribute(node) &&
      SHOWN.includes(node.name.getText()) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer)
    ) {
      if (isWord(node.initializer.text)) found.push(node.initializer.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

/** Keys of `t('…')` calls. */
const usedKeys = (text: string) => [...text.matchAll(/\bt\(\s*'([a-zA-Z.]+)'/g)].map(match => match[1]!);

describe('the screens', () => {
  test.each(sources)('%s says nothing of its own', (_file, text) => {
    expect(literals(text)).toEqual([]);
  });

  test('find every text they ask for', () => {
    const known = new Set(flat(en).map(([key]) => key.replace(/_(one|other)$/, '')));
    const asked = sources.flatMap(([, text]) => usedKeys(text));
    expect(asked.length).toBeGreaterThan(60);
    expect(asked.filter(key => !known.has(key))).toEqual([]);
  });

  test('are short', () => {
    const lengths = sources.map(([file, text]) => [file, text.split('\n').length] as const);
    expect(lengths.filter(([, lines]) => lines > 200)).toEqual([]);
  });
});
