/** The mask the editor shows against what the compositor does with real frames of the portrait: a pixel is mixed as the mask says, and none outside of it. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAvatarReader } from '../../src/main/pipeline/avatar/avatar-reader.ts';
import { createFrameBuffer } from '../../src/main/pipeline/frame-buffer.ts';
import { blendWeightsOf } from '../../src/main/pipeline/renderers/blend-mask.ts';
import { portraitRenderer } from '../../src/main/pipeline/renderers/portrait/renderer.ts';
import type { Track } from '../../src/main/pipeline/renderers/renderer.ts';
import { createMouthHandlers } from '../../src/main/pipeline/service/mouth-handlers.ts';
import { BLENDSHAPE_INDEX } from '../../src/shared/blendshapes.ts';
import { CompositorOptions } from '../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../src/shared/renderer-options/portrait.ts';
import { drawFrame } from '../support/draw-frame.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const picture = readFileSync(join(ROOT, 'test/fixtures/faces/astronaut.png'));
const still = PortraitOptions.parse({ headMotion: 0, breathing: 0, browMotion: 0, blinking: false });
const options = (patch: Partial<CompositorOptions>): CompositorOptions => CompositorOptions.parse(patch);

let reader: ReturnType<typeof createAvatarReader>;
let renderer: Awaited<ReturnType<typeof portraitRenderer.load>>;
beforeAll(async () => {
  reader = createAvatarReader({ modelsDir: join(ROOT, 'resources/models') });
  renderer = await portraitRenderer.load();
});
afterAll(async () => {
  await renderer.close();
  await reader.close();
});

const placed = () => reader.placed({ picture, mouth: null }, null);

/** A wide open mouth, drawn in a mode at the size the mask is made for. */
const drawnIn = async (compositor: CompositorOptions): Promise<Uint8Array> => {
  const face = await placed();
  const { frame } = blendWeightsOf(face, 'portrait', options({ mode: 'easy_improved' }), false)!;
  const target = { ...frame, fit: 'stretch', background: { kind: 'transparent' } } as const;
  const assets = await reader.frame({ picture, mouth: null }, target);
  const track: Track = await renderer.prepare(assets, still, compositor);
  const into = createFrameBuffer(frame.width, frame.height, 3);
  const weights = new Float32Array(52);
  weights[BLENDSHAPE_INDEX.jawOpen] = 0.9;
  await drawFrame(track, { lifeMicros: 0, weights, speaking: 1 }, into);
  await track.close();
  return into.data;
};

describe('the mask of a mode', () => {
  test.each([
    ['easy_improved', options({ mode: 'easy_improved' })],
    ['easy_improved, wider', options({ mode: 'easy_improved', easyMaskDilation: 4 })],
  ])('%s: every pixel is mixed as it says', async (_name, compositor) => {
    const weights = blendWeightsOf(await placed(), 'portrait', compositor, false)!;
    const { frame, region } = weights;
    const target = { ...frame, fit: 'stretch', background: { kind: 'transparent' } } as const;
    const original = (await reader.frame({ picture, mouth: null }, target)).picture;
    const [whole, mixed] = [await drawnIn(options({})), await drawnIn(compositor)];
    let [compared, furthest, outside] = [0, 0, 0];
    for (let y = 0; y < frame.height; y++)
      for (let x = 0; x < frame.width; x++) {
        const inside = x >= region.left && x < region.right && y >= region.top && y < region.bottom;
        const at = (y - region.top) * (region.right - region.left) + x - region.left;
        const weight = inside ? weights.weights[at]! / 255 : 0;
        for (let c = 0; c < 3; c++) {
          const was = original.data[(y * frame.width + x) * 4 + c]!;
          const now = whole[(y * frame.width + x) * 3 + c]!;
          const off = Math.abs(mixed[(y * frame.width + x) * 3 + c]! - (was + (now - was) * weight));
          if (weight === 0) outside = Math.max(outside, off);
          else furthest = Math.max(furthest, off);
          if (weight > 0 && Math.abs(now - was) > 40) compared += 1;
        }
      }
    expect(compared).toBeGreaterThan(500);
    expect(furthest).toBeLessThanOrEqual(2);
    expect(outside).toBeLessThanOrEqual(1);
  });

  test('opentalking_improved: nothing changes outside; the jaw adds a part below', async () => {
    const face = await placed();
    const lips = options({ mode: 'opentalking_improved' });
    const jaw = options({ mode: 'opentalking_improved', enableJawMotionBlend: true, jawBlendAlpha: 0.5 });
    const [a, b] = [lips, jaw].map(compositor => blendWeightsOf(face, 'portrait', compositor, false)!);
    expect(b!.region).toEqual(a!.region);
    const sum = (weights: Uint8Array): number => weights.reduce((total, weight) => total + weight, 0);
    expect(sum(b!.weights)).toBeGreaterThan(sum(a!.weights) * 1.2);
    const original = await reader.frame(
      { picture, mouth: null },
      { ...a!.frame, fit: 'stretch', background: { kind: 'transparent' } },
    );
    for (const [compositor, made] of [
      [lips, a!],
      [jaw, b!],
    ] as const) {
      const drawn = await drawnIn(compositor);
      const { frame, region, weights } = made;
      let [inside, outside] = [0, 0];
      for (let y = 0; y < frame.height; y++)
        for (let x = 0; x < frame.width; x++) {
          const isIn = x >= region.left && x < region.right && y >= region.top && y < region.bottom;
          const at = (y - region.top) * (region.right - region.left) + x - region.left;
          const green = (y * frame.width + x) * 3 + 1;
          const off = Math.abs(drawn[green]! - original.picture.data[(y * frame.width + x) * 4 + 1]!);
          if (isIn && weights[at]! > 0) inside = Math.max(inside, off);
          else outside = Math.max(outside, off);
        }
      expect(inside).toBeGreaterThan(60);
      expect(outside).toBeLessThanOrEqual(1);
    }
  });

  test('basic: the portrait has none, Wav2Lip its soft rectangle; a picture without a mouth has none', async () => {
    const face = await placed();
    expect(blendWeightsOf(face, 'portrait', options({}), false)).toBeNull();
    const { region, weights } = blendWeightsOf(face, 'wav2lip', options({}), false)!;
    const [width, height] = [region.right - region.left, region.bottom - region.top];
    expect(weights[Math.floor(height * 0.66) * width + Math.floor(width / 2)]).toBe(255);
    expect(weights[0]).toBe(0);
    const nobody = { ...face, mouth: null };
    expect(blendWeightsOf(nobody, 'portrait', options({ mode: 'easy_improved' }), false)).toBeNull();
  });

  test('it follows the mouth that is given, as a picture over its box, fast enough to drag', async () => {
    const { blendMask } = createMouthHandlers(reader);
    const { mouth } = await placed();
    const compositor = options({ mode: 'opentalking_improved' });
    const ask = (dx: number) => {
      const { animation } = mouth!;
      const [x, y] = animation.mouth_center;
      const moved = {
        animation: {
          ...animation,
          mouth_center: [x + dx, y] as [number, number],
          outer_lip: animation.outer_lip!.map(([px, py]): [number, number] => [px + dx, py]),
        },
      };
      return blendMask({ avatar: { picture, mouth: moved }, renderer: 'portrait', compositor, frame: null });
    };
    await ask(0);
    const before = process.cpuUsage();
    const [here, there] = [await ask(0), await ask(0.03)];
    // The processor's time: what was prepared is kept, and a busy machine does not count.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 2_000).toBeLessThan(1_000);
    expect(Buffer.from(here!.png).subarray(1, 4).toString()).toBe('PNG');
    expect(there!.png).not.toEqual(here!.png);
    expect(here!.box.every(side => side >= 0 && side <= 1)).toBe(true);
  });
});
