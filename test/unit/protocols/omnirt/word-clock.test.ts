/** Words at the time they are spoken. */
import { expect, test } from 'vitest';
import { WordClock } from '../../../../src/main/protocols/omnirt/word-clock.ts';

const word = (text: string) => ({ text, offset: 0, startMs: 0, endMs: 300 });

test('words are told when their sound begins, at its exact time', () => {
  const clock = new WordClock();
  clock.pushed(1.0, { id: 'a', words: [word('one')] });
  clock.pushed(0.5);
  clock.pushed(1.0, { id: 'b', words: [word('two')] });
  expect(clock.played(0.04, 5_000_000)).toMatchObject([
    { id: 'a', pts_us: 5_000_000, words: [{ text: 'one', start_ms: 0 }] },
  ]);
  expect(clock.played(1.44, 5_040_000)).toEqual([]);
  expect(clock.played(0.04, 6_480_000)).toMatchObject([{ id: 'b', pts_us: 6_500_000 }]);
  expect(clock.played(0.04, 6_520_000)).toEqual([]);
});

test('an interruption forgets what was to come', () => {
  const clock = new WordClock();
  clock.pushed(1, { id: 'a', words: [word('one')] });
  clock.clear();
  clock.pushed(1, { id: 'b', words: [word('two')] });
  expect(clock.played(0.04, 0)).toMatchObject([{ id: 'b', pts_us: 0 }]);
});
