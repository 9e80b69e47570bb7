/** What was said last: kept whole, played from any place, a part of it over and over. */
import { expect, test } from 'vitest';
import { Reel } from '../../../../../src/renderer/features/compare/reel.ts';
import type { SpeechEvent } from '../../../../../src/renderer/features/stage/stage.ts';
import type { Silence } from '../../../../../src/renderer/features/talk/talk.ts';

const setUp = () => {
  const played: Int16Array[] = [];
  let sound: (samples: Float32Array, rate: number) => void = () => {};
  let speech: (event: SpeechEvent) => void = () => {};
  let silence: (why: Silence) => void = () => {};
  let isTalking = false;
  let nowMs = 0;
  const stop = (): void => {
    if (isTalking) silence('stopped');
    isTalking = false;
  };
  const reel = new Reel({
    stage: {
      onSound: ear => {
        sound = ear;
        return () => {};
      },
      onSpeech: listener => {
        speech = listener;
        return () => {};
      },
    },
    talk: {
      playSamples: async samples => {
        stop();
        played.push(samples);
        isTalking = true;
      },
      onSilence: listener => {
        silence = listener;
        return () => {};
      },
      stop: async () => stop(),
    },
    isTalking: () => isTalking,
    wallMs: () => nowMs,
  });
  const hear = (seconds: number): void => {
    speech({ kind: 'started' });
    sound(new Float32Array(16_000 * seconds).fill(0.25), 16_000);
    speech({ kind: 'ended', spokenTo: null });
  };
  return {
    reel,
    played,
    hear,
    stop,
    talk: () => {
      isTalking = true;
    },
    over: () => {
      isTalking = false;
      silence('done');
    },
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
};

/** Lets what follows an end begin. */
const settle = () => new Promise(resolve => setTimeout(resolve));

test('a recording with a pause is kept whole, and nothing that nobody said', async () => {
  const { reel, hear, talk, over, pass, played } = setUp();
  hear(1);
  talk();
  hear(1);
  pass(1_400);
  expect(reel.position()).toBe(0);
  hear(1);
  over();
  expect(reel.view.getState()).toMatchObject({ since: null, from: 0 });
  expect(reel.view.getState().durationMs).toBeCloseTo(2_000, -1);
  await reel.play(1_500);
  hear(0.5);
  pass(200);
  expect(reel.position()).toBe(1_700);
  expect(played[0]!.length / 16).toBeCloseTo(500, -1);
  over();
  expect(reel.view.getState().durationMs).toBeCloseTo(2_000, -1);
});

test('a part plays over and over until it is stopped, and what is said next is kept again', async () => {
  const { reel, hear, talk, over, stop, played } = setUp();
  talk();
  hear(2);
  over();
  await reel.loop({ from: 500, to: 1_000 });
  over();
  await settle();
  await reel.loop({ from: 500, to: 800 });
  over();
  await settle();
  expect(played.map(samples => samples.length / 16)).toEqual([500, 500, 300, 300]);
  stop();
  expect(reel.view.getState().loop).toBeNull();
  await settle();
  expect(played).toHaveLength(4);
  talk();
  hear(1);
  over();
  expect(reel.view.getState().durationMs).toBeCloseTo(1_000, -1);
});
