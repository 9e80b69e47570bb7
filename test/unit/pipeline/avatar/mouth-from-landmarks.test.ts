/** The mouth's rules on a face made of numbers. */
import { expect, test } from 'vitest';
import { mouthFromLandmarks } from '../../../../src/main/pipeline/avatar/mouth-from-landmarks.ts';
import { INNER_MOUTH, OUTER_LIP } from '../../../../src/main/pipeline/face/landmark-points.ts';
import { MouthMetadata } from '../../../../src/shared/mouth-metadata.ts';

// An outer lip of 100×40 px about (500, 700) in a picture of 1000×1400: four points at the extremes, the rest inside.
const landmarks = new Float32Array(468 * 3);
const put = (id: number, x: number, y: number): void => landmarks.set([x / 1000, y / 1400], id * 3);
for (const [index, id] of OUTER_LIP.entries()) put(id, 500 + (index % 2 ? 20 : -20), 700);
put(61, 450, 700);
put(291, 550, 700);
put(17, 500, 720);
put(0, 500, 680);
for (const id of INNER_MOUTH) put(id, 500, 700);

test('centre, radii, face box and hash', () => {
  const mouth = mouthFromLandmarks(landmarks, { width: 1000, height: 1400, sha256: 'ab' });
  expect(MouthMetadata.parse(mouth)).toEqual(mouth);
  expect(mouth.source_image_hash).toBe('ab');
  expect(mouth.animation.mouth_center[1]).toBe(0.5);
  expect(mouth.animation.mouth_rx).toBe(0.05);
  expect(mouth.animation.mouth_ry).toBe(0.01429);
  expect(mouth.animation.outer_lip).toHaveLength(20);
  expect(mouth.animation.inner_mouth).toHaveLength(20);
  // 3 widths (300) to each side; 12 heights (480) up and 8 (320) down = 800 high, over 1.25 × 600: nothing to add.
  const centre = mouth.animation.mouth_center[0] * 1000;
  expect(mouth.face_box?.map((value, index) => Math.round(value * (index % 2 ? 1400 : 1000)))).toEqual([
    Math.round(centre - 300),
    220,
    Math.round(centre + 300),
    1020,
  ]);
});

test('a flat mouth gets a face box 1.25 times as high as wide, and a radius of at least a pixel', () => {
  const flat = landmarks.slice();
  for (let index = 1; index < flat.length; index += 3) if (flat[index] !== 0) flat[index] = 0.5;
  const mouth = mouthFromLandmarks(flat, { width: 1000, height: 1400, sha256: 'ab' });
  expect(mouth.animation.mouth_ry).toBe(0.00071);
  const [left, top, right, bottom] = mouth.face_box!.map((value, index) => value * (index % 2 ? 1400 : 1000));
  expect((bottom! - top!) / (right! - left!)).toBeCloseTo(1.25, 2);
});
