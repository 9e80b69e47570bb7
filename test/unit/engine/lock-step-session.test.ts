/** Lock-step sessions: the frames whose time has begun, in order, across chunk sizes, turns and crashes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { framesHeard, LockStep } from '../../../src/main/engine/lock-step-session.ts';
import { FakeEngine } from '../../support/fake-engine.ts';
import { legOf, sessionFacts } from '../../support/session-facts.ts';

const open = (fps = 25, policy: 'complete' | 'reference' = 'complete') => {
  const engine = new FakeEngine();
  const facts = sessionFacts();
  const session = new LockStep(
    legOf(engine),
    { ...facts, format: { ...facts.format, fps } },
    () => {},
    policy,
  );
  return { engine, session };
};

describe('LockStep', () => {
  test('17,920 samples at 25 fps are 28 frames, every time', async () => {
    const { session } = open();
    for (let chunk = 0; chunk < 3; chunk++) {
      expect((await session.renderChunk(new Int16Array(17_920))).jpegs).toHaveLength(28);
    }
  });

  test('any chunk size gives in total the frames whose time has begun, without a gap', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 10 }),
        fc.constantFrom(25, 30),
        async (sizes, fps) => {
          const { engine, session } = open(fps);
          let frames = 0;
          for (const size of sizes) frames += (await session.renderChunk(new Int16Array(size))).jpegs.length;
          const total = sizes.reduce((sum, size) => sum + size, 0);
          expect(frames).toBe(Math.ceil((total * fps) / 16_000 - 1e-9));
          const times = engine.renders.flatMap(render => render.frames.map(frame => frame.speechMicros));
          expect(times).toEqual(times.map((_, i) => Math.round((i * 1e6) / fps)));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('chunks sent at once are answered in order', async () => {
    const { engine, session } = open();
    const all = await Promise.all([1, 2, 3].map(() => session.renderChunk(new Int16Array(6400))));
    expect(all.map(result => result.jpegs.length)).toEqual([10, 10, 10]);
    expect(engine.renders.map(render => render.frames[0]?.lifeMicros)).toEqual([0, 400_000, 800_000]);
  });

  test('flush gives the release of the mouth once and nothing without speech', async () => {
    const { engine, session } = open();
    expect((await session.flush()).jpegs).toHaveLength(0);
    await session.renderChunk(new Int16Array(6400));
    expect((await session.flush()).jpegs).toHaveLength(5);
    expect(engine.renders.at(-1)?.endTurn).toBe(true);
    expect((await session.flush()).jpegs).toHaveLength(0);
  });

  test('after an interrupt the next chunk is a new stream, life goes on', async () => {
    const { engine, session } = open();
    await session.renderChunk(new Int16Array(6400));
    session.interrupt();
    await session.renderChunk(new Int16Array(6400));
    const [first, second] = engine.renders;
    expect(second?.turn).toBeGreaterThan(first?.turn ?? 0);
    expect(second?.frames[0]).toEqual({ lifeMicros: 400_000, speechMicros: 0 });
  });
});

describe('the reference’s frame policy', () => {
  // From the reference server's own arithmetic: int(80 / fps * i) + 16 columns of 1 + n // 200.
  test.each([
    [17_920, 25, [24, 28, 28, 28]],
    [14_933, 30, [23, 28, 28]],
    [16_000, 25, [21, 25, 25]],
    [8000, 25, [9, 12, 13, 12, 13]],
  ])('chunks of %i samples at %i fps: %j frames', async (samples, fps, counts) => {
    const { engine, session } = open(fps, 'reference');
    const frames: number[] = [];
    for (const _ of counts) frames.push((await session.renderChunk(new Int16Array(samples))).jpegs.length);
    expect(frames).toEqual(counts);
    const times = engine.renders.flatMap(render => render.frames.map(frame => frame.speechMicros));
    expect(times).toEqual(times.map((_, i) => Math.round((i * 1e6) / fps)));
  });

  test('a chunk too short for a frame gets one that does not speak and does not count', async () => {
    const { engine, session } = open(25, 'reference');
    expect((await session.renderChunk(new Int16Array(2560))).jpegs).toHaveLength(1);
    expect(engine.renders[0]?.frames).toEqual([{ lifeMicros: 0, speechMicros: null }]);
    expect((await session.renderChunk(new Int16Array(2560))).jpegs).toHaveLength(4);
    expect(engine.renders[1]?.frames[0]).toEqual({ lifeMicros: 0, speechMicros: 0 });
  });

  test('what it held back comes with the flush, and never unasked', async () => {
    const { session } = open(25, 'reference');
    await session.renderChunk(new Int16Array(17_920));
    expect((await session.flush()).jpegs).toHaveLength(4 + 5);
    expect((await session.renderChunk(new Int16Array(17_920))).jpegs).toHaveLength(24);
  });

  test('agrees with counting one by one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 1, max: 60 }), (samples, fps) => {
        const columns = 1 + Math.floor(samples / 200);
        let count = 0;
        while (Math.floor((80 * count) / fps) + 16 <= columns) count += 1;
        expect(framesHeard(samples, fps)).toBe(count);
      }),
    );
  });
});
