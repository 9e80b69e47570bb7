/** The walk through a moving avatar: no jumps, rest where lips are closed, the same every time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stretchesOf } from '../../../../src/main/pipeline/avatar/lip-stretches.ts';
import { pictureWalkOf } from '../../../../src/main/pipeline/service/picture-walk.ts';

const gaps = (pattern: string): Float32Array =>
  Float32Array.from(pattern, mark => (mark === '.' ? 0.01 : mark === '?' ? Number.NaN : 0.2));
const facts = (pattern: string, fps = 25, order: 'living' | 'reference' = 'living') => ({
  fps,
  order,
  lipGaps: gaps(pattern),
});
const walked = (
  pattern: string,
  frames: readonly { speaking: number }[],
  options: { fps?: number; outFps?: number } = {},
): number[] => {
  const walk = pictureWalkOf(facts(pattern, options.fps ?? 25));
  return frames.map(({ speaking }, i) => walk.next(Math.round((i * 1e6) / (options.outFps ?? 25)), speaking));
};
const silent = (count: number) => Array.from({ length: count }, () => ({ speaking: 0 }));
const spoken = (count: number) => Array.from({ length: count }, () => ({ speaking: 1 }));

describe('living', () => {
  test('rests back and forth in the longest closed stretch', () => {
    const pattern = `${'o'.repeat(30)}${'.'.repeat(25)}${'o'.repeat(30)}...`;
    const indices = walked(pattern, silent(120));
    expect(Math.min(...indices)).toBe(30);
    expect(Math.max(...indices)).toBe(54);
    expect(indices.slice(0, 3)).toEqual([30, 31, 32]);
    expect(indices.slice(23, 28)).toEqual([53, 54, 53, 52, 51]);
  });

  test('plays on through the whole clip in speech and comes back to rest', () => {
    const pattern = `${'.'.repeat(30)}${'o'.repeat(20)}`;
    const indices = walked(pattern, [...silent(40), ...spoken(100), ...silent(60)]);
    expect(Math.max(...indices.slice(0, 40))).toBe(29);
    expect(Math.max(...indices.slice(40, 140))).toBe(49);
    expect(Math.max(...indices.slice(-30))).toBeLessThan(30);
  });

  test('a talking clip with a long closed stretch stays in it', () => {
    const pattern = `${'.'.repeat(60)}${'o'.repeat(90)}`;
    expect(stretchesOf(facts(pattern))).toEqual({ rest: { from: 0, to: 59 }, speech: { from: 0, to: 59 } });
  });

  test('closed stretches too short to rest in are no rest; faces that are not known are not closed', () => {
    expect(stretchesOf(facts(`${'.'.repeat(10)}ooo`)).rest).toEqual({ from: 0, to: 12 });
    expect(stretchesOf(facts(`${'?'.repeat(40)}${'.'.repeat(25)}`)).rest).toEqual({ from: 40, to: 64 });
  });

  test('a clip of 30 a second in a video of 25 keeps its speed', () => {
    const indices = walked('.'.repeat(300), silent(101), { fps: 30, outFps: 25 });
    expect(indices.at(-1)).toBe(120);
  });

  test('never jumps, never leaves the clip, always the same', () => {
    const marks = fc.constantFrom('.', 'o', '?');
    const run = fc.record({ length: fc.integer({ min: 1, max: 40 }), speaking: fc.constantFrom(0, 0.4, 1) });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(marks, fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 8 }),
        fc.array(run, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(10, 24, 25, 30),
        fc.constantFrom(25, 30),
        (pieces, runs, fps, outFps) => {
          const pattern = pieces.map(([mark, count]) => mark.repeat(count)).join('');
          const frames = runs.flatMap(({ length, speaking }) => Array.from({ length }, () => ({ speaking })));
          const indices = walked(pattern, frames, { fps, outFps });
          expect(walked(pattern, frames, { fps, outFps })).toEqual(indices);
          const most = Math.ceil(fps / outFps);
          for (const [i, index] of indices.entries()) {
            expect(index).toBeGreaterThanOrEqual(0);
            expect(index).toBeLessThan(pattern.length);
            if (i > 0) expect(Math.abs(index - indices[i - 1]!)).toBeLessThanOrEqual(most);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('once at rest it stays there while silent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 20, max: 60 }), (before, closed) => {
        const pattern = `${'o'.repeat(before)}${'.'.repeat(closed)}${'o'.repeat(30)}`;
        const { rest } = stretchesOf(facts(pattern));
        const indices = walked(pattern, [...silent(5), ...spoken(70), ...silent(300)]);
        const arrived = indices.findIndex((index, i) => i >= 75 && index >= rest.from && index <= rest.to);
        expect(arrived).toBeGreaterThan(-1);
        expect(arrived).toBeLessThan(75 + pattern.length);
        for (const index of indices.slice(arrived)) {
          expect(index).toBeGreaterThanOrEqual(rest.from);
          expect(index).toBeLessThanOrEqual(rest.to);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a session that stood still for a minute goes on from where it stood', () => {
    const walk = pictureWalkOf(facts('.'.repeat(100)));
    const before = walk.next(0, 0);
    expect(Math.abs(walk.next(60_000_000, 0) - before)).toBeLessThanOrEqual(4);
  });
});

test('reference: by the number of the frame, round and round; a still stays', () => {
  const walk = pictureWalkOf(facts('oooo', 25, 'reference'));
  expect([0, 1, 2, 3, 4, 5].map(i => walk.next(i * 40_000, i % 2))).toEqual([0, 1, 2, 3, 0, 1]);
  expect(pictureWalkOf(null).next(1, 1)).toBe(0);
});
