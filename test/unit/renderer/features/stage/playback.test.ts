/** Playback: the audio clock is master, stale turns are dropped, an interruption leaves nothing behind. */
import { expect, test } from 'vitest';
import { Playback } from '../../../../../src/renderer/features/stage/playback.ts';
import type { SoundOut, SoundState } from '../../../../../src/renderer/features/stage/sound-out.ts';
import type { LiveUnit } from '../../../../../src/shared/native-protocol.ts';

const FRAME = 40_000;

/** A loudspeaker whose time is set by hand. */
const fakeSound = () => {
  const told: { line: { pts: number; at: number } | null; pushed: { pts: number; count: number }[] } = {
    line: null,
    pushed: [],
  };
  let state: SoundState = 'running';
  let watcher: (state: SoundState) => void = () => {};
  const time = { heard: 0, lag: 20_000 };
  const sound: SoundOut = {
    sampleRate: 48_000,
    state: () => state,
    heardAt: () => time.heard,
    renderedAt: () => time.heard + time.lag,
    setLine: line => {
      told.line = line;
    },
    push: (pts, samples) => told.pushed.push({ pts, count: samples.length }),
    clear: () => {
      told.pushed = [];
    },
    setMuted: () => {},
    starved: () => 0,
    unlock: async () => {},
    watch: listener => {
      watcher = listener;
      return () => {};
    },
    close: async () => {},
  };
  const become = (next: SoundState) => {
    state = next;
    watcher(next);
  };
  return { sound, told, time, become };
};

const setUp = () => {
  const speaker = fakeSound();
  const drawn: number[] = [];
  const wall = { ms: 0 };
  const playback = new Playback<{ pts: number; close(): void }>({
    sound: speaker.sound,
    wallMs: () => wall.ms,
    decode: async bytes => ({ pts: bytes[0]! * FRAME, close: () => {} }),
    draw: frame => drawn.push(frame.pts / FRAME),
    heardSoon: () => {},
  });
  const video = (index: number, turn = 1): LiveUnit => ({
    kind: 'video',
    turn,
    pts: index * FRAME,
    bytes: Uint8Array.of(index),
  });
  const audio = (index: number, turn = 1): LiveUnit => ({
    kind: 'audio',
    turn,
    pts: index * FRAME,
    sampleRate: 16_000,
    bytes: new Uint8Array(1280).fill(index),
  });
  return { ...speaker, wall, drawn, playback, video, audio };
};

/** Lets decoding finish. */
const settle = () => new Promise(resolve => setTimeout(resolve));

test('shows each frame when its sound is heard, not when the wall clock says so', async () => {
  const { playback, video, audio, time, wall, drawn } = setUp();
  for (let i = 0; i < 4; i++) {
    playback.receive(audio(i));
    playback.receive(video(i));
  }
  await settle();
  wall.ms = 10_000; // the wall has run far ahead: it is not the master
  playback.tick();
  expect(drawn).toEqual([]);
  for (let heard = 0; heard <= 300_000; heard += 4_000) {
    time.heard = heard;
    playback.tick();
  }
  expect(drawn).toEqual([0, 1, 2, 3]);
  const { offsetMs, skipped } = playback.figures();
  expect(offsetMs).toBeLessThanOrEqual(0);
  expect(offsetMs).toBeGreaterThan(-5);
  expect(skipped).toBe(0);
});

test('tells the loudspeaker the same line it shows frames by', () => {
  const { playback, audio, told, time } = setUp();
  time.heard = 5_000_000;
  playback.receive(audio(10));
  const position = playback.position()!;
  expect(told.line!.pts + (time.heard - told.line!.at)).toBe(position);
  expect(10 * FRAME - position).toBeGreaterThanOrEqual(60_000 + time.lag);
});

test('gives sound gapless times at the loudspeaker rate', () => {
  const { playback, audio, told } = setUp();
  for (let i = 0; i < 10; i++) playback.receive(audio(i));
  expect(told.pushed.length).toBe(10);
  for (let i = 1; i < told.pushed.length; i++) {
    const before = told.pushed[i - 1]!;
    expect(told.pushed[i]!.pts).toBeCloseTo(before.pts + (before.count * 1e6) / 48_000, 3);
  }
});

test('an interruption empties everything, and frames of the old turn never show', async () => {
  const { playback, video, audio, told, time, drawn } = setUp();
  for (let i = 0; i < 4; i++) {
    playback.receive(audio(i));
    playback.receive(video(i));
  }
  playback.interrupt();
  expect(told.pushed).toEqual([]);
  playback.receive(video(4, 1));
  await settle();
  time.heard = 300_000;
  playback.tick();
  expect(drawn).toEqual([]);
  playback.receive(video(5, 2));
  await settle();
  time.heard = 400_000;
  playback.tick();
  expect(drawn).toEqual([5]);
});

test('runs by the wall clock while sound is locked, and hands over without a jump', async () => {
  const { playback, video, time, wall, drawn, become, told } = setUp();
  become('locked');
  playback.receive(video(0));
  await settle();
  wall.ms = 100;
  playback.tick();
  expect(drawn).toEqual([0]);
  const before = playback.position();
  time.heard = 77_000_000;
  become('running');
  expect(playback.position()).toBe(before);
  expect(told.line).not.toBeNull();
});

test('a broken picture is counted, not thrown', async () => {
  const playback = new Playback<{ close(): void }>({
    sound: null,
    wallMs: () => 0,
    decode: () => Promise.reject(new Error('no picture')),
    draw: () => {},
    heardSoon: () => {},
  });
  playback.receive({ kind: 'video', turn: 1, pts: 0, bytes: new Uint8Array(1) });
  await settle();
  expect(playback.figures().skipped).toBe(1);
});
