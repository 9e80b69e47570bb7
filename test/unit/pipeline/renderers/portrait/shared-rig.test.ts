/** Two sessions of one avatar share what was made of it, and never see each other. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createAvatarReader } from '../../../../../src/main/pipeline/avatar/avatar-reader.ts';
import { createFrameBuffer } from '../../../../../src/main/pipeline/frame-buffer.ts';
import { portraitRenderer } from '../../../../../src/main/pipeline/renderers/portrait/renderer.ts';
import { BLENDSHAPE_COUNT, BLENDSHAPE_INDEX } from '../../../../../src/shared/blendshapes.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../../../../src/shared/renderer-options/portrait.ts';
import { drawFrame } from '../../../../support/draw-frame.ts';

const root = new URL('../../../../../', import.meta.url);
const SIZE = 192;

const weightsOf = (jawOpen: number, blink: number): Float32Array => {
  const weights = new Float32Array(BLENDSHAPE_COUNT);
  weights[BLENDSHAPE_INDEX.jawOpen] = jawOpen;
  weights[BLENDSHAPE_INDEX.eyeBlinkLeft] = blink;
  weights[BLENDSHAPE_INDEX.eyeBlinkRight] = blink;
  return weights;
};

test('interleaved tracks draw what each draws alone, and the second opens at once', async () => {
  const reader = await createAvatarReader({ modelsDir: fileURLToPath(new URL('resources/models', root)) });
  const picture = await readFile(new URL('test/fixtures/faces/astronaut.png', root));
  const open = async () => {
    const target = {
      width: SIZE,
      height: SIZE,
      fit: 'cover',
      background: { kind: 'colour', rgb: [0, 0, 0] },
    } as const;
    return reader.frame({ picture, mouth: null }, target);
  };
  const prepare = async (renderer: Awaited<ReturnType<typeof portraitRenderer.load>>) =>
    renderer.prepare(await open(), PortraitOptions.parse({}), CompositorOptions.parse({}));
  const draw = async (
    track: Awaited<ReturnType<typeof prepare>>,
    frame: number,
    jaw: number,
    blink: number,
  ) => {
    const into = createFrameBuffer(SIZE, SIZE, 3);
    await drawFrame(track, { lifeMicros: frame * 40_000, weights: weightsOf(jaw, blink), speaking: 1 }, into);
    return into.data;
  };
  const alone = await prepare(await portraitRenderer.load());
  const expected = [await draw(alone, 0, 0.4, 1), await draw(alone, 1, 0.2, 0)];

  const renderer = await portraitRenderer.load();
  const before = performance.now();
  const first = await prepare(renderer);
  const between = performance.now();
  const second = await prepare(renderer);
  const after = performance.now();
  expect(after - between).toBeLessThan(between - before);
  const got = [await draw(first, 0, 0.4, 1)];
  await draw(second, 0, 0.9, 0);
  await draw(second, 1, 0, 1);
  got.push(await draw(first, 1, 0.2, 0));
  expect(got.map(data => Buffer.from(data))).toEqual(expected.map(data => Buffer.from(data)));
  await reader.close();
});
