/** Builds the network of Wav2Lip 96 with random weights: true shapes and cost, no talent. Batch norms are folded into the convolutions. */
import { OnnxGraph } from './onnx-graph.mjs';

/** Uniform numbers −0.5..0.5, the same for every seed everywhere (Numerical Recipes' congruence). */
const randomOf = seed => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
};

/** Keeps activations about as large from layer to layer; what is added to a layer's input is smaller. */
const PLAIN_GAIN = 1;
const RESIDUAL_GAIN = 0.3;

/** Face encoder, channels in and out and residual layers of each step that halves the picture. */
const FACE_STEPS = [
  [16, 32, 2],
  [32, 64, 3],
  [64, 128, 2],
  [128, 256, 2],
  [256, 512, 1],
];
/** Audio encoder: channels in and out, stride, residual layers. */
const AUDIO_STEPS = [
  [1, 32, [1, 1], 2],
  [32, 64, [3, 1], 2],
  [64, 128, [3, 3], 2],
  [128, 256, [3, 2], 1],
];
/** Decoder: channels out of each step that doubles the picture, and of the face encoder's layer that joins it. */
const DECODER_STEPS = [
  [512, 256],
  [384, 128],
  [256, 64],
  [128, 32],
  [64, 16],
];

/**
 * The ONNX file. `divide` makes every layer that many times narrower (1: 36 million weights, 145 MB); weights follow from `seed`.
 * Inputs `mel_spectrogram` [n,1,80,16] and `video_frames` [n,6,96,96], output `output` [n,3,96,96]; n is free unless `batch` says.
 * @param {{ divide?: number, seed?: number, batch?: number | string }} [options]
 */
export const wav2LipNetwork = ({ divide = 1, seed = 1, batch = 'n' } = {}) => {
  const graph = new OnnxGraph();
  const random = randomOf(seed);
  const width = channels => Math.max(1, Math.round(channels / divide));

  const weights = (shape, fan, gain) => {
    const scale = Math.sqrt(24 / fan) * gain;
    return graph.floats(
      shape,
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random() * scale),
    );
  };
  const biases = length =>
    graph.floats(
      [length],
      Float32Array.from({ length }, () => random() * 0.2),
    );

  const convolution = (input, [from, to], kernel, strides, pad, { residual = false, act = 'Relu' } = {}) => {
    const fan = from * kernel * kernel;
    const parts = [input, weights([to, from, kernel, kernel], fan, residual ? RESIDUAL_GAIN : PLAIN_GAIN)];
    let value = graph.node('Conv', [...parts, biases(to)], {
      kernel_shape: [kernel, kernel],
      strides,
      pads: [pad, pad, pad, pad],
    });
    if (residual) value = graph.node('Add', [value, input]);
    return graph.node(act, [value]);
  };
  const residuals = (input, channels, count) => {
    let value = input;
    for (let i = 0; i < count; i++)
      value = convolution(value, [channels, channels], 3, [1, 1], 1, { residual: true });
    return value;
  };
  const doubling = (input, [from, to], stride, pad, extra) => {
    const value = graph.node(
      'ConvTranspose',
      [input, weights([from, to, 3, 3], (from * 9) / (stride * stride), PLAIN_GAIN), biases(to)],
      {
        kernel_shape: [3, 3],
        strides: [stride, stride],
        pads: [pad, pad, pad, pad],
        output_padding: [extra, extra],
      },
    );
    return graph.node('Relu', [value]);
  };

  const mel = graph.input('mel_spectrogram', [batch, 1, 80, 16]);
  const video = graph.input('video_frames', [batch, 6, 96, 96]);
  const deepest = width(512);

  const skips = [convolution(video, [6, width(16)], 7, [1, 1], 3)];
  for (const [from, to, count] of FACE_STEPS) {
    const smaller = convolution(skips.at(-1), [width(from), width(to)], 3, [2, 2], 1);
    skips.push(residuals(smaller, width(to), count));
  }
  const narrow = convolution(skips.at(-1), [deepest, deepest], 3, [1, 1], 0);
  skips.push(convolution(narrow, [deepest, deepest], 1, [1, 1], 0));

  let sound = mel;
  for (const [from, to, strides, count] of AUDIO_STEPS)
    sound = residuals(
      convolution(sound, [from === 1 ? 1 : width(from), width(to)], 3, strides, 1),
      width(to),
      count,
    );
  sound = convolution(sound, [width(256), deepest], 3, [1, 1], 0);
  sound = convolution(sound, [deepest, deepest], 1, [1, 1], 0);

  const withSkip = value => graph.node('Concat', [value, skips.pop()], { axis: 1 });
  let face = withSkip(convolution(sound, [deepest, deepest], 1, [1, 1], 0));
  face = withSkip(residuals(doubling(face, [2 * deepest, deepest], 1, 0, 0), deepest, 1));
  let channels = 2 * deepest;
  for (const [to, joining] of DECODER_STEPS) {
    face = withSkip(residuals(doubling(face, [channels, width(to)], 2, 1, 1), width(to), 2));
    channels = width(to) + width(joining);
  }
  face = convolution(face, [channels, width(32)], 3, [1, 1], 1);
  const output = convolution(face, [width(32), 3], 1, [1, 1], 0, { act: 'Sigmoid' });
  graph.node('Identity', [output], {}, 'output');
  graph.output('output', [batch, 3, 96, 96]);
  return graph.toBytes('mouthpiece');
};
