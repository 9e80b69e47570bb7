/** ONNX files with the inputs and outputs of real models and almost no weights, for tests that import, load or serve them. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { OnnxGraph } from '../../scripts/models/onnx-graph.mjs';

/** Wav2Lip of `size` px: the face shown is the reference half, brightened by the loudest mel value. */
export const tinyWav2Lip = (size = 96, producer = 'test'): Uint8Array => {
  const graph = new OnnxGraph();
  graph.input('mel_spectrogram', ['batch', 1, 80, 16]);
  graph.input('video_frames', ['batch', 6, size, size]);
  const mean = graph.node('ReduceMean', ['mel_spectrogram'], { axes: [1, 2, 3], keepdims: 1 });
  const reference = graph.node('Slice', ['video_frames', graph.ints([3]), graph.ints([6]), graph.ints([1])]);
  graph.node('Sigmoid', [graph.node('Add', [reference, mean])], {}, 'frames');
  graph.output('frames', ['batch', 3, size, size]);
  return graph.toBytes(producer);
};

const one = (
  inputs: readonly (readonly [string, readonly (number | string)[], string?])[],
  output: readonly [string, readonly (number | string)[]],
): Uint8Array => {
  const graph = new OnnxGraph();
  for (const [name, shape, elements] of inputs) graph.input(name, shape, elements);
  const shape = output[1].map(size => (typeof size === 'number' ? size : 1));
  const count = shape.reduce((product, size) => product * size, 1);
  graph.node('Identity', [graph.floats(shape, new Float32Array(count))], {}, output[0]);
  graph.output(output[0], output[1]);
  return graph.toBytes('test');
};

/** The four networks of MuseTalk by role; they answer zeros. */
export const tinyMuseTalk = (): Record<string, Uint8Array> => ({
  unet: one(
    [
      ['sample', ['batch', 8, 32, 32]],
      ['timestep', [1], 'int64'],
      ['encoder_hidden_states', ['batch', 50, 384]],
    ],
    ['latents', ['batch', 4, 32, 32]],
  ),
  'vae-encoder': one([['image', ['batch', 3, 256, 256]]], ['latents', ['batch', 4, 32, 32]]),
  'vae-decoder': one([['latents', ['batch', 4, 32, 32]]], ['image', ['batch', 3, 256, 256]]),
  'audio-encoder': one([['mel', ['batch', 80, 3000]]], ['states', ['batch', 1500, 384]]),
});

/** Takes `half` (float16) and `step` (int64); gives `twice` (float16), `step_float`, and `step_again` (int64). */
export const mixedTypes = (): Uint8Array => {
  const graph = new OnnxGraph();
  graph.input('half', ['n'], 'half');
  graph.input('step', [1], 'int64');
  graph.node('Add', ['half', 'half'], {}, 'twice');
  graph.node('Cast', ['step'], { to: 1 }, 'step_float');
  graph.node('Identity', ['step'], {}, 'step_again');
  graph.output('twice', ['n'], 'half');
  graph.output('step_float', [1]);
  graph.output('step_again', [1], 'int64');
  return graph.toBytes('test');
};

/** A network of float64, which nobody takes. */
export const doubles = (): Uint8Array => {
  const graph = new OnnxGraph();
  graph.input('x', [1], 'double');
  graph.node('Neg', ['x'], {}, 'y');
  graph.output('y', [1], 'double');
  return graph.toBytes('test');
};

/** Writes files below `folder`; gives the first one's path. */
export const writeModels = (folder: string, files: Readonly<Record<string, Uint8Array>>): string => {
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, name), bytes);
  return path.join(folder, Object.keys(files)[0] ?? '');
};
