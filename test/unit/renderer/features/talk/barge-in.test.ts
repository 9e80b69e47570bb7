/** A voice takes over while the avatar talks; a noise does not, and nothing listens when nobody wants it. */
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { BargeIn } from '../../../../../src/renderer/features/talk/barge-in.ts';
import type { Listening } from '../../../../../src/renderer/features/talk/microphone.ts';
import type { TalkView } from '../../../../../src/renderer/features/talk/talk.ts';
import { VoiceGate } from '../../../../../src/renderer/features/talk/voice-gate.ts';

test('a gate opens for a voice, not for a click or a murmur', () => {
  const gate = new VoiceGate();
  const hear = (levels: readonly number[], from: number): boolean =>
    levels.map((level, i) => gate.hears(level, from + i * 20)).includes(true);
  expect(hear([0.9, 0.9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0)).toBe(false);
  expect(hear(Array(40).fill(0.4), 1_000)).toBe(false);
  expect(hear([0.7, 0.2, 0.7, 0.7, 0.3, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7], 3_000)).toBe(true);
});

const setUp = (wanted: boolean) => {
  const settings = createStore(() => ({ voiceInterrupts: wanted }));
  const view = createStore<TalkView>(() => ({
    source: { at: 'silent' },
    waiting: [],
    last: null,
    devices: [],
    deviceId: null,
    level: 0,
    monitor: false,
  }));
  const ears: { on: Listening; closed: boolean }[] = [];
  let taken = 0;
  let now = 0;
  new BargeIn({
    talk: {
      view,
      listen: async () => {
        taken += 1;
      },
    },
    settings,
    open: async (_device, on) => {
      const ear = { on, closed: false };
      ears.push(ear);
      return {
        deviceId: '',
        close: async () => {
          ear.closed = true;
        },
      };
    },
    wallMs: () => now,
    failed: () => {},
  });
  const speak = (level: number): void => {
    for (let i = 0; i < 20; i++) {
      now += 20;
      ears.at(-1)?.on.level(level);
    }
  };
  return { settings, view, ears, speak, taken: () => taken };
};
const saying = { source: { at: 'text' as const, item: { id: '1', text: 'Hello' } } };

test('listens only while something is said, and hands over once', async () => {
  const { view, ears, speak, taken } = setUp(true);
  expect(ears).toHaveLength(0);
  view.setState(saying);
  await Promise.resolve();
  expect(ears).toHaveLength(1);
  speak(0.2);
  expect(taken()).toBe(0);
  speak(0.8);
  await Promise.resolve();
  await Promise.resolve();
  expect([taken(), ears[0]!.closed]).toEqual([1, true]);
});

test('does not listen when it is not wanted, and stops when it is not wanted any more', async () => {
  const { settings, view, ears } = setUp(false);
  view.setState(saying);
  await Promise.resolve();
  expect(ears).toHaveLength(0);
  settings.setState({ voiceInterrupts: true });
  await Promise.resolve();
  expect(ears).toHaveLength(1);
  view.setState({ source: { at: 'silent' } });
  await new Promise(resolve => setTimeout(resolve, 0));
  expect(ears[0]!.closed).toBe(true);
});
