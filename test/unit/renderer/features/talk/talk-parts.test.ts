/** The small parts of talking: history, chunks, paced sending. */
import { expect, test } from 'vitest';
import { PacedFeed } from '../../../../../src/renderer/features/talk/paced-feed.ts';
import { PcmChunker } from '../../../../../src/renderer/features/talk/pcm-chunker.ts';
import { SpokenHistory } from '../../../../../src/renderer/features/talk/spoken-history.ts';
import { isSpokenThrough } from '../../../../../src/renderer/features/talk/spoken-through.ts';
import { ManualClock } from '../../../../support/manual-clock.ts';

test('history goes back to the oldest and forward to the draft', () => {
  const history = new SpokenHistory();
  history.add('one');
  history.add('two');
  history.add('two');
  expect(history.texts).toEqual(['one', 'two']);
  expect(history.older('draft')).toBe('two');
  expect(history.older('two')).toBe('one');
  expect(history.older('one')).toBeNull();
  expect(history.newer()).toBe('two');
  expect(history.newer()).toBe('draft');
  expect(history.newer()).toBeNull();
});

test('chunks have one length whatever comes in, and samples are clipped', () => {
  const pieces: number[][] = [];
  const chunker = new PcmChunker(4, samples => pieces.push([...samples]));
  chunker.push(Float32Array.of(0, 1, -1));
  chunker.push(Float32Array.of(2, -2, 0.5));
  chunker.flush();
  chunker.flush();
  expect(pieces).toEqual([
    [0, 32767, -32767, 32767],
    [-32768, 16384],
  ]);
});

const feedOf = (seconds: number, accept: () => boolean = () => true) => {
  const clock = new ManualClock();
  const sent = { samples: 0, done: null as boolean | null };
  const feed = new PacedFeed({
    clock,
    samples: new Int16Array(16_000 * seconds),
    leadMs: 500,
    send: piece => {
      if (!accept()) return false;
      sent.samples += piece.length;
      return true;
    },
    progress: () => {},
    done: complete => {
      sent.done = complete;
    },
  });
  return { clock, sent, feed };
};

test('long sound is sent half a second ahead of real time, to its end', () => {
  const { clock, sent } = feedOf(3);
  expect(sent.samples).toBe(8_000);
  clock.step(1000);
  expect(sent.samples).toBeGreaterThanOrEqual(22_400);
  expect(sent.samples).toBeLessThanOrEqual(25_600);
  clock.step(3000);
  expect(sent).toEqual({ samples: 48_000, done: true });
});

test('a stopped feed sends nothing more and says that it was not all', () => {
  const { clock, sent, feed } = feedOf(3);
  feed.stop();
  clock.step(5000);
  expect(sent).toEqual({ samples: 8_000, done: false });
});

test('refused pieces are sent again, none is lost', () => {
  let refusals = 5;
  const { clock, sent } = feedOf(1, () => refusals-- <= 0);
  clock.step(3000);
  expect(sent).toEqual({ samples: 16_000, done: true });
});

test.each([
  ['Hello! I am here.', 6, false],
  ['Hello! I am here.', 16, true],
  ['早上好。我叫艾达。', 3, false],
  ['早上好。我叫艾达。', 8, true],
  ['Any text', null, false],
])('%s up to %s is at its end: %s', (text, spokenTo, through) => {
  expect(isSpokenThrough(text, spokenTo)).toBe(through);
});
