/** Key frames over tracked mouths: what was set is exact, between them the correction goes over, the film's own motion stays. */
import { describe, expect, test } from 'vitest';
import { mendedMouths } from '../../../src/shared/mouth-key-frames.ts';
import { MouthKeyFrame } from '../../../src/shared/mouth-metadata.ts';
import { type PlacedMouth, placedMouth, resampled, shapeOf } from '../../../src/shared/mouth-shape.ts';

const COUNT = 21;

/** A mouth that sways and opens. */
const tracked = (frame: number, dx = 0, dy = 0, grow = 1): PlacedMouth => {
  const centre = [0.5 + 0.05 * Math.sin(frame / 3) + dx, 0.6 + dy] as const;
  const [rx, ry] = [0.08 * grow, (0.03 + 0.01 * Math.cos(frame / 2)) * grow];
  const shape = shapeOf({ animation: { mouth_center: [...centre], mouth_rx: rx, mouth_ry: ry } });
  return placedMouth({ ...shape, inner: shape.outer.map(([x, y]) => [x, centre[1] + (y - centre[1]) / 4]) });
};
const film = Array.from({ length: COUNT }, (_, frame) => tracked(frame));
const key = (frame: number, mouth: PlacedMouth): MouthKeyFrame => MouthKeyFrame.parse({ frame, ...mouth });

describe('key frames', () => {
  test('none: the film as it was tracked', () => {
    const mouthAt = mendedMouths(film, []);
    expect(mouthAt(7)).toBe(film[7]);
  });

  test('what was set is exact; between two the correction goes over evenly, and follows the film', () => {
    const keys = [key(5, tracked(5, 0, 0.02)), key(15, tracked(15, 0.04, 0.02))];
    const mouthAt = mendedMouths(film, keys);
    expect(mouthAt(5)?.animation).toEqual(keys[0]!.animation);
    expect(mouthAt(15)?.animation).toEqual(keys[1]!.animation);
    for (let frame = 0; frame < COUNT; frame++) {
      const share = Math.min(1, Math.max(0, (frame - 5) / 10));
      const wanted = tracked(frame, 0.04 * share, 0.02);
      const { animation } = mouthAt(frame)!;
      expect(animation.mouth_center[0]).toBeCloseTo(wanted.animation.mouth_center[0], 4);
      for (const [i, [x, y]] of animation.outer_lip!.entries()) {
        expect(x).toBeCloseTo(wanted.animation.outer_lip![i]![0], 4);
        expect(y).toBeCloseTo(wanted.animation.outer_lip![i]![1], 4);
      }
      expect(animation.inner_mouth).toHaveLength(20);
    }
  });

  test('curves of different numbers of points are brought together', () => {
    const more = tracked(10, 0, 0.03);
    const outer_lip = resampled(more.animation.outer_lip!, 31).map(([x, y]): [number, number] => [x, y]);
    const mouthAt = mendedMouths(film, [key(10, { animation: { ...more.animation, outer_lip } })]);
    expect(mouthAt(10)?.animation.outer_lip).toHaveLength(31);
    const near = mouthAt(12)!.animation;
    const [ys, wanted] = [near.outer_lip!, tracked(12, 0, 0.03).animation.outer_lip!].map(list =>
      list.map(([, y]) => y),
    );
    expect(Math.max(...ys!)).toBeCloseTo(Math.max(...wanted!), 2);
    expect(Math.min(...ys!)).toBeCloseTo(Math.min(...wanted!), 2);
    const xs = near.outer_lip!.map(([x]) => x);
    expect(xs[0]).toBe(Math.min(...xs));
  });

  test('frames without a mouth get one between key frames only, or everywhere when none was found', () => {
    const holes = film.map((mouth, frame) => (frame >= 8 && frame <= 12 ? null : mouth));
    const far = mendedMouths(holes, [key(2, tracked(2, 0, 0.02))]);
    expect(far(10)).toBeNull();
    expect(far(14)?.animation.mouth_center[1]).toBeCloseTo(0.62, 4);
    const across = mendedMouths(holes, [key(2, tracked(2, 0, 0.02)), key(10, tracked(10, 0.1, 0))]);
    expect(across(9)?.animation.mouth_center[0]).toBeGreaterThan(0.5);
    expect(across(10)?.animation).toEqual(tracked(10, 0.1, 0).animation);
    expect(across(11)).toBeNull();
    const blind = mendedMouths(
      film.map(() => null),
      [key(0, tracked(0)), key(20, tracked(0, 0.2))],
    );
    expect(blind(10)!.animation.mouth_center[0]).toBeCloseTo(0.6, 4);
  });

  test('whatever comes in, what comes out can be stored', () => {
    const wild = key(4, tracked(4, 1.4, -1.5, 6));
    const mouthAt = mendedMouths(film, [wild, key(900, tracked(1))]);
    for (let frame = 0; frame < COUNT; frame++)
      expect(MouthKeyFrame.safeParse({ frame, ...mouthAt(frame) }).success).toBe(true);
    expect(mouthAt(COUNT)).toBeNull();
  });
});
