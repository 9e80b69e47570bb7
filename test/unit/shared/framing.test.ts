/** Crops stay in the picture and keep the frame's shape; a framing and its crop say the same. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  coverCrop,
  framedCrop,
  frameOfShape,
  framingOfCrop,
  MOST_ZOOM,
  reframed,
  shapeOf,
  subjectOfBox,
} from '../../../src/shared/framing.ts';
import { FrameShape, type Framing } from '../../../src/shared/studio/avatar-profile.ts';

const side = fc.integer({ min: 64, max: 4000 });
const size = fc.record({ width: side, height: side });
const shape = fc.constantFrom(...FrameShape.options);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const framing: fc.Arbitrary<Framing> = fc.record({
  centre: fc.tuple(share, share),
  zoom: fc.double({ min: 1, max: MOST_ZOOM, noNaN: true }),
});
const NEAR = 1e-6;

describe('a crop', () => {
  test('lies in the picture and has the frame’s shape, whatever is asked', () => {
    fc.assert(
      fc.property(size, shape, framing, (picture, wanted, asked) => {
        const frame = frameOfShape(wanted, picture);
        for (const crop of [framedCrop(picture, frame, asked), coverCrop(picture, frame, null)]) {
          expect(crop.left).toBeGreaterThanOrEqual(0);
          expect(crop.top).toBeGreaterThanOrEqual(0);
          expect(crop.left + crop.width).toBeLessThanOrEqual(picture.width + NEAR);
          expect(crop.top + crop.height).toBeLessThanOrEqual(picture.height + NEAR);
          expect(crop.width / crop.height / (frame.width / frame.height)).toBeCloseTo(1, 6);
        }
      }),
    );
  });

  test('gives the framing that shows it', () => {
    fc.assert(
      fc.property(size, shape, framing, (picture, wanted, asked) => {
        const frame = frameOfShape(wanted, picture);
        const crop = framedCrop(picture, frame, asked);
        const again = framedCrop(picture, frame, framingOfCrop(picture, frame, crop));
        expect(again.left).toBeCloseTo(crop.left, 5);
        expect(again.top).toBeCloseTo(crop.top, 5);
        expect(again.width).toBeCloseTo(crop.width, 5);
      }),
    );
  });

  test('moved there and back, away from the edges, is where it was', () => {
    const picture = { width: 1000, height: 1000 };
    const frame = frameOfShape('square', picture);
    const start: Framing = { centre: [0.5, 0.5], zoom: 4 };
    const moved = reframed(picture, frame, start, { dx: 0.5, dy: -0.5 });
    expect(moved.centre).toEqual([0.625, 0.375]);
    expect(reframed(picture, frame, moved, { dx: -0.5, dy: 0.5 }).centre).toEqual([0.5, 0.5]);
    expect(reframed(picture, frame, start, { by: 100 }).zoom).toBe(MOST_ZOOM);
    expect(reframed(picture, frame, start, { by: 0.01 }).zoom).toBe(1);
    expect(reframed(picture, frame, start, { dx: 99 }).centre).toEqual([0.875, 0.5]);
  });
});

test('a frame belongs to the shape it has, the settled one first; sides are whole pixels', () => {
  const portrait = { width: 416, height: 704 };
  expect(shapeOf({ width: 508, height: 904 }, portrait, 'own')).toBe('portrait');
  expect(shapeOf({ width: 512, height: 866 }, portrait, 'own')).toBe('own');
  expect(shapeOf({ width: 300, height: 300 }, portrait, 'wide')).toBe('square');
  expect(shapeOf({ width: 640, height: 480 }, portrait, 'wide')).toBeNull();
  const square = { width: 800, height: 800 };
  expect(shapeOf({ width: 256, height: 256 }, square, 'square')).toBe('square');
  expect(shapeOf({ width: 256, height: 256 }, square, 'own')).toBe('own');
});

test('hair is counted to the head', () => {
  const subject = subjectOfBox([0.4, 0.3, 0.6, 0.5], { width: 1000, height: 1000 });
  expect(subject.centreX).toBeCloseTo(500);
  expect(subject.top).toBeCloseTo(230);
  expect(subject.chin).toBeCloseTo(500);
});
