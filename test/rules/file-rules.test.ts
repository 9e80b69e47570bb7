/** The shape of source files: one noun, a first line that says what for, not too long, nothing left undone. */
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, type SourceFile, sourceFiles } from './source-files.ts';

const LONGEST_FILE = 300;
const VAGUE_NAMES = /^(utils?|misc|helpers?|types|common|constants)\.tsx?$/;

type Rule = { name: string; breaks(file: SourceFile): boolean };

const RULES: readonly Rule[] = [
  { name: 'at most 300 lines', breaks: ({ text }) => text.trimEnd().split('\n').length > LONGEST_FILE },
  {
    name: 'a kebab-case name',
    breaks: ({ path }) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(worklet|worker|d))?\.tsx?$/.test(basename(path)),
  },
  { name: 'a name that says what is inside', breaks: ({ path }) => VAGUE_NAMES.test(basename(path)) },
  { name: 'a doc comment that opens the file', breaks: ({ text }) => !/^\/\*\*[\s*]*[^\s*]/.test(text) },
  { name: 'nothing left for later', breaks: ({ text }) => /\b(TODO|FIXME|XXX|HACK)\b/.test(text) },
  {
    name: 'no escape from the types',
    breaks: ({ text }) => /\bas any\b|@ts-(ignore|nocheck|expect-error)/.test(text),
  },
  {
    name: 'relative imports with their extension',
    breaks: ({ text }) => /(?:from|import)\s*\(?'\.{1,2}\/(?:[^'?]*\/)?[^'./?]+'/.test(text),
  },
];

const violations = (files: readonly SourceFile[]): string[] =>
  files.flatMap(file => RULES.filter(rule => rule.breaks(file)).map(rule => `${file.path}: ${rule.name}`));

describe('source files', () => {
  test('keep the rules', () => {
    expect(violations(sourceFiles())).toEqual([]);
  });

  test('of the scripts and tests say what they are for', () => {
    const files = [...filesBelow('scripts', ['.ts', '.mjs']), ...filesBelow('test', ['.ts', '.tsx'])];
    const opening = /^(#!.*\n)?\/\*\*[\s*]*[^\s*]/;
    expect(files.filter(({ text }) => !opening.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test.each([
    ['at most 300 lines', { path: 'src/a.ts', text: `/** A. */\n${'\n;'.repeat(400)}` }],
    ['a kebab-case name', { path: 'src/someFile.ts', text: '/** A. */' }],
    ['a name that says what is inside', { path: 'src/utils.ts', text: '/** A. */' }],
    ['a doc comment that opens the file', { path: 'src/a.ts', text: 'const a = 1;' }],
    ['nothing left for later', { path: 'src/a.ts', text: '/** A. */\n// TODO: mend' }],
    ['no escape from the types', { path: 'src/a.ts', text: '/** A. */\nconst a = {} as any;' }],
    [
      'relative imports with their extension',
      { path: 'src/a.ts', text: "/** A. */\nimport { b } from './b';" },
    ],
  ])('are caught without %s', (name, file) => {
    expect(violations([file])).toEqual([`${file.path}: ${name}`]);
  });
});
