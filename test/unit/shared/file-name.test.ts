/** Names of avatars as names of files. */
import { expect, test } from 'vitest';
import { fileNameOf } from '../../../src/shared/file-name.ts';

test.each([
  ['Mira', 'Mira'],
  ['../../etc/passwd', 'etc passwd'],
  ['小美 (新)', '小美 新'],
  ['हिन्दी', 'हिन्दी'],
  ['***', 'Avatar'],
  ['con', 'Avatar con'],
  ['Console', 'Console'],
  ['\u0000\r\n', 'Avatar'],
  ['x'.repeat(90), 'x'.repeat(60)],
  [`${'x'.repeat(59)}𠮷`, 'x'.repeat(59)],
])('%j is %j', (name, expected) => {
  expect(fileNameOf(name, 'Avatar')).toBe(expected);
});
