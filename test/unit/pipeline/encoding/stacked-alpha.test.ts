/** Alpha through a codec that has none: stacked by the engine, coded, and put together again as the page does it. */
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createJpegCoder } from '../../../../src/main/pipeline/encoding/jpeg-coder.ts';
import { createStackedFrame, stackAlpha } from '../../../../src/main/pipeline/encoding/stacked-alpha.ts';
import { createFrameBuffer } from '../../../../src/main/pipeline/frame-buffer.ts';
import { unstackAlpha } from '../../../../src/shared/unstack-alpha.ts';

// A disc with a soft edge on nothing; the hidden colours are garish, as in many cut-out pictures.
const disc = (width: number, height: number) => {
  const frame = createFrameBuffer(width, height, 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const edge = 0.4 * Math.min(width, height) - Math.hypot(x - width / 2, y - height / 2);
      const alpha = Math.round(255 * Math.min(1, Math.max(0, edge / 6)));
      frame.data.set(alpha === 0 ? [255, 0, 255, 0] : [200, 120, 40, alpha], (y * width + x) * 4);
    }
  return frame;
};

test.each([
  [130, 154],
  [256, 320],
])('%i × %i keeps its colours and its alpha', async (width, height) => {
  const frame = disc(width, height);
  const stacked = createStackedFrame(width, height);
  expect(stacked.height % 32).toBe(0);
  stackAlpha(frame, stacked);
  const jpeg = createJpegCoder()(stacked, 85);
  const { data } = await sharp(jpeg).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const back = new Uint8ClampedArray(width * height * 4);
  unstackAlpha(new Uint8ClampedArray(data), back, width, height);
  let worst = 0;
  for (let i = 0; i < width * height; i++) {
    const alpha = frame.data[i * 4 + 3]!;
    if (alpha === 0 && Math.hypot((i % width) - width / 2, Math.floor(i / width) - height / 2) > width * 0.5)
      expect(back[i * 4 + 3]).toBe(0);
    // What is seen over white and over black, whatever lies hidden under the alpha.
    for (const behind of [0, 255])
      for (let c = 0; c < 3; c++) {
        const over = (pixels: ArrayLike<number>): number =>
          (pixels[i * 4 + c]! * pixels[i * 4 + 3]! + behind * (255 - pixels[i * 4 + 3]!)) / 255;
        worst = Math.max(worst, Math.abs(over(frame.data) - over(back)));
      }
  }
  expect(worst).toBeLessThan(40);
  const corner = [0, width - 1, width * (height - 1), width * height - 1];
  expect(corner.map(i => back[i * 4 + 3])).toEqual([0, 0, 0, 0]);
  const middle = (Math.floor(height / 2) * width + Math.floor(width / 2)) * 4;
  expect(back[middle + 3]).toBe(255);
  expect(Math.abs(back[middle]! - 200)).toBeLessThan(8);
});
