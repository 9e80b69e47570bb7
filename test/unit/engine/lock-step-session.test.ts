/** Lock-step sessions: the frames whose time has begun, in order, across chunk sizes, turns and crashes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LockStep } from '../../../src/main/engine/lock-step-session.ts';
import { FakeEngine } from '../../support/fake-engine.ts';
import { legOf, sessionFacts } from '../../support/session-facts.ts';

const open = (fps = 25) => {
  const engine = new FakeEngine();
  const facts = sessionFacts();
  const session = new LockStep(legOf(engine), { ...facts, format: { ...facts.format, fps } }, () => {});
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
