/** Boxes and masks on a face of known measures. */
import { describe, expect, test } from 'vitest';
import { createFrameBuffer } from '../../../../../src/main/pipeline/frame-buffer.ts';
import { faceShapeOf } from '../../../../../src/main/pipeline/renderers/musetalk/face-box.ts';
import { faceMasksOf } from '../../../../../src/main/pipeline/renderers/musetalk/jaw-mask.ts';
import type { FramedPicture } from '../../../../../src/main/pipeline/renderers/renderer.ts';
import { drawnPicture } from './drawn-picture.ts';

const picture = drawnPicture();
const DEFAULTS = { bboxShift: 0, extraMargin: 10 };

describe('faceShapeOf', () => {
  test('ends at the chin and a margin, is as high above the nose as below it, as wide as the jaw', () => {
    expect(faceShapeOf(picture, { bboxShift: 0, extraMargin: 0 })!.box).toEqual({
      left: 100,
      top: 60,
      right: 300,
      bottom: 316,
    });
    expect(faceShapeOf(picture, DEFAULTS)!.box).toEqual({ left: 100, top: 60, right: 300, bottom: 326 });
  });

  test('a shift moves the middle, so the upper edge by twice of it', () => {
    expect(faceShapeOf(picture, { ...DEFAULTS, bboxShift: 7 })!.box.top).toBe(74);
    expect(faceShapeOf(picture, { ...DEFAULTS, bboxShift: -7 })!.box.top).toBe(46);
    expect(faceShapeOf(picture, { ...DEFAULTS, bboxShift: -50 })!.box).toMatchObject({ top: 0, bottom: 326 });
  });

  test('boxes stay in the picture; a face hardly in it is none', () => {
    const moved = (dx: number): FramedPicture => ({
      ...picture,
      landmarks: picture.landmarks!.map((v, i) => (i % 3 === 0 ? v + dx / 400 : v)),
    });
    expect(faceShapeOf(moved(-150), DEFAULTS)!.box).toMatchObject({ left: 0, right: 150 });
    expect(faceShapeOf(moved(-290), DEFAULTS)).toBe(null);
    expect(faceShapeOf({ ...picture, picture: createFrameBuffer(30, 30, 4) }, DEFAULTS)).toBe(null);
  });

  test('from a mouth alone about the same face; from nothing none', () => {
    const guessed = faceShapeOf({ ...picture, landmarks: null }, DEFAULTS)!.box;
    const wanted = faceShapeOf(picture, DEFAULTS)!.box;
    for (const side of ['left', 'top', 'right', 'bottom'] as const)
      expect(Math.abs(guessed[side] - wanted[side])).toBeLessThan(25);
    expect(faceShapeOf({ ...picture, landmarks: null, mouth: null }, DEFAULTS)).toBe(null);
  });
});

describe('faceMasksOf', () => {
  const { native, edge } = faceMasksOf(faceShapeOf(picture, DEFAULTS)!);
  const at = (mask: typeof native, x: number, y: number): number => mask.data[y * mask.width + x]!;

  test('the mouth is the network’s, the eyes are the picture’s, and between them it fades', () => {
    expect(native).toMatchObject({ width: 200, height: 266 });
    expect(at(native, 100, 195)).toBeGreaterThan(0.99);
    expect(at(native, 100, 60)).toBe(0);
    expect(at(native, 100, 133)).toBeGreaterThan(0.3);
    expect(at(native, 100, 133)).toBeLessThan(0.7);
    for (let y = 100; y < 170; y++)
      expect(at(native, 100, y + 1)).toBeGreaterThanOrEqual(at(native, 100, y) - 1e-6);
    // Chin and cheeks: inside the jaw, not outside.
    expect(at(native, 100, 250)).toBeGreaterThan(0.3);
    expect(at(native, 8, 240)).toBe(0);
    expect(at(native, 4, 140)).toBeLessThan(0.05);
  });

  test('no edge of the box is seen, and nothing jumps', () => {
    for (const mask of [native, edge]) {
      let [onEdge, jump] = [0, 0];
      for (let y = 0; y < mask.height; y++)
        for (let x = 0; x < mask.width; x++) {
          const value = at(mask, x, y);
          const isEdge = x === 0 || y === 0 || x === mask.width - 1 || y === mask.height - 1;
          if (isEdge) onEdge = Math.max(onEdge, value);
          if (x > 0) jump = Math.max(jump, Math.abs(value - at(mask, x - 1, y)));
        }
      expect(onEdge).toBeLessThan(0.01);
      expect(jump).toBeLessThan(0.2);
    }
    expect(at(edge, 100, 60)).toBe(1);
  });
});
