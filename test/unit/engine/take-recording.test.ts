/** Takes of live sessions: every sample that is heard, the pauses between, and what was on its way when the take began. */
import { expect, test } from 'vitest';
import { Live } from '../../../src/main/engine/live-session.ts';
import type { SessionStats } from '../../../src/main/engine/session.ts';
import { silentLog } from '../../../src/shared/log.ts';
import type { PcmChunk } from '../../../src/shared/media.ts';
import { FakeEngine } from '../../support/fake-engine.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { legOf, sessionFacts } from '../../support/session-facts.ts';

const open = () => {
  const clock = new ManualClock();
  const kept: PcmChunk[] = [];
  const ended: SessionStats[] = [];
  const named: string[] = [];
  const live = new Live(legOf(new FakeEngine()), sessionFacts(), {
    clock,
    log: silentLog,
    onAudio: () => {},
    take: name => ({
      id: `take-${named.length}`,
      journal: {
        opened: () => void named.push(name),
        audio: pcm => void kept.push(pcm),
        closed: stats => void ended.push(stats),
      },
    }),
  });
  const heard = (): number[] => kept.flatMap(({ samples }) => [...samples]);
  return { clock, live, heard, kept, ended, named };
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
