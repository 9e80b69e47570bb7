/** A network cut where one input seldom changes: both halves together are the whole, and what cannot be cut stays whole. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OnnxGraph } from '../../../../scripts/models/onnx-graph.mjs';
import { wav2LipNetwork } from '../../../../scripts/models/wav2lip-network.mjs';
import type { IsSteady } from '../../../../src/main/pipeline/inference/networks.ts';
import { createOnnxNetwork } from '../../../../src/main/pipeline/inference/onnx-session.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mouthpiece-cut-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const isFace: IsSteady = dims => dims[1] === 6;

const waves = (count: number, step: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(i * step));

const inputsOf = (frames: number) => ({
  mel_spectrogram: { dims: [frames, 1, 80, 16], data: waves(frames * 1280, 0.37) },
  video_frames: {
    dims: [frames, 6, 96, 96],
    // One face for all frames.
    data: Float32Array.from({ length: frames * 55_296 }, (_, i) => ((i % 55_296) % 251) / 251),
  },
});

const open = async (name: string, bytes: Uint8Array) => {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return { whole: await createOnnxNetwork(file), cut: await createOnnxNetwork(file, { isSteady: isFace }) };
};

const greatest = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

test('one look at the face serves all frames, and the answers are those of the whole network', async () => {
  const { whole, cut } = await open('tiny.onnx', wav2LipNetwork({ divide: 16 }));
  expect(whole.steady).toBeUndefined();
  expect(cut.steady?.input).toBe('video_frames');
  expect(cut.signature.inputs.map(({ name }) => name).sort()).toEqual(['mel_spectrogram', 'video_frames']);
  const { mel_spectrogram, video_frames } = inputsOf(3);
  const expected = (await whole.run({ mel_spectrogram, video_frames })).output!;
  const face = { dims: [1, 6, 96, 96], data: video_frames.data.slice(0, 55_296) };
  const features = await cut.steady!.once(face);
  const given = (await cut.steady!.rest({ mel_spectrogram, ...features })).output!;
  expect(given.dims).toEqual(expected.dims);
  expect(greatest(given.data, expected.data)).toBeLessThan(1e-4);
  const run = (await cut.run({ mel_spectrogram, video_frames })).output!;
  expect(greatest(run.data, expected.data)).toBeLessThan(1e-4);
  await whole.close();
  await cut.close();
});

test('a network of a fixed batch is cut too', async () => {
  const { whole, cut } = await open('fixed.onnx', wav2LipNetwork({ divide: 16, batch: 2 }));
  const inputs = inputsOf(2);
  const expected = (await whole.run(inputs)).output!;
  const features = await cut.steady!.once(inputs.video_frames);
  const { mel_spectrogram } = inputs;
  const given = (await cut.steady!.rest({ mel_spectrogram, ...features })).output!;
  expect(greatest(given.data, expected.data)).toBeLessThan(1e-4);
  await whole.close();
  await cut.close();
});

test('a network whose inputs meet elsewhere stays whole', async () => {
  const graph = new OnnxGraph();
  const mel = graph.input('mel', ['n', 1, 80, 16]);
  const video = graph.input('video', ['n', 6, 8, 8]);
  const sound = graph.node('ReduceMean', [mel], { axes: [1, 2, 3], keepdims: 1 });
  graph.node('Add', [video, sound], {}, 'output');
  graph.output('output', ['n', 6, 8, 8]);
  const { cut } = await open('sum.onnx', graph.toBytes('mouthpiece'));
  expect(cut.steady).toBeUndefined();
  const { output } = await cut.run({
    mel: { dims: [1, 1, 80, 16], data: new Float32Array(1280).fill(1) },
    video: { dims: [1, 6, 8, 8], data: new Float32Array(384) },
  });
  expect(output!.data[0]).toBeCloseTo(1);
  await cut.close();
});

test('what is no ONNX is refused as ever', async () => {
  const file = path.join(folder, 'not.onnx');
  await writeFile(file, new Uint8Array(100).fill(7));
  await expect(createOnnxNetwork(file, { isSteady: isFace })).rejects.toMatchObject({
    code: 'model/corrupt',
  });
});
