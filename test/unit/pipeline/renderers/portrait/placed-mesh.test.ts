/** A layer moved and drawn by the kernels: pixels stay where nothing moves, edges neither gap nor overlap, holes let through. */
import { describe, expect, test } from 'vitest';
import { createFrameBuffer, type FrameBuffer } from '../../../../../src/main/pipeline/frame-buffer.ts';
import { openKernels } from '../../../../../src/main/pipeline/kernels/kernels.ts';
import { canvasBytes, createCanvas } from '../../../../../src/main/pipeline/renderers/portrait/canvas.ts';
import { BASES } from '../../../../../src/main/pipeline/renderers/portrait/motion-bases.ts';
import {
  drawPlaced,
  layerBytes,
  moveLayer,
  placeLayer,
} from '../../../../../src/main/pipeline/renderers/portrait/placed-mesh.ts';
import { enlarge, textureBytes } from '../../../../../src/main/pipeline/renderers/portrait/placed-texture.ts';
import type { MeshLayer } from '../../../../../src/main/pipeline/renderers/portrait/warp-mesh.ts';

const SIZE = 24;
const STILL = { sin: 0, cosLess: 0, shiftX: 0, shiftY: 0, pivotX: 0, pivotY: 0 };
const region = { left: 0, top: 0, right: SIZE, bottom: SIZE };

const noise = (): FrameBuffer => {
  const picture = createFrameBuffer(SIZE, SIZE, 4);
  for (let i = 0; i < picture.data.length; i++) picture.data[i] = (i * 7919) % 256;
  return picture;
};

/** A grid of quads over the frame whose inner points move to the right by the first basis, and turn by their share. */
const grid = (lines: readonly number[]): MeshLayer => {
  const places = lines.flatMap(y => lines.map(x => [x, y] as const));
  const inner = (x: number, y: number): boolean => x > 0 && y > 0 && x < SIZE && y < SIZE;
  const quads: number[] = [];
  const n = lines.length;
  for (let j = 0; j + 1 < n; j++)
    for (let i = 0; i + 1 < n; i++)
      quads.push(j * n + i, j * n + i + 1, (j + 1) * n + i, (j + 1) * n + i + 1);
  const right = new Float32Array(places.length * 2);
  places.forEach(([x, y], i) => {
    if (inner(x, y)) right[2 * i] = 1;
  });
  return {
    count: places.length,
    restX: Float32Array.from(places, p => p[0]),
    restY: Float32Array.from(places, p => p[1]),
    fields: BASES.map((_, b) => (b === 0 ? right : new Float32Array(places.length * 2))),
    share: Float32Array.from(places, ([x, y]) => (inner(x, y) ? 1 : 0)),
    u: Float32Array.from(places, p => (p[0] - 0.5) * 2),
    v: Float32Array.from(places, p => (p[1] - 0.5) * 2),
    quads: Uint16Array.from(quads),
  };
};

/** `fill`: one colour for every texel instead of the picture's. */
const setUp = (picture: FrameBuffer, layer: MeshLayer, fill?: number) => {
  const kernels = openKernels(
    canvasBytes(SIZE, SIZE, 4) + textureBytes(2 * SIZE, 2 * SIZE) + layerBytes(layer),
  );
  const canvas = createCanvas(kernels, picture, 4);
  const texture = enlarge(kernels, canvas.at, canvas.frame, region);
  if (fill !== undefined) texture.texels.fill(fill);
  return { kernels, canvas, texture, layer: placeLayer(kernels, layer) };
};

const weights = (first: number): Float32Array => Float32Array.from(BASES, (_, b) => (b === 0 ? first : 0));

describe('a layer', () => {
  test('drawn where it was is the picture to the bit, in 4 and in 3 channels', () => {
    const picture = noise();
    const { kernels, canvas, texture, layer } = setUp(picture, grid([0, 5.4, 9.37, 17, SIZE]));
    canvas.begin();
    canvas.frame.data.fill(9);
    moveLayer(kernels, layer, weights(0), STILL);
    layer.marks.fill(1);
    drawPlaced(kernels, canvas, layer, texture, 'moved');
    expect(canvas.frame.data).toEqual(picture.data);
    const rgb = createFrameBuffer(SIZE, SIZE, 3);
    canvas.emit(rgb);
    expect(rgb.data).toEqual(picture.data.filter((_, i) => i % 4 !== 3));
  });

  test('draws only what moved or is marked', () => {
    const picture = noise();
    const { kernels, canvas, texture, layer } = setUp(picture, grid([0, 8, 16, SIZE]), 0xff0000ff);
    moveLayer(kernels, layer, weights(0), STILL);
    layer.marks[4] = 1;
    drawPlaced(kernels, canvas, layer, texture, 'moved');
    const isRed = (x: number, y: number): boolean =>
      canvas.frame.data.subarray((y * SIZE + x) * 4, (y * SIZE + x) * 4 + 4).join() === '255,0,0,255';
    for (let y = 0; y < SIZE; y++)
      for (let x = 0; x < SIZE; x++) expect(isRed(x, y)).toBe(x >= 8 && x < 16 && y >= 8 && y < 16);
  });

  test.each([
    ['a shift', weights(1.3), STILL],
    ['a turn', weights(0), { ...STILL, sin: 0.08, cosLess: -0.003, pivotX: 12, pivotY: 12 }],
  ])('lays every pixel exactly once after %s', (_, coefficients, rigid) => {
    const picture = createFrameBuffer(SIZE, SIZE, 4);
    picture.data.fill(0);
    const { kernels, canvas, texture, layer } = setUp(
      picture,
      grid([0, 3, 7.1, 12, 13.5, 20, SIZE]),
      0x80ffffff,
    );
    moveLayer(kernels, layer, coefficients, rigid);
    drawPlaced(kernels, canvas, layer, texture, 'all');
    // Half of white over black: a pixel left out stays 0, one drawn twice is brighter.
    expect(canvas.frame.data.every((value, i) => value === (i % 4 === 3 ? 0 : 128))).toBe(true);
  });

  test('is gone again when the canvas begins anew', () => {
    const picture = noise();
    const { kernels, canvas, texture, layer } = setUp(picture, grid([0, 8, 16, SIZE]));
    const rgb = createFrameBuffer(SIZE, SIZE, 3);
    moveLayer(kernels, layer, weights(3), STILL);
    drawPlaced(kernels, canvas, layer, texture, 'moved');
    canvas.emit(rgb);
    expect(canvas.frame.data).not.toEqual(picture.data);
    canvas.begin();
    canvas.emit(rgb);
    expect(canvas.frame.data).toEqual(picture.data);
    expect(rgb.data).toEqual(picture.data.filter((_, i) => i % 4 !== 3));
  });
});
