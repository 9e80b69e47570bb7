/** The blend modes against pictures and masks printed by OmniRT's own post-processing (MIT) with its default settings. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createCompositor, type PixelView } from '../../../../src/main/pipeline/compositor/compositor.ts';
import type { Mask } from '../../../../src/main/pipeline/compositor/mask.ts';
import {
  easyMask,
  improvedMask,
  jawMask,
  type MouthGeometry,
  rectangleMask,
  skinRing,
} from '../../../../src/main/pipeline/compositor/mouth-masks.ts';
import { CompositorOptions, type PostprocessMode } from '../../../../src/shared/compositor-options.ts';

const folder = new URL('../../../fixtures/golden/blend/', import.meta.url);
const path = (name: string): string => fileURLToPath(new URL(name, folder));
const { center, rx, ry, outer_lip } = JSON.parse(readFileSync(path('geometry.json'), 'utf8')) as {
  center: [number, number];
  rx: number;
  ry: number;
  outer_lip: [number, number][];
};
const WIDTH = 280;
const HEIGHT = 330;
const mouths: Record<'polygon' | 'ellipse', MouthGeometry> = {
  polygon: { centre: center, rx, ry, outerLip: outer_lip },
  ellipse: { centre: center, rx, ry, outerLip: [] },
};
const defaults = CompositorOptions.parse({});

const readPixels = async (name: string): Promise<PixelView> => ({
  data: new Uint8Array(await sharp(path(name)).removeAlpha().raw().toBuffer()),
  offset: 0,
  stride: WIDTH,
  channels: 3,
});
const readMask = async (name: string): Promise<Float32Array> => {
  const bytes = await sharp(path(name)).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
  return Float32Array.from(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2), v => v / 65535);
};
const meanDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / a.length;
};

describe.each(['polygon', 'ellipse'] as const)('%s', shape => {
  const mouth = mouths[shape];
  const improved = improvedMask(mouth, WIDTH, HEIGHT, defaults);
  const masks: Record<string, Mask> = {
    opentalking_improved: improved,
    easy_improved: easyMask(mouth, WIDTH, HEIGHT, defaults),
    jaw: jawMask(mouth, improved, defaults),
    skin_ring: skinRing(mouth, improved),
  };
  test.each(Object.keys(masks))('mask %s', async name => {
    const golden = await readMask(`mask.${name}.${shape}.png`);
    const difference = meanDifference(masks[name]!.data, golden);
    expect(difference).toBeLessThanOrEqual(0.002);
  });

  test.each([
    ['opentalking_improved', false],
    ['opentalking_improved', true],
    ['easy_improved', false],
  ] as [PostprocessMode, boolean][])('%s, jaw %s', async (mode, jaw) => {
    const [original, rendered] = [await readPixels('original.png'), await readPixels('pred.png')];
    const compositor = createCompositor(mouth, WIDTH, HEIGHT, {
      ...defaults,
      mode,
      enableJawMotionBlend: jaw,
    });
    compositor!.blend(original, rendered, rendered);
    const golden = await readPixels(`out.${mode}${jaw ? '.jaw' : ''}.${shape}.png`);
    expect(meanDifference(rendered.data, golden.data)).toBeLessThanOrEqual(1);
  });
});

test('the soft rectangle', async () => {
  const [original, rendered, golden] = await Promise.all(
    ['original.png', 'pred.png', 'out.basic.png'].map(readPixels),
  );
  const mask = rectangleMask(WIDTH, HEIGHT);
  const blended = original!.data.map((v, i) =>
    Math.round(v + (rendered!.data[i]! - v) * mask.data[(i / 3) | 0]!),
  );
  expect(meanDifference(blended, golden!.data)).toBeLessThanOrEqual(1);
});

test('basic restricts nothing', () => {
  expect(createCompositor(mouths.polygon, WIDTH, HEIGHT, defaults)).toBeNull();
});
