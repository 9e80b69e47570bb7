/** Every export says what it is. */
import { describe, expect, test } from 'vitest';
import { missingDocComments } from './missing-doc-comments.ts';
import { sourceFiles } from './source-files.ts';

const missingIn = (text: string): string[] =>
  missingDocComments({ path: 'x.ts', text: `/** File. */\n\n${text}` });

describe('doc comments', () => {
  test('stand before every export of src', () => {
    const files = sourceFiles();
    expect(files.length).toBeGreaterThan(10);
    expect(files.flatMap(missingDocComments)).toEqual([]);
  });

  test.each([
    ['a constant', 'export const a = 1;', ['x.ts:3 a']],
    ['a type', 'export type T = string;', ['x.ts:3 T']],
    ['a function', '// not a doc comment\nexport function f() {}', ['x.ts:4 f']],
    ['a class', 'export class C {}', ['x.ts:3 C']],
    ['a default export', 'export default 1;', ['x.ts:3 default']],
    ['an empty comment', '/** */\nexport const a = 1;', ['x.ts:4 a']],
  ])('are missed on %s', (_what, text, expected) => {
    expect(missingIn(text)).toEqual(expected);
  });

  test.each([
    ['a documented constant', '/** One. */\nexport const a = 1;'],
    ['an inner declaration', 'const a = 1;'],
    ['a re-export', "export { a } from './a.ts';\nexport * from './b.ts';"],
    [
      'overloads',
      '/** F. */\nexport function f(a: string): void;\nexport function f(a: number): void;\nexport function f() {}',
    ],
  ])('are not asked of %s', (_what, text) => {
    expect(missingIn(text)).toEqual([]);
  });
});
