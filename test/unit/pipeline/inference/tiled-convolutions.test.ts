/** Convolutions computed tile by tile, and layers folded into them: the answers are those of the network as it came. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OnnxGraph } from '../../../../scripts/models/onnx-graph.mjs';
import { wav2LipNetwork } from '../../../../scripts/models/wav2lip-network.mjs';
import { readHalves } from '../../../../src/main/pipeline/inference/cut-file.ts';
import { foldLayers } from '../../../../src/main/pipeline/inference/fold-layers.ts';
import { readOnnx, writeOnnx } from '../../../../src/main/pipeline/inference/onnx-document.ts';
import {
  createOnnxNetwork,
  createOnnxSession,
} from '../../../../src/main/pipeline/inference/onnx-session.ts';
import type { FloatTensor } from '../../../../src/main/pipeline/inference/tensor-session.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mouthpiece-tiles-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const isFace = (dims: readonly (number | null)[]): boolean => dims[1] === 6;

/** Numbers −1..1, without any order. */
const noise = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => {
    const large = Math.sin((i + 1) * (12.9898 + seed)) * 43_758.5453;
    return 2 * (large - Math.floor(large)) - 1;
  });

const greatest = (a: Float32Array, b: Float32Array): number => {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
};

const operatorsOf = (bytes: Uint8Array): string[] => readOnnx(bytes).nodes.map(({ operator }) => operator);

type Case = { channels: number; height: number; width: number; doubling?: boolean; norm?: boolean };

/** Sound and a face that meet in one convolution, then a second one with its own input added. */
const smallNetwork = ({ channels, height, width, doubling = false, norm = false }: Case): Uint8Array => {
  const graph = new OnnxGraph();
  const sound = graph.input('mel', ['n', 1, height, width]);
  const face = graph.input('video', ['n', 6, height, width]);
  let seed = 0;
  const weights = (...dims: number[]): string => {
    const count = dims.reduce((a, b) => a * b, 1);
    return graph.floats(
      dims,
      noise(count, ++seed).map(v => v / 2),
    );
  };
  const same = { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1] };
  const twice = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 1] };
  const a = graph.node('Conv', [sound, weights(channels, 1, 3, 3)], same);
  const b = graph.node('Relu', [graph.node('Conv', [face, weights(channels, 6, 3, 3)], same)]);
  const both = graph.node('Concat', [graph.node('Relu', [a]), b], { axis: 1 });
  let met = doubling
    ? graph.node('ConvTranspose', [both, weights(2 * channels, channels, 3, 3), weights(channels)], twice)
    : graph.node('Conv', [both, weights(channels, 2 * channels, 3, 3), weights(channels)], same);
  if (norm) {
    const positive = graph.floats(
      [channels],
      noise(channels, 0.3).map(v => 1.5 + v),
    );
    met = graph.node('BatchNormalization', [
      met,
      weights(channels),
      weights(channels),
      weights(channels),
      positive,
    ]);
  }
  const bent = graph.node('Relu', [met]);
  const next = graph.node('Conv', [bent, weights(channels, channels, 3, 3), weights(channels)], same);
  const sum = graph.node('Relu', [graph.node('Add', [next, bent])]);
  const one = { kernel_shape: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0] };
  graph.node('Sigmoid', [graph.node('Conv', [sum, weights(3, channels, 1, 1)], one)], {}, 'output');
  const scale = doubling ? 2 : 1;
  graph.output('output', ['n', 3, scale * height, scale * width]);
  return graph.toBytes('mouthpiece');
};

/** What both halves give, prepared with `leastChannels`, against the whole file. */
const compare = async (
  bytes: Uint8Array,
  inputs: { mel: [string, FloatTensor]; video: [string, FloatTensor] },
  leastChannels: number,
) => {
  const file = path.join(folder, `${leastChannels}-${bytes.length}.onnx`);
  await writeFile(file, bytes);
  const halves = (await readHalves(file, isFace, leastChannels))!;
  const [whole, steady, lively] = await Promise.all([
    createOnnxSession(bytes),
    createOnnxSession(halves.steady),
    createOnnxSession(halves.lively),
  ]);
  const { mel, video } = inputs;
  const frames = mel[1].dims[0]!;
  const one = video[1].data.slice(0, video[1].data.length / frames);
  const features = await steady.run({ [video[0]]: { dims: [1, ...video[1].dims.slice(1)], data: one } });
  const given = (await lively.run({ [mel[0]]: mel[1], ...features })).output!;
  const expected = (await whole.run({ [mel[0]]: mel[1], [video[0]]: video[1] })).output!;
  // As many frames of features as of sound serve too.
  const each = await steady.run({ [video[0]]: video[1] });
  const again = (await lively.run({ [mel[0]]: mel[1], ...each })).output!;
  await Promise.all([whole.close(), steady.close(), lively.close()]);
  expect(given.dims).toEqual(expected.dims);
  const spread = Math.max(...expected.data) - Math.min(...expected.data);
  return {
    difference: Math.max(greatest(given.data, expected.data), greatest(again.data, expected.data)),
    spread,
    operators: operatorsOf(halves.lively),
  };
};

const inputsOf = (frames: number, height: number, width: number) => {
  const face = noise(6 * height * width, 0.11);
  const faces = Float32Array.from({ length: frames * face.length }, (_, i) => face[i % face.length]!);
  return {
    mel: ['mel', { dims: [frames, 1, height, width], data: noise(frames * height * width, 0.37) }],
    video: ['video', { dims: [frames, 6, height, width], data: faces }],
  } satisfies Parameters<typeof compare>[1];
};

describe('tiles', () => {
  test.each<Case & { says: string }>([
    { says: 'of four pixels', channels: 8, height: 12, width: 8 },
    { says: 'of two pixels', channels: 8, height: 6, width: 10 },
    { says: 'that double', channels: 8, height: 6, width: 4, doubling: true },
    {
      says: 'that double, behind a normalisation',
      channels: 8,
      height: 4,
      width: 4,
      doubling: true,
      norm: true,
    },
    { says: 'behind a normalisation', channels: 8, height: 8, width: 8, norm: true },
  ])('$says', async ({ says: _, ...shape }) => {
    const inputs = inputsOf(3, shape.height, shape.width);
    const { difference, spread, operators } = await compare(smallNetwork(shape), inputs, 8);
    expect(operators.filter(operator => operator === 'MatMul')).toHaveLength(6);
    expect(operators).not.toContain('ConvTranspose');
    expect(spread).toBeGreaterThan(0.5);
    expect(difference).toBeLessThan(1e-4);
  });

  test('pictures that no tile divides, and narrow ones, are left to the runtime', async () => {
    const odd = await compare(smallNetwork({ channels: 8, height: 5, width: 8 }), inputsOf(2, 5, 8), 8);
    const narrow = await compare(smallNetwork({ channels: 8, height: 8, width: 8 }), inputsOf(2, 8, 8), 9);
    for (const { operators, difference } of [odd, narrow]) {
      expect(operators).not.toContain('MatMul');
      expect(difference).toBeLessThan(1e-4);
    }
  });

  test('all of Wav2Lip goes by tiles and answers as it did', async () => {
    const frames = 3;
    const face = noise(6 * 96 * 96, 0.11).map(v => (v + 1) / 2);
    const faces = Float32Array.from({ length: frames * face.length }, (_, i) => face[i % face.length]!);
    const mel: FloatTensor = { dims: [frames, 1, 80, 16], data: noise(frames * 1280, 0.37).map(v => 4 * v) };
    const { difference, spread, operators } = await compare(
      wav2LipNetwork({ divide: 8 }),
      { mel: ['mel_spectrogram', mel], video: ['video_frames', { dims: [frames, 6, 96, 96], data: faces }] },
      8,
    );
    expect(operators.filter(operator => operator === 'MatMul').length).toBeGreaterThan(40);
    expect(spread).toBeGreaterThan(0.5);
    expect(difference).toBeLessThan(1e-4);
  });
});

test('normalisations and residuals vanish into the weights', async () => {
  const bytes = smallNetwork({ channels: 8, height: 8, width: 8, norm: true });
  const folded = writeOnnx(foldLayers(readOnnx(bytes)));
  expect(operatorsOf(bytes)).toEqual(expect.arrayContaining(['Add', 'BatchNormalization']));
  expect(operatorsOf(folded)).not.toEqual(expect.arrayContaining(['Add']));
  expect(operatorsOf(folded)).not.toEqual(expect.arrayContaining(['BatchNormalization']));
  const [before, after] = await Promise.all([createOnnxSession(bytes), createOnnxSession(folded)]);
  const { mel, video } = inputsOf(2, 8, 8);
  const inputs = { [mel[0]]: mel[1], [video[0]]: video[1] };
  const [a, b] = [await before.run(inputs), await after.run(inputs)];
  expect(greatest(a.output!.data, b.output!.data)).toBeLessThan(1e-5);
  await Promise.all([before.close(), after.close()]);
});

test('a network whose operators are older than tiles need is cut all the same', async () => {
  const bytes = smallNetwork({ channels: 8, height: 8, width: 8 });
  // OperatorSetIdProto at the file's end: domain "", version 17.
  const old = bytes.slice();
  old[old.length - 1] = 10;
  const { operators, difference } = await compare(old, inputsOf(2, 8, 8), 8);
  expect(operators).not.toContain('MatMul');
  expect(difference).toBeLessThan(1e-4);
});

test('as the app opens it, the wide layers of Wav2Lip go by tiles', async () => {
  const file = path.join(folder, 'wide.onnx');
  await writeFile(file, wav2LipNetwork({ divide: 4 }));
  const halves = (await readHalves(file, isFace))!;
  expect(operatorsOf(halves.lively)).toContain('MatMul');
  const network = await createOnnxNetwork(file, { isSteady: isFace });
  expect(network.steady?.input).toBe('video_frames');
  await network.close();
});
