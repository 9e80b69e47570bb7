/** The portrait on pictures no model helped with: any size, alpha kept, still without a mouth, the same for the same seed. */
import { describe, expect, test } from 'vitest';
import { createFrameBuffer, type FrameBuffer } from '../../../../../src/main/pipeline/frame-buffer.ts';
import { ALL_RENDERERS } from '../../../../../src/main/pipeline/renderers/index.ts';
import { portraitRenderer } from '../../../../../src/main/pipeline/renderers/portrait/renderer.ts';
import type { AvatarAssets } from '../../../../../src/main/pipeline/renderers/renderer.ts';
import { BLENDSHAPE_INDEX as AT, BLENDSHAPE_COUNT } from '../../../../../src/shared/blendshapes.ts';
import { CompositorOptions, PostprocessMode } from '../../../../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../../../../src/shared/renderer-options/portrait.ts';
import { drawFrame } from '../../../../support/draw-frame.ts';
import { drawnFace, SKIN } from './drawn-face.ts';

const silent = new Float32Array(BLENDSHAPE_COUNT);
const open = new Float32Array(BLENDSHAPE_COUNT);
open[AT.jawOpen] = 0.6;
open[AT.mouthFunnel] = 0.2;

const rendered = async (
  assets: AvatarAssets,
  options: Partial<PortraitOptions>,
  weights: Float32Array,
  channels: 3 | 4,
  mode: PostprocessMode = 'basic',
): Promise<FrameBuffer> => {
  const renderer = await portraitRenderer.load();
  const track = await renderer.prepare(
    assets,
    PortraitOptions.parse(options),
    CompositorOptions.parse({ mode }),
  );
  const frame = createFrameBuffer(assets.picture.width, assets.picture.height, channels);
  for (let i = 0; i < 4; i++)
    await drawFrame(track, { lifeMicros: 2_000_000 + i * 40_000, weights, speaking: 1 }, frame);
  await track.close();
  return frame;
};
const still = { headMotion: 0, breathing: 0, blinking: false, browMotion: 0 };
const differing = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((n, v, i) => n + (v === b[i] ? 0 : 1), 0);

test('is listed', () => {
  expect(ALL_RENDERERS).toContain(portraitRenderer);
});

test.each([
  [128, 128],
  [131, 173],
  [416, 704],
  [1080, 1920],
])('talks at %i × %i', async (width, height) => {
  const assets = drawnFace(width, height);
  const frame = await rendered(assets, still, open, 4);
  expect(differing(frame.data, assets.picture.data)).toBeGreaterThan(width * height * 0.001);
});

describe('alpha', () => {
  const assets = drawnFace(256, 320);
  test('transparent corners stay exactly transparent while the head moves', async () => {
    const { data, width, height } = await rendered(assets, { headMotion: 2 }, open, 4);
    for (const [x, y] of [
      [0, 0],
      [width - 1, 0],
      [0, height - 1],
      [width - 1, height - 1],
      [3, 5],
    ] as const)
      expect([...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)]).toEqual([0, 0, 0, 0]);
  });
  test('edges get no halo of the black behind them', async () => {
    const { data } = await rendered(assets, { headMotion: 2 }, silent, 4);
    let seen = 0;
    for (let i = 0; i < data.length; i += 4)
      if (data[i + 3]! > 8 && data[i + 3]! < 250) {
        seen++;
        expect(data[i]!).toBeGreaterThan(SKIN[0] - 12);
      }
    expect(seen).toBeGreaterThan(100);
  });
});

test('without alpha in the frame, transparency lies over grey and edges show no other colour', async () => {
  const { data } = await rendered(drawnFace(256, 320), { headMotion: 2 }, open, 3);
  // The rows above the mouth hold skin, grey and what lies between.
  let strange = 0;
  for (let i = 0; i < 256 * 180 * 3; i += 3)
    for (const c of [0, 1, 2]) {
      if (data[i + c]! < 125 || data[i + c]! > SKIN[c]! + 3) strange++;
    }
  expect(strange).toBe(0);
  expect([...data.subarray(0, 3)]).toEqual([128, 128, 128]);
});

test('without a mouth the picture stays as it is', async () => {
  const assets = { ...drawnFace(160, 200), mouth: null };
  expect((await rendered(assets, {}, open, 4)).data).toEqual(assets.picture.data);
});

test('silent and still, a closed mouth is the picture itself', async () => {
  const assets = drawnFace(160, 200);
  expect((await rendered(assets, still, silent, 4)).data).toEqual(assets.picture.data);
});

test('the same seed gives the same frames, another seed others', async () => {
  const assets = drawnFace(200, 250);
  const [a, b, c] = [
    await rendered(assets, { seed: 5 }, open, 3),
    await rendered(assets, { seed: 5 }, open, 3),
    await rendered(assets, { seed: 6 }, open, 3),
  ];
  expect(Buffer.compare(a.data, b.data)).toBe(0);
  expect(Buffer.compare(a.data, c.data)).not.toBe(0);
});

test.each(PostprocessMode.options.filter(mode => mode !== 'basic'))(
  '%s changes the mouth alone',
  async mode => {
    const assets = drawnFace(256, 320);
    const { data, width } = await rendered(assets, {}, open, 4, mode);
    const rowsOf = (from: number, to: number): [Uint8Array, Uint8Array] => [
      data.subarray(from * width * 4, to * width * 4),
      assets.picture.data.subarray(from * width * 4, to * width * 4),
    ];
    expect(differing(...rowsOf(0, 120))).toBe(0);
    expect(differing(...rowsOf(200, 240))).toBeGreaterThan(50);
  },
);

test('mouthAmount 0 keeps the jaw shut, 2 opens it further', async () => {
  const assets = drawnFace(256, 320);
  const change = async (mouthAmount: number): Promise<number> =>
    differing((await rendered(assets, { ...still, mouthAmount }, open, 4)).data, assets.picture.data);
  const [none, usual, twice] = [await change(0), await change(1), await change(2)];
  expect(none).toBe(0);
  expect(twice).toBeGreaterThan(usual);
});
