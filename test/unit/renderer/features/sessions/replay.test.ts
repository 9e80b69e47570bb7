/** Replaying a session: position from what is heard, pause, moving in it, its end. The stage is a small fake. */
import { beforeEach, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { Replay, type ReplayDeps } from '../../../../../src/renderer/features/sessions/replay.ts';
import { peaksOf } from '../../../../../src/renderer/features/sessions/waveform.ts';
import type { LivePatch } from '../../../../../src/renderer/features/stage/live-link.ts';
import type { SpeechEvent } from '../../../../../src/renderer/features/stage/stage.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../../../../src/shared/renderer-options/portrait.ts';
import { ManualClock } from '../../../../support/manual-clock.ts';

const RATE = 16_000;
const ASK = {
  avatarId: 'a',
  width: 128,
  height: 128,
  fps: 25,
  background: '#000000',
  renderer: 'portrait' as const,
  portrait: PortraitOptions.parse({}),
  compositor: CompositorOptions.parse({}),
};
const CHANGES = [
  { atMs: 1_000, renderer: 'portrait' as const, options: { expression: 'smile' }, compositor: {} },
  { atMs: 2_000, renderer: 'portrait' as const, options: { expression: 'sad' }, compositor: {} },
];

let clock: ManualClock;
let heard: number;
let flushed: number;
let interrupted: number;
let position: number | null;
let tell: (event: SpeechEvent) => void;
let replay: Replay;
let tuned: (string | undefined)[];
const view = () => replay.view.getState();

beforeEach(async () => {
  clock = new ManualClock();
  tuned = [];
  [heard, flushed, interrupted, position] = [0, 0, 0, null];
  const stage = {
    view: createStore(() => ({})),
    link: {
      audio: (samples: Int16Array) => {
        heard += samples.length;
        return true;
      },
      flush: () => {
        flushed += 1;
      },
    },
    show: () => {},
    tune: ({ portrait }: LivePatch) => {
      tuned.push(portrait?.expression);
    },
    attach: () => {},
    tick: () => {},
    position: () => position,
    interrupt: () => {
      interrupted += 1;
    },
    expectSound: () => {},
    unlockSound: () => {},
    onSpeech: (listener: typeof tell) => {
      tell = listener;
      return () => {};
    },
  } as unknown as ReplayDeps['stage'];
  const load = async (id: string) => {
    if (id === 'gone') throw new Error('no sound');
    return new Int16Array(4 * RATE).fill(8_000);
  };
  replay = new Replay({ stage, clock, load, changes: async () => CHANGES });
  await replay.open('s', ASK);
});

test('the place follows what is heard, from the beginning to the end', () => {
  expect(view()).toMatchObject({ at: 'ready', durationMs: 4_000, positionMs: 0 });
  replay.play();
  position = 7_000_000;
  replay.tick();
  expect(view()).toMatchObject({ at: 'playing', positionMs: 0 });
  tell({ kind: 'started' });
  position = 8_500_000;
  replay.tick();
  expect(view().positionMs).toBe(1_500);
  clock.step(4_000);
  expect([heard, flushed]).toEqual([4 * RATE, 1]);
  tell({ kind: 'ended', spokenTo: null });
  expect(view()).toMatchObject({ at: 'ready', positionMs: 4_000 });
  replay.play();
  expect(view()).toMatchObject({ at: 'playing', positionMs: 0 });
});

test('stands still, and goes on from a place moved to', () => {
  replay.play();
  tell({ kind: 'started' });
  replay.pause();
  expect([view().at, interrupted]).toEqual(['ready', 1]);
  replay.seek(3_500);
  heard = 0;
  replay.play();
  // The rest is shorter than what is sent ahead: it is handed over at once, and its end is still an end.
  expect([heard, flushed]).toEqual([RATE / 2, 1]);
  tell({ kind: 'ended', spokenTo: null });
  expect(view()).toMatchObject({ at: 'ready', positionMs: 4_000 });
});

test('moving to the end while it plays ends it; a pause of the speech does not', () => {
  replay.play();
  tell({ kind: 'started' });
  tell({ kind: 'ended', spokenTo: null });
  expect(view().at).toBe('playing');
  replay.seek(9_999);
  expect(view()).toMatchObject({ at: 'ready', positionMs: 4_000 });
});

test('sound that cannot be read is said', async () => {
  await replay.open('gone', ASK);
  expect(view()).toMatchObject({ at: 'failed', error: { code: 'internal/bug' } });
});

test('the waveform shows where it is loud, and quiet sound at half height', () => {
  const samples = new Int16Array(800);
  samples.fill(3_277, 400);
  expect([...peaksOf(samples, 2)].map(peak => Math.round(peak * 100))).toEqual([0, 50]);
});

test('the face does again what it did: each at its time, also after moving back', () => {
  replay.play();
  position = 5_000_000;
  tell({ kind: 'started' });
  for (const ms of [500, 1_100, 1_900, 2_100]) {
    position = 5_000_000 + ms * 1000;
    replay.tick();
  }
  expect(tuned).toEqual(['smile', 'sad']);
  replay.seek(1_500);
  replay.seek(200);
  expect(tuned).toEqual(['smile', 'sad', 'smile', 'neutral']);
});
