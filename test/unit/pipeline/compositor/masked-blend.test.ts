/** Mixing pictures of all layouts, in place or not, against the plain formula. */
import { expect, test } from 'vitest';
import { createMask } from '../../../../src/main/pipeline/compositor/mask.ts';
import {
  createMaskedBlend,
  createToneTable,
  type PixelView,
} from '../../../../src/main/pipeline/compositor/masked-blend.ts';

const [WIDTH, HEIGHT] = [7, 5];
const view = (seed: number, channels: 3 | 4, stride: number, offset: number): PixelView => ({
  data: Uint8Array.from(
    { length: offset + stride * HEIGHT * channels },
    (_, i) => (i * 73 + seed * 97) % 256,
  ),
  offset,
  stride,
  channels,
});
const at = (v: PixelView, x: number, y: number, c: number): number =>
  v.data[v.offset + (y * v.stride + x) * v.channels + c]!;

const mask = createMask(WIDTH, HEIGHT);
const below = createMask(WIDTH, HEIGHT);
for (const [i, weight] of [0.2, 1, 0.5, 0, 0.7].entries()) mask.data[2 * WIDTH + 1 + i] = weight;
below.data[3 * WIDTH + 5] = 0.25;
below.data[2 * WIDTH + 1] = 0.5;

test.each([
  [3, 3, 3, false],
  [4, 4, 4, false],
  [4, 3, 4, false],
  [3, 4, 4, false],
  [4, 4, 3, false],
  [4, 4, 4, true],
  [3, 4, 4, true],
] as const)(
  '%i channels and %i into %i, in place %s',
  (originalChannels, renderedChannels, intoChannels, inPlace) => {
    const original = view(1, originalChannels, 9, 6);
    const rendered = view(2, renderedChannels, WIDTH, 0);
    const before = { ...rendered, data: rendered.data.slice() };
    const into = inPlace ? rendered : view(3, intoChannels, 8, 4);
    const alpha = at(into, 1, 1, 3);
    createMaskedBlend(mask, below)(original, rendered, into, createToneTable());
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++) {
        for (let c = 0; c < 3; c++) {
          const [was, now] = [at(original, x, y, c), at(before, x, y, c)];
          const under = was + (now - was) * below.data[y * WIDTH + x]!;
          const wanted = Math.floor(under + (now - under) * mask.data[y * WIDTH + x]! + 0.5);
          expect([x, y, c, at(into, x, y, c)]).toEqual([x, y, c, wanted]);
        }
        if (originalChannels === 4 && into.channels === 4)
          expect(at(into, x, y, 3)).toBe(at(original, x, y, 3));
      }
    if (originalChannels === 3 && into.channels === 4) expect(at(into, 1, 1, 3)).toBe(alpha);
  },
);
