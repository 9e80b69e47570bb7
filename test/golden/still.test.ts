/** With head motion off nothing changes outside the face, and the same seed gives the same frames; a small clip looks as it did. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { createFrameBuffer, type FrameBuffer } from '../../src/main/pipeline/frame-buffer.ts';
import { JAW_LINE } from '../../src/main/pipeline/renderers/portrait/landmark-ids.ts';
import { portraitRenderer } from '../../src/main/pipeline/renderers/portrait/renderer.ts';
import type { AvatarAssets } from '../../src/main/pipeline/renderers/renderer.ts';
import { CompositorOptions } from '../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../src/shared/renderer-options/portrait.ts';
import { drawFrame } from '../support/draw-frame.ts';
import { clipSignature } from './clip-signature.ts';
import { FACES, type FaceName, frameOf, openGallery, STILL, weightsOf } from './gallery.ts';

const WIDE = weightsOf({
  jawOpen: 0.9,
  mouthPucker: 0.3,
  mouthStretchLeft: 0.3,
  cheekPuff: 0.5,
  mouthSmileRight: 0.4,
});
let gallery: Record<FaceName, AvatarAssets>;
beforeAll(async () => {
  gallery = await openGallery(512);
}, 60_000);

/** The box the mouth and jaw may touch: the jaw's width and half an eye distance, from the brows to the neck. */
const faceBox = (assets: AvatarAssets): { left: number; top: number; right: number; bottom: number } => {
  const { width, height } = assets.picture;
  const at = (id: number): [number, number] => [
    assets.landmarks![id * 3]! * width,
    assets.landmarks![id * 3 + 1]! * height,
  ];
  const unit = Math.hypot(at(263)[0] - at(33)[0], at(263)[1] - at(33)[1]);
  const xs = JAW_LINE.map(id => at(id)[0]);
  return {
    left: Math.min(...xs) - 0.7 * unit,
    right: Math.max(...xs) + 0.7 * unit,
    top: Math.min(at(105)[1], at(334)[1]) - 0.2 * unit,
    bottom: at(152)[1] + 0.95 * unit,
  };
};

const changedOutside = (assets: AvatarAssets, frame: FrameBuffer): number => {
  const box = faceBox(assets);
  let changed = 0;
  for (let y = 0; y < frame.height; y++)
    for (let x = 0; x < frame.width; x++) {
      if (x > box.left && x < box.right && y > box.top && y < box.bottom) continue;
      const k = (y * frame.width + x) * 4;
      for (let c = 0; c < 4; c++)
        if (frame.data[k + c] !== assets.picture.data[k + c]) {
          changed++;
          break;
        }
    }
  return changed;
};

describe.each(Object.keys(FACES) as FaceName[])('%s', name => {
  test('keeps every pixel outside the face', async () => {
    const renderer = await portraitRenderer.load();
    const track = await renderer.prepare(gallery[name], STILL, CompositorOptions.parse({}));
    const frame = await frameOf(track, gallery[name], WIDE);
    expect(changedOutside(gallery[name], frame)).toBe(0);
    expect(Buffer.compare(frame.data, gallery[name].picture.data)).not.toBe(0);
    await track.close();
  });
});

test('a renderer that moves the head is caught', async () => {
  const assets = gallery['a smile with teeth'];
  const renderer = await portraitRenderer.load();
  const track = await renderer.prepare(assets, PortraitOptions.parse({}), CompositorOptions.parse({}));
  const frame = createFrameBuffer(assets.picture.width, assets.picture.height, 4);
  await drawFrame(track, { lifeMicros: 2_500_000, weights: WIDE, speaking: 1 }, frame);
  expect(changedOutside(assets, frame)).toBeGreaterThan(1000);
  await track.close();
});

describe('the golden clip', () => {
  const golden = JSON.parse(
    readFileSync(new URL('../fixtures/golden/clip.json', import.meta.url), 'utf8'),
  ) as { signature: string };
  const expected = Buffer.from(golden.signature, 'base64');
  const difference = (a: Uint8Array, b: Uint8Array): number => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
    return sum / a.length;
  };
  /** Mean difference of the blocks, of 255. Machines may round differently; a changed look must be seen. */
  const TOLERANCE = 0.35;

  test('looks as it did', async () => {
    const seen = await clipSignature(gallery['an illustration'], 9999);
    expect(seen.length).toBe(expected.length);
    expect(difference(seen, expected)).toBeLessThan(TOLERANCE);
  });
  test('the same seed gives the same bytes, another seed other ones', async () => {
    const [a, b, c] = [
      await clipSignature(gallery['an illustration'], 9999),
      await clipSignature(gallery['an illustration'], 9999),
      await clipSignature(gallery['an illustration'], 7),
    ];
    expect(Buffer.compare(a, b)).toBe(0);
    expect(difference(a, c)).toBeGreaterThan(TOLERANCE);
  });
  test('a clip that hangs behind by two frames is caught', async () => {
    const late = await clipSignature(gallery['an illustration'], 9999, 2);
    expect(difference(late, expected)).toBeGreaterThan(TOLERANCE);
  });
});
