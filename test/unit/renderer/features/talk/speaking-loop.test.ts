/** Saying something over and over: goes on after the end, ends when it was stopped elsewhere. */
import { expect, test } from 'vitest';
import { SpeakingLoop } from '../../../../../src/renderer/features/talk/speaking-loop.ts';
import type { Silence } from '../../../../../src/renderer/features/talk/talk.ts';

const start = () => {
  const said: string[] = [];
  let stops = 0;
  let tell: (why: Silence) => void = () => {};
  const loop = new SpeakingLoop({
    say: text => void said.push(text),
    stop: () => {
      stops += 1;
      tell('stopped');
    },
    onSilence: listener => {
      tell = listener;
      return () => {
        tell = () => {};
      };
    },
  });
  return { loop, said, stops: () => stops, tell: (why: Silence) => tell(why) };
};

test('says it again when it was said, and another text instead', () => {
  const { loop, said, tell } = start();
  loop.toggle('ma');
  tell('done');
  loop.toggle('ba');
  tell('done');
  expect(said).toEqual(['ma', 'ma', 'ba', 'ba']);
  loop.toggle('ba');
  tell('done');
  expect(said).toHaveLength(4);
  expect(loop.view.getState().running).toBeNull();
});

test('is over when somebody else stopped it, and silent when it is closed', () => {
  const { loop, said, stops, tell } = start();
  loop.toggle('ma');
  tell('stopped');
  expect(loop.view.getState().running).toBeNull();
  tell('done');
  expect(said).toEqual(['ma']);
  loop.toggle('ma');
  const before = stops();
  loop.close();
  expect(stops()).toBe(before + 1);
});
