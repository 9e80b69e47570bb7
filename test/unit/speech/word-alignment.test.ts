/** Laying words over phones. */
import { expect, test } from 'vitest';
import { alignWords } from '../../../src/main/speech/word-alignment.ts';

test.each([
  ['equal', 'hh eh l ow dh eh r', ['hh ax l ow', 'dh eh r'], [0, 4]],
  ['a phone dropped', 'ax n d dh ax k ae t', ['ae n d', 'dh iy', 'k ae t'], [0, 3, 5]],
  ['a phone added', 'dh iy y ae p ax l', ['dh ax', 'ae p ax l'], [0, 3]],
  ['a word lost', 'k ae t', ['ax', 'k ae t'], [0, 0]],
  ['one word', 'y eh s', ['y eh s'], [0]],
])('%s', (_name, spoken, alone, wanted) => {
  expect(
    alignWords(
      spoken.split(' '),
      alone.map(word => word.split(' ')),
    ),
  ).toEqual(wanted);
});
