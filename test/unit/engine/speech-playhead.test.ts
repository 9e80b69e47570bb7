/** The playhead: when speech starts, starves, ends, and that no sample of it is lost or played twice. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FrameStep, SpeechPlayhead } from '../../../src/main/engine/speech-playhead.ts';
import type { Utterance } from '../../../src/shared/speech.ts';

const FRAME = 40_000;
const pcm = (ms: number, from = 0): Utterance => ({
  sampleRate: 16_000,
  samples: Int16Array.from({ length: ms * 16 }, (_, i) => (from + i) % 30_000),
  phones: null,
  words: [],
});
const phoned = (ms: number): Utterance => ({
  ...pcm(ms),
  phones: [{ symbol: 'a', alphabet: 'ipa', startMs: 0, endMs: ms }],
});

const run = (playhead: SpeechPlayhead, frames: number): FrameStep[] =>
  Array.from({ length: frames }, () => playhead.step(FRAME));
const heard = (steps: readonly FrameStep[]): number[] =>
  steps.flatMap(step => step.audio.flatMap(chunk => [...chunk.samples]));

describe('SpeechPlayhead', () => {
  test('is idle until speech comes, and idle again after it', () => {
    const playhead = new SpeechPlayhead();
    expect(run(playhead, 3).every(step => step.speechMicros === null && step.mark === null)).toBe(true);
    playhead.push(phoned(200));
    playhead.endTurn();
    const steps = run(playhead, 16);
    expect(steps[0]).toMatchObject({ mark: 'speech-start', speechMicros: 0, flush: true });
    expect(steps.filter(step => step.mark === 'speech-end')).toHaveLength(1);
    expect(steps.at(-1)?.speechMicros).toBeNull();
    expect(heard(steps)).toHaveLength(200 * 16);
  });

  test('waits for enough of a microphone stream, then plays it and counts silence of the sender as its end', () => {
    const playhead = new SpeechPlayhead();
    playhead.push(pcm(160));
    expect(playhead.step(FRAME).mark).toBeNull();
    playhead.push(pcm(160));
    expect(playhead.step(FRAME).mark).toBe('speech-start');
    const steps = run(playhead, 40);
    expect(steps.some(step => step.flush)).toBe(true);
    expect(steps.some(step => step.mark === 'speech-end')).toBe(true);
    expect(steps.flatMap(step => step.audio).reduce((sum, chunk) => sum + chunk.samples.length, 0)).toBe(
      320 * 16 - 640,
    );
  });

  test('speech that comes after the flush is a stream of its own and follows', () => {
    const playhead = new SpeechPlayhead();
    playhead.push(phoned(100));
    playhead.endTurn();
    const first = playhead.step(FRAME);
    expect(first.flush).toBe(true);
    playhead.push(phoned(100));
    playhead.endTurn();
    const steps = run(playhead, 30);
    const streams = new Set(steps.filter(step => step.speechMicros !== null).map(step => step.stream));
    expect(streams.size).toBe(2);
    expect(heard([first, ...steps])).toHaveLength(200 * 16);
  });

  test('interrupt forgets everything at once', () => {
    const playhead = new SpeechPlayhead();
    playhead.push(phoned(2000));
    playhead.endTurn();
    run(playhead, 5);
    playhead.interrupt();
    expect(run(playhead, 5).every(step => step.speechMicros === null && step.audio.length === 0)).toBe(true);
    expect(playhead.waitingMicros).toBe(0);
  });

  test('refuses more than its bound and keeps what it has', () => {
    const playhead = new SpeechPlayhead();
    for (let i = 0; i < 20; i++) expect(playhead.push(phoned(30_000))).toBe('accepted');
    expect(playhead.push(phoned(1000))).toBe('full');
  });

  test('whatever the pieces, every sample is played once, in order, and fed to the engine once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        (lengths, early) => {
          const playhead = new SpeechPlayhead();
          const steps: FrameStep[] = [];
          let total = 0;
          for (const ms of lengths) {
            playhead.push(pcm(ms, total));
            total += ms * 16;
            if (early) steps.push(playhead.step(FRAME));
          }
          playhead.endTurn();
          steps.push(...run(playhead, 400));
          const expected = Array.from({ length: total }, (_, i) => i % 30_000);
          const fed = steps.flatMap(step => step.feed.flatMap(utterance => [...utterance.samples]));
          expect(heard(steps)).toEqual(expected);
          expect(fed).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  });
});
