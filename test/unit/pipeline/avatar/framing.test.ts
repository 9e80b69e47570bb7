/** Crops keep the chin, the hair where there is room, and the aspect; points follow the pixels. */
import { describe, expect, test } from 'vitest';
import {
  frameFor,
  mapLandmarks,
  mapMouth,
  mapOf,
  showsMouth,
} from '../../../../src/main/pipeline/avatar/framing.ts';
import type { Subject } from '../../../../src/shared/framing.ts';

const subject = (centreX: number, top: number, chin: number) => ({ centreX, top, chin });
const about = (who: Subject | null) => ({ framing: undefined, subject: who });

describe('cover', () => {
  test.each([
    [
      'tall portrait, wide frame',
      { width: 800, height: 1400 },
      { width: 1280, height: 720 },
      subject(400, 150, 560),
    ],
    [
      'face at the right edge',
      { width: 2000, height: 1000 },
      { width: 416, height: 704 },
      subject(1850, 200, 600),
    ],
    [
      'face at the bottom',
      { width: 900, height: 1600 },
      { width: 512, height: 512 },
      subject(450, 1100, 1580),
    ],
    ['face at the top', { width: 900, height: 1600 }, { width: 512, height: 512 }, subject(450, 0, 420)],
    [
      'head higher than the crop',
      { width: 900, height: 1600 },
      { width: 1280, height: 720 },
      subject(450, 200, 1200),
    ],
    [
      'small face is brought nearer',
      { width: 3000, height: 3000 },
      { width: 416, height: 704 },
      subject(2200, 900, 1200),
    ],
  ])('%s', (_name, picture, frame, who) => {
    const { source, place } = frameFor(picture, frame, 'cover', about(who));
    expect(place).toEqual({ left: 0, top: 0, ...frame });
    expect(source.left).toBeGreaterThanOrEqual(0);
    expect(source.top).toBeGreaterThanOrEqual(0);
    expect(source.left + source.width).toBeLessThanOrEqual(picture.width);
    expect(source.top + source.height).toBeLessThanOrEqual(picture.height);
    expect(source.width / source.height / (frame.width / frame.height)).toBeCloseTo(1, 1);
    expect(source.top + source.height).toBeGreaterThanOrEqual(who.chin);
    expect(source.left).toBeLessThanOrEqual(who.centreX);
    expect(source.left + source.width).toBeGreaterThanOrEqual(who.centreX);
    const head = who.chin - who.top;
    if (source.height > head * 1.3) expect(source.top).toBeLessThanOrEqual(who.top);
  });

  test('a small face fills a quarter of the frame unless that enlarges too much', () => {
    const near = frameFor(
      { width: 4000, height: 4000 },
      { width: 400, height: 400 },
      'cover',
      about(subject(2000, 1000, 1200)),
    );
    expect(near.source.height).toBe(833);
    const blurred = frameFor(
      { width: 4000, height: 4000 },
      { width: 1080, height: 1080 },
      'cover',
      about(subject(2000, 1000, 1050)),
    );
    expect(blurred.source.height).toBe(540);
  });
});

test('a framing of the user wins over the face, and a mouth outside it is not shown', () => {
  const picture = { width: 800, height: 1200 };
  const frame = { width: 400, height: 400 };
  const framing = { centre: [0.5, 0.25] as [number, number], zoom: 2 };
  const framed = frameFor(picture, frame, 'cover', { framing, subject: subject(400, 600, 1100) });
  expect(framed.source).toEqual({ left: 200, top: 100, width: 400, height: 400 });
  const map = mapOf(framed, picture, frame);
  const mouth = (y: number) => ({
    animation: { mouth_center: [0.5, y] as [number, number], mouth_rx: 0.05, mouth_ry: 0.02 },
  });
  expect(showsMouth(mouth(0.3), map)).toBe(true);
  expect(showsMouth(mouth(0.41), map)).toBe(false);
  expect(showsMouth(mouth(0.8), map)).toBe(false);
});

test('contain shows everything, centred', () => {
  const { source, place } = frameFor(
    { width: 1000, height: 500 },
    { width: 400, height: 400 },
    'contain',
    about(null),
  );
  expect(source).toEqual({ left: 0, top: 0, width: 1000, height: 500 });
  expect(place).toEqual({ left: 0, top: 100, width: 400, height: 200 });
});

test('points follow the pixels', () => {
  const picture = { width: 1000, height: 800 };
  const frame = { width: 100, height: 200 };
  const framing = {
    source: { left: 200, top: 100, width: 500, height: 500 },
    place: { left: 0, top: 50, width: 100, height: 100 },
  };
  const map = mapOf(framing, picture, frame);
  // Picture pixel (450, 350) is the middle of the source, so the middle of the frame.
  const mapped = mapLandmarks(Float32Array.of(0.45, 350 / 800, 0.1), map);
  expect([...mapped].map(value => Math.round(value * 1e4) / 1e4)).toEqual([0.5, 0.5, 0.2]);
  const mouth = mapMouth(
    {
      source_image_hash: 'abc',
      note: 'kept',
      animation: { mouth_center: [0.45, 350 / 800], mouth_rx: 0.1, mouth_ry: 0.05, mood: 'kept' },
      face_box: [0, 0, 1, 1],
      model_crop: [0.8, 0.1, 0.95, 0.3],
    },
    map,
  );
  expect(mouth.animation.mouth_center[0]).toBeCloseTo(0.5);
  expect(mouth.animation.mouth_rx).toBeCloseTo(0.2);
  expect(mouth.animation.mouth_ry).toBeCloseTo(0.04);
  expect(mouth.face_box).toEqual([0, 0.15, 1, 0.95]);
  expect(mouth).toMatchObject({ source_image_hash: 'abc', note: 'kept', animation: { mood: 'kept' } });
  expect(mouth).not.toHaveProperty('model_crop');
  expect(mouth.animation).not.toHaveProperty('outer_lip');
});
