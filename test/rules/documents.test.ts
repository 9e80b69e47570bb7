/** Documents: links between them lead somewhere, decisions have their three parts, and no path of anybody's machine is in them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, ROOT, type SourceFile } from './source-files.ts';

const topLevel = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
const documents = (): SourceFile[] => [
  ...['docs', 'src', 'training', 'examples']
    .filter(folder => existsSync(join(ROOT, folder)))
    .flatMap(folder => filesBelow(folder, ['.md'])),
  ...filesBelow('.github', ['.md']),
  ...topLevel.map(path => ({ path, text: readFileSync(join(ROOT, path), 'utf8') })),
];

const deadLinks = ({ path, text }: SourceFile): string[] =>
  [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(match => (match[1] as string).split('#')[0] as string)
    .filter(target => target !== '' && !/^[a-z]+:/.test(target))
    .filter(target => !existsSync(join(ROOT, dirname(path), decodeURI(target))))
    .map(target => `${path} → ${target}`);

/** A path below somebody's home, or below a folder that only one machine has. */
const machinePath = /(?<![\w.])\/(?:(?:home|Users)\/[A-Za-z][\w.-]*\/|(?:root|work)\/[A-Za-z])/;

describe('documents', () => {
  test('have no dead links', () => {
    expect(documents().flatMap(deadLinks)).toEqual([]);
  });

  test('with a dead link are caught', () => {
    const text = '[here](CHANGELOG.md) [gone](docs/nowhere.md#part) [far](https://example.org)';
    expect(deadLinks({ path: 'README.md', text })).toEqual(['README.md → docs/nowhere.md']);
  });

  test('of decisions tell context, decision, and what would change our mind', () => {
    const records = filesBelow('docs/adr', ['.md']);
    expect(records.length).toBeGreaterThan(3);
    const incomplete = records.filter(
      ({ text }) =>
        !(
          /^# /m.test(text) &&
          /context/i.test(text) &&
          /decision/i.test(text) &&
          /change our mind/i.test(text)
        ),
    );
    expect(incomplete.map(({ path }) => path)).toEqual([]);
    expect(new Set(records.map(({ path }) => path.match(/(\d{4})-/)?.[1])).size).toBe(records.length);
  });
});

test('no file names a folder of one machine', () => {
  const texts = [
    ...['src', 'test', 'scripts', 'bin', 'training', '.github'].flatMap(folder =>
      existsSync(join(ROOT, folder))
        ? filesBelow(folder, ['.ts', '.tsx', '.mjs', '.py', '.yml', '.json'])
        : [],
    ),
    ...documents(),
  ];
  expect(texts.filter(({ text }) => machinePath.test(text)).map(({ path }) => path)).toEqual([]);
});

test.each([
  [['', 'home', 'ada', 'clip.mp4'], true],
  [['', 'Users', 'ada', 'clip.mp4'], true],
  [['', 'root', 'models'], true],
  [['out', 'home', 'page.js'], false],
  [['', 'usr', 'bin'], false],
])('a path of %o is one: %s', (parts, isOne) => {
  expect(machinePath.test(` ${parts.join('/')}`)).toBe(isOne);
});
