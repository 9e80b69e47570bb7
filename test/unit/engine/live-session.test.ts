/** Live sessions against a clock that is stepped by hand: pacing, sound in step, interruption, slow readers, a slow engine. */
import { describe, expect, test } from 'vitest';
import { Live } from '../../../src/main/engine/live-session.ts';
import type { MediaReader } from '../../../src/main/engine/session.ts';
import { silentLog } from '../../../src/shared/log.ts';
import type { MediaUnit } from '../../../src/shared/media.ts';
import { FakeEngine } from '../../support/fake-engine.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { legOf, sessionFacts } from '../../support/session-facts.ts';

const open = (options: { idle?: boolean } = {}) => {
  const clock = new ManualClock();
  const engine = new FakeEngine();
  const live = new Live(legOf(engine), sessionFacts(), {
    clock,
    log: silentLog,
    onAudio: () => {},
    ...options,
  });
  return { clock, engine, live };
};

/** All units that are there now. */
const drain = async (reader: MediaReader): Promise<MediaUnit[]> => {
  const units: MediaUnit[] = [];
  for (;;) {
    const unit = await reader.next(AbortSignal.abort());
    if (unit === null) return units;
    units.push(unit);
  }
};

const speech = (ms: number) => ({
  sampleRate: 16_000,
  samples: new Int16Array(ms * 16).fill(1000),
  phones: [{ symbol: 'a', alphabet: 'ipa' as const, startMs: 0, endMs: ms }],
  words: [],
});

describe('Live', () => {
  test('draws 25 frames a second while silent, each at its time', async () => {
    const { clock, live } = open();
    const reader = live.read({ capacityBytes: 1e6 });
    await clock.advance(1000);
    const video = (await drain(reader)).filter(unit => unit.kind === 'video');
    expect(video.length).toBeGreaterThanOrEqual(25);
    expect(video.map(unit => unit.pts)).toEqual(video.map((_, i) => (video[0]?.pts ?? 0) + i * 40_000));
    await live.close();
  });

  test('without idle frames it draws only while somebody speaks, and ends the speech as ever', async () => {
    const { clock, engine, live } = open({ idle: false });
    const reader = live.read({ capacityBytes: 1e6 });
    await clock.advance(1000);
    expect(engine.renders).toEqual([]);
    live.pushSpeech(speech(400));
    live.endTurn();
    await clock.advance(2000);
    const units = await drain(reader);
    expect(units.filter(unit => unit.kind === 'video').length).toBeGreaterThanOrEqual(16);
    expect(units.filter(unit => unit.kind === 'video').length).toBeLessThanOrEqual(17);
    expect(units.flatMap(unit => (unit.kind === 'mark' ? [unit.name] : []))).toEqual([
      'speech-start',
      'speech-end',
    ]);
    expect(live.stats.framesDropped).toBe(0);
    await live.close();
  });

  test('sound and picture of speech share one time line', async () => {
    const { clock, engine, live } = open();
    const reader = live.read({ capacityBytes: 1e6 });
    await clock.advance(100);
    live.pushSpeech(speech(400));
    live.endTurn();
    await clock.advance(1500);
    const units = await drain(reader);
    const start = units.find(unit => unit.kind === 'mark' && unit.name === 'speech-start');
    const audio = units.filter(unit => unit.kind === 'audio');
    expect(audio[0]?.pts).toBe(start?.pts);
    expect(audio.reduce((sum, unit) => sum + unit.pcm.samples.length, 0)).toBe(400 * 16);
    const first = engine.renders.flatMap(render => render.frames).find(frame => frame.speechMicros === 0);
    expect(first?.lifeMicros).toBe(start?.pts);
    await live.close();
  });

  test('after interrupt no unit of an older turn is read', async () => {
    const { clock, engine, live } = open();
    const reader = live.read({ capacityBytes: 1e6 });
    live.pushSpeech(speech(5000));
    await clock.advance(600);
    engine.hold = true;
    await clock.advance(80);
    const turn = live.interrupt();
    engine.hold = false;
    engine.release();
    await clock.advance(400);
    const units = await drain(reader);
    expect(units.every(unit => unit.turn === turn)).toBe(true);
    expect(units.some(unit => unit.kind === 'audio')).toBe(false);
    expect(units[0]).toMatchObject({ kind: 'mark', name: 'interrupted' });
    await live.close();
  });

  test('a reader that never reads loses video, not sound, and others lose nothing', async () => {
    const { clock, live } = open();
    const slow = live.read({ capacityBytes: 14_000 });
    const quick = live.read({ capacityBytes: 1e6 });
    live.pushSpeech(speech(400));
    live.endTurn();
    await clock.advance(2000);
    expect(slow.dropped).toBe(0);
    await clock.advance(60_000);
    expect(slow.dropped).toBeGreaterThan(1000);
    expect(quick.dropped).toBe(0);
    const audio = (await drain(slow)).filter(unit => unit.kind === 'audio');
    expect(audio.reduce((sum, unit) => sum + unit.pcm.samples.length, 0)).toBe(400 * 16);
    await live.close();
  });

  test('an engine that falls behind costs frames, never sound', async () => {
    const { clock, engine, live } = open();
    const reader = live.read({ capacityBytes: 1e6 });
    engine.hold = true;
    live.pushSpeech(speech(1000));
    live.endTurn();
    await clock.advance(2000);
    const units = await drain(reader);
    expect(units.filter(unit => unit.kind === 'video')).toHaveLength(0);
    expect(live.stats.framesDropped).toBeGreaterThan(30);
    expect(
      units.filter(unit => unit.kind === 'audio').reduce((sum, unit) => sum + unit.pcm.samples.length, 0),
    ).toBe(16_000);
    await live.close();
  });

  test('opens again in a new engine after a crash', async () => {
    const { clock, engine, live } = open();
    live.read({ capacityBytes: 1e6 });
    await clock.advance(200);
    engine.crash();
    await clock.advance(200);
    expect(engine.calls.filter(({ call }) => call === 'openSession')).toHaveLength(2);
    await live.close();
  });
});
