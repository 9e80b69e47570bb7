/** Takes of live sessions: every sample that is heard, the pauses between, and what was on its way when the take began. */
import { expect, test } from 'vitest';
import { Live } from '../../../src/main/engine/live-session.ts';
import type { SessionStats } from '../../../src/main/engine/session.ts';
import { silentLog } from '../../../src/shared/log.ts';
import type { LookChange } from '../../../src/shared/look-change.ts';
import type { PcmChunk } from '../../../src/shared/media.ts';
import { FakeEngine } from '../../support/fake-engine.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { legOf, sessionFacts } from '../../support/session-facts.ts';

const open = () => {
  const clock = new ManualClock();
  const kept: PcmChunk[] = [];
  const ended: SessionStats[] = [];
  const named: string[] = [];
  const changes: LookChange[] = [];
  const ofSession: LookChange[] = [];
  const facts = { ...sessionFacts(), onChange: (change: LookChange) => void ofSession.push(change) };
  const live = new Live(legOf(new FakeEngine()), facts, {
    clock,
    log: silentLog,
    onAudio: () => {},
    take: name => ({
      id: `take-${named.length}`,
      journal: {
        opened: () => void named.push(name),
        audio: pcm => void kept.push(pcm),
        changed: change => void changes.push(change),
        closed: stats => void ended.push(stats),
      },
    }),
  });
  const heard = (): number[] => kept.flatMap(({ samples }) => [...samples]);
  return { clock, live, heard, kept, ended, named, changes, sessionChanges: ofSession };
};

const say = (live: Live, ms: number, value: number): void => {
  live.pushSpeech({
    sampleRate: 16_000,
    samples: new Int16Array(ms * 16).fill(value),
    phones: [{ symbol: 'a', alphabet: 'ipa', startMs: 0, endMs: ms }],
    words: [],
  });
  live.endTurn();
};

test('keeps every sample and every pause between two marks', async () => {
  const { clock, live, heard, kept, ended, named } = open();
  await clock.advance(500);
  expect(live.startTake(null, 'First')).toBe('take-0');
  await clock.advance(300);
  say(live, 400, 7);
  await clock.advance(5_000);
  say(live, 200, 9);
  await clock.advance(1_000);
  const stopped = live.stopTake();
  expect(stopped).toMatchObject({ id: 'take-0' });
  expect(live.stopTake()).toBeNull();
  expect(named).toEqual(['First']);
  const sound = heard();
  expect(sound.filter(sample => sample === 7)).toHaveLength(400 * 16);
  expect(sound.filter(sample => sample === 9)).toHaveLength(200 * 16);
  // As long as the time between the marks, to a frame; no pause waits in one piece.
  expect(sound.length / 16).toBeCloseTo(stopped!.durationMs, -1);
  expect(Math.abs(stopped!.durationMs - 6_300)).toBeLessThanOrEqual(80);
  expect(Math.max(...kept.map(({ samples }) => samples.length))).toBeLessThanOrEqual(16_000);
  expect(sound.lastIndexOf(7) - sound.indexOf(7)).toBe(400 * 16 - 1);
  expect(ended[0]?.audioMicros).toBeCloseTo(stopped!.durationMs * 1000, -3);
  await live.close();
});

test('a take that begins where the client is loses nothing that was sent ahead', async () => {
  const { clock, live, heard, ended } = open();
  const seen = 600_000;
  await clock.advance(600);
  say(live, 300, 5);
  await clock.advance(600);
  live.startTake(seen, 'Late');
  await clock.advance(100);
  await live.close();
  expect(heard().filter(sample => sample === 5)).toHaveLength(300 * 16);
  expect(ended).toHaveLength(1);
});

test('a change is kept with the time it was seen: in the take with its pauses, in the session without', async () => {
  const { clock, live, changes, sessionChanges } = open();
  await clock.advance(1_000);
  live.startTake(null, 'First');
  say(live, 1_000, 7);
  await clock.advance(600);
  await live.configure({ options: { expression: 'smile' } });
  await clock.advance(3_000);
  await live.configure({ options: { expression: 'sad' } });
  live.stopTake();
  await live.configure({ options: { expression: 'neutral' } });
  expect(changes.map(({ options }) => options)).toEqual([{ expression: 'smile' }, { expression: 'sad' }]);
  // A frame is made a little before its time; the session's own clock is its sound.
  expect(changes[0]!.atMs).toBeCloseTo(600, -2);
  expect(changes[1]!.atMs).toBeCloseTo(3_600, -2);
  expect(sessionChanges.map(({ atMs }) => atMs)).toEqual([expect.any(Number), 1_000, 1_000]);
  expect(Math.abs(sessionChanges[0]!.atMs - 700)).toBeLessThan(150);
  await live.close();
});
