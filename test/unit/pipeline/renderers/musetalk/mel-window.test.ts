/** A window that moves and is patched, against one filled anew. */
import { expect, test } from 'vitest';
import { FrameRing } from '../../../../../src/main/pipeline/articulation/frame-ring.ts';
import { MelWindow } from '../../../../../src/main/pipeline/renderers/musetalk/mel-window.ts';

const FRAMES = 12;
/** Frame i: all bands at `level`, band 3 at it minus 9. */
const rowOf = (level: number): Float32Array => new Float32Array(80).fill(level).fill(level - 9, 3, 4);

const rings = (levels: readonly number[], tailLevels: readonly number[]) => {
  const mel = new FrameRing(80);
  for (const level of levels) mel.append().set(rowOf(level));
  const tail = new FrameRing(80);
  tail.clear(mel.end);
  for (const level of tailLevels) tail.append().set(rowOf(level));
  return { mel, tail };
};

test('limits to 8 below the loudest, scales, and ends in silence', () => {
  const { mel, tail } = rings([0, 1, 0.5], [0.25]);
  const window = new MelWindow(FRAMES);
  window.fill(mel, tail, 0, 4);
  const band = (b: number): number[] => Array.from(window.data.subarray(b * FRAMES, b * FRAMES + 6));
  expect(band(0)).toEqual([1, 1.25, 1.125, 1.0625, -0.75, -0.75]);
  expect(band(3)).toEqual([-0.75, -0.75, -0.75, -0.75, -0.75, -0.75]);
});

test('noise alone is not raised to speech', () => {
  const { mel, tail } = rings([-5, -5], []);
  const window = new MelWindow(FRAMES);
  window.fill(mel, tail, 0, 2);
  expect(window.data[0]).toBe(-0.25);
  expect(window.data[3 * FRAMES]).toBe(-1.25);
  expect(window.data[5]).toBe(-1.25);
});

test('steps of every kind give what a fresh window gives', () => {
  const levels = [0, 0.5, -1, 0.25, 1.5, 0, 0.75, -2, 0.5, 0.25, 0, -0.5, 1, 2, 0, 0.5];
  const moving = new MelWindow(FRAMES);
  // [mel frames known, tail frames, start, until]: growing, with a guess, back, louder, moved on, after a drop.
  for (const [known, tails, start, until] of [
    [3, 0, 0, 3],
    [4, 2, 0, 6],
    [4, 0, 0, 4],
    [6, 0, 0, 5],
    [9, 3, 0, 12],
    [10, 0, 0, 9],
    [14, 0, 4, 14],
    [16, 0, 4, 16],
  ] as const) {
    const { mel, tail } = rings(levels.slice(0, known), Array(tails).fill(0.125));
    mel.dropBefore(start === 4 ? 5 : 0);
    moving.fill(mel, tail, start, until);
    const fresh = new MelWindow(FRAMES);
    fresh.fill(mel, tail, start, until);
    expect(moving.data).toEqual(fresh.data);
  }
});
