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

/** A face restoration network of `size` px; `gain` 1 changes nothing. */
export const tinyRestorer = (size = 96, gain = 1): Uint8Array => {
  const graph = new OnnxGraph();
  graph.input('input', [1, 3, size, size]);
  graph.node('Mul', ['input', graph.floats([1], [gain])], {}, 'output');
  graph.output('output', [1, 3, size, size]);
  return graph.toBytes('test');
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

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];

const span = (field: number, content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(content.length)]), content]);

/** The network with one more weight, which nobody uses and which lies in a file called `name`. */
export const withDataFile = (network: Uint8Array, name: string): Uint8Array => {
  const text = (field: number, value: string): Buffer => span(field, Buffer.from(value));
  const weight = Buffer.concat([
    text(8, 'far'),
    span(13, Buffer.concat([text(1, 'location'), text(2, name)])),
  ]);
  const parts: Uint8Array[] = [];
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = network[at++]!;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < network.length) {
    const start = at;
    const tag = number();
    const value = number();
    const content = at;
    if (tag % 8 !== 0) at = content + value;
    const isGraph = tag === 7 * 8 + 2;
    parts.push(
      isGraph
        ? span(7, Buffer.concat([network.subarray(content, at), span(5, weight)]))
        : network.subarray(start, at),
    );
  }
  return Buffer.concat(parts);
};
