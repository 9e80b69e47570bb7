/** A small clip boiled down to a few numbers that change when its look does. */
import { createFrameBuffer } from '../../src/main/pipeline/frame-buffer.ts';
import { portraitRenderer } from '../../src/main/pipeline/renderers/portrait/renderer.ts';
import type { AvatarAssets } from '../../src/main/pipeline/renderers/renderer.ts';
import { CompositorOptions } from '../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../src/shared/renderer-options/portrait.ts';
import { drawFrame } from '../support/draw-frame.ts';
import { spokenWeights } from './gallery.ts';

const FRAMES = 16;
const FIRST = 20;
/** Blocks across the middle of the picture, where the face is. */
const ACROSS = 24;
const DOWN = 24;

/** Mean RGB of 24 × 24 blocks over the inner part of 16 frames of speech; `late` shifts the mouth by so many frames. */
export const clipSignature = async (assets: AvatarAssets, seed: number, late = 0): Promise<Buffer> => {
  const { width, height } = assets.picture;
  const renderer = await portraitRenderer.load();
  const track = await renderer.prepare(assets, PortraitOptions.parse({ seed }), CompositorOptions.parse({}));
  const speech = spokenWeights();
  const frame = createFrameBuffer(width, height, 3);
  const signature = Buffer.alloc(FRAMES * ACROSS * DOWN * 3);
  let at = 0;
  for (let i = 0; i < FRAMES; i++) {
    const weights = speech[FIRST + 2 * i - late]!;
    await drawFrame(
      track,
      { lifeMicros: (FIRST + 2 * i) * 40_000, weights, speaking: Math.min(1, i / 4) },
      frame,
    );
    for (let row = 0; row < DOWN; row++)
      for (let column = 0; column < ACROSS; column++) {
        const sum = [0, 0, 0];
        let n = 0;
        const [x0, x1] = [0, 1].map(k => Math.round(width * (0.25 + (0.5 * (column + k)) / ACROSS)));
        const [y0, y1] = [0, 1].map(k => Math.round(height * (0.2 + (0.5 * (row + k)) / DOWN)));
        for (let y = y0!; y < y1!; y++)
          for (let x = x0!; x < x1!; x++) {
            for (let c = 0; c < 3; c++) sum[c] = sum[c]! + frame.data[(y * width + x) * 3 + c]!;
            n++;
          }
        for (let c = 0; c < 3; c++) signature[at++] = Math.round(sum[c]! / n);
      }
  }
  await track.close();
  return signature;
};
