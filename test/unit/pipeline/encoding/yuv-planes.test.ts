/** RGB to planes: known colours of BT.709, odd sizes, alpha edges; the fast path agrees with the general one. */
import { describe, expect, test } from 'vitest';
import { fillPlanes, paddedSize, planeBytes } from '../../../../src/main/pipeline/encoding/yuv-planes.ts';
import { createFrameBuffer } from '../../../../src/main/pipeline/frame-buffer.ts';

const filled = (
  pixels: readonly (readonly number[])[],
  width: number,
  height: number,
  layout: 'I420' | 'I420A' | 'I444A',
) => {
  const frame = createFrameBuffer(width, height, pixels[0]!.length as 3 | 4);
  pixels.forEach((pixel, i) => {
    frame.data.set(pixel, i * frame.channels);
  });
  const planes = new Uint8Array(planeBytes(layout, width, height));
  fillPlanes(frame, layout, planes);
  return [...planes];
};

describe('fillPlanes', () => {
  // Colour bars at 100 %, ITU-R BT.709: Y, Cb, Cr.
  test.each([
    ['white', [255, 255, 255], [235, 128, 128]],
    ['black', [0, 0, 0], [16, 128, 128]],
    ['red', [255, 0, 0], [63, 102, 240]],
    ['green', [0, 255, 0], [173, 42, 26]],
    ['blue', [0, 0, 255], [32, 240, 118]],
  ])('%s', (_name, rgb, [y, u, v]) => {
    expect(filled(Array(4).fill(rgb), 2, 2, 'I420')).toEqual([y, y, y, y, u, v]);
    expect(filled([rgb], 1, 1, 'I444A')).toEqual([y, y, y, y, u, u, u, u, v, v, v, v, 255, 255, 255, 255]);
    expect(filled([[...rgb, 77]], 1, 1, 'I420A')).toEqual([y, y, y, y, u, v, 77, 77, 77, 77]);
  });

  test('the fast path for even opaque frames agrees with the general one', () => {
    const pixels = Array.from({ length: 12 * 8 }, (_, i) => [(i * 53) & 255, (i * 97) & 255, (i * 31) & 255]);
    const fast = filled(pixels, 12, 8, 'I420');
    const general = filled(pixels, 12, 8, 'I420A').slice(0, fast.length);
    for (let i = 0; i < fast.length; i++) expect(Math.abs(fast[i]! - general[i]!)).toBeLessThanOrEqual(1);
    expect(fast.slice(0, 96)).toEqual(general.slice(0, 96));
  });

  test.each([
    [64, 6, 3],
    [22, 4, 4],
    [2, 2, 3],
  ] as const)('%i×%i with %i channels: what BT.709 says, to a step', (width, height, channels) => {
    const pixels = Array.from({ length: width * height }, (_, i) =>
      [(i * 53 + 7) & 255, (i * 97 + 11) & 255, (i * 31) & 255, 255].slice(0, channels),
    );
    const planes = filled(pixels, width, height, 'I420');
    const luma = ([r, g, b]: readonly number[]) => 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    pixels.forEach((pixel, i) => {
      expect(Math.abs(planes[i]! - (16 + (luma(pixel) * 219) / 255))).toBeLessThanOrEqual(0.51);
    });
    const mean = (x: number, y: number, of: (pixel: readonly number[]) => number): number =>
      [0, 1, width, width + 1].reduce((sum, step) => sum + of(pixels[y * width + x + step]!) / 4, 0);
    for (let y = 0, i = width * height; y < height; y += 2)
      for (let x = 0; x < width; x += 2, i++) {
        const [cb, cr] = [2, 0].map(at =>
          mean(x, y, pixel => (pixel[at]! - luma(pixel)) / (2 * (1 - (at === 2 ? 0.0722 : 0.2126)))),
        );
        expect(Math.abs(planes[i]! - (128 + (cb! * 224) / 255))).toBeLessThanOrEqual(0.51);
        expect(Math.abs(planes[i + (width * height) / 4]! - (128 + (cr! * 224) / 255))).toBeLessThanOrEqual(
          0.51,
        );
      }
  });

  test('the hidden colour of clear pixels does not tint an edge', () => {
    const grey = [128, 128, 128, 255];
    const hiddenRed = [255, 0, 0, 0];
    const [u, v] = filled([grey, hiddenRed, grey, hiddenRed], 2, 2, 'I420A').slice(4, 6);
    expect([u, v]).toEqual([128, 128]);
  });

  test('odd sizes grow', () => {
    expect(paddedSize(65, 64)).toEqual({ width: 66, height: 64 });
    expect(filled(Array(15).fill([255, 255, 255]), 5, 3, 'I420')).toEqual([
      ...Array(24).fill(235),
      ...Array(12).fill(128),
    ]);
  });
});
