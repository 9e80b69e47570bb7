/**
 * Builds networks of MuseTalk's shapes with random weights, small enough for a test and mixing everything they are given, so that a
 * computation elsewhere (test/fixtures/musetalk/random-network.py has the same numbers) tells whether all of it is fed right.
 */
import { OnnxGraph } from './onnx-graph.mjs';

/** Numbers −scale..scale of the minimal standard generator (Park and Miller, with the later multiplier 48271). */
const numbers = seed => {
  let state = seed;
  return (count, scale) =>
    Float32Array.from({ length: count }, () => {
      state = (state * 48271) % 2147483647;
      return ((state / 2147483647) * 2 - 1) * scale;
    });
};

/** The four ONNX files by role; every weight comes from `seed` in the order of this file. */
export const museTalkRandom = ({ seed = 20261121 } = {}) => {
  const draw = numbers(seed);

  const audio = new OnnxGraph();
  const mel = audio.input('input_features', ['n', 80, 3000]);
  const pairs = audio.node('ReduceMean', [audio.node('Reshape', [mel, audio.ints([-1, 80, 1500, 2])])], {
    axes: [3],
    keepdims: 0,
  });
  const mixed = audio.node('MatMul', [
    audio.node('Transpose', [pairs], { perm: [0, 2, 1] }),
    audio.floats([80, 1920], draw(80 * 1920, 0.2)),
  ]);
  audio.node('Reshape', [audio.node('Tanh', [mixed]), audio.ints([-1, 1500, 5, 384])], {}, 'states');
  audio.output('states', ['n', 1500, 5, 384]);

  const encoder = new OnnxGraph();
  const image = encoder.input('image', ['n', 3, 256, 256]);
  const small = encoder.node('AveragePool', [image], { kernel_shape: [8, 8], strides: [8, 8] });
  encoder.node('Conv', [small, encoder.floats([4, 3, 1, 1], draw(12, 12))], {}, 'latents');
  encoder.output('latents', ['n', 4, 32, 32]);

  const unet = new OnnxGraph();
  const sample = unet.input('sample', ['n', 8, 32, 32]);
  const timestep = unet.input('timestep', [1], 'int64');
  const context = unet.input('encoder_hidden_states', ['n', 50, 384]);
  const seen = unet.node('Conv', [sample, unet.floats([4, 8, 3, 3], draw(288, 0.1))], { pads: [1, 1, 1, 1] });
  const heard = unet.node('MatMul', [
    unet.node('Reshape', [context, unet.ints([-1, 19_200])]),
    unet.floats([19_200, 4], draw(76_800, 0.08)),
  ]);
  const late = unet.node('Mul', [unet.node('Cast', [timestep], { to: 1 }), unet.floats([1], [0.1])]);
  const shaped = unet.node('Reshape', [unet.node('Add', [heard, late]), unet.ints([-1, 4, 1, 1])]);
  unet.node('Tanh', [unet.node('Add', [seen, shaped])], {}, 'out_sample');
  unet.output('out_sample', ['n', 4, 32, 32]);

  const decoder = new OnnxGraph();
  const latents = decoder.input('latent', ['n', 4, 32, 32]);
  const colours = decoder.node('Conv', [latents, decoder.floats([3, 4, 1, 1], draw(12, 0.1))]);
  decoder.node('Resize', [colours, '', decoder.floats([4], [1, 1, 8, 8])], { mode: 'linear' }, 'image');
  decoder.output('image', ['n', 3, 256, 256]);

  return {
    unet: unet.toBytes('mouthpiece'),
    'vae-encoder': encoder.toBytes('mouthpiece'),
    'vae-decoder': decoder.toBytes('mouthpiece'),
    'audio-encoder': audio.toBytes('mouthpiece'),
  };
};
