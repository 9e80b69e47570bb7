/** A loudspeaker that is opened after the page is drawn. */
import { describe, expect, test } from 'vitest';
import { soundLater } from '../../../../../src/renderer/features/stage/sound-later.ts';
import type { SoundOut, SoundState } from '../../../../../src/renderer/features/stage/sound-out.ts';

const realSound = () => {
  const told: string[] = [];
  const sound: SoundOut = {
    sampleRate: 44_100,
    state: () => 'running',
    heardAt: () => 5,
    renderedAt: () => 7,
    setLine: () => told.push('line'),
    push: () => told.push('push'),
    clear: () => told.push('clear'),
    setMuted: muted => told.push(`muted ${muted}`),
    starved: () => 3,
    unlock: async () => void told.push('unlock'),
    watch: () => () => {},
    close: async () => void told.push('close'),
  };
  return { sound, told };
};

describe('sound that comes later', () => {
  test('tells when it is there, with what was asked of it before', async () => {
    const { sound, told } = realSound();
    const later = soundLater(async () => sound);
    const states: SoundState[] = [];
    later.watch(state => states.push(state));
    expect([later.state(), later.heardAt(), later.starved()]).toEqual(['opening', 0, 0]);
    later.setMuted(true);
    void later.unlock();
    later.push(0, new Float32Array(1));
    await later.open();
    expect(states).toEqual(['running']);
    expect(told).toEqual(['muted true', 'unlock']);
    expect([later.sampleRate, later.heardAt(), later.renderedAt(), later.starved()]).toEqual([
      44_100, 5, 7, 3,
    ]);
  });

  test('is opened once, and stays silent where there is no output', async () => {
    let opened = 0;
    const later = soundLater(() => {
      opened += 1;
      return Promise.reject(new Error('no device'));
    });
    await Promise.all([later.open(), later.open()]);
    expect([opened, later.state()]).toEqual([1, 'opening']);
  });

  test('closed before it is there, the real one is closed too', async () => {
    const { sound, told } = realSound();
    const later = soundLater(async () => sound);
    const opening = later.open();
    await later.close();
    await opening;
    expect([told, later.state()]).toEqual([['close'], 'opening']);
  });
});
