/**
 * Builds small networks of MuseTalk's inputs and outputs whose answers are known arithmetic, so that a test sees what was fed.
 * Names and shapes are those of public exports (arghyasur1991/MuseTalk scripts/export_to_onnx.py); no weights of anybody.
 */
import { OnnxGraph } from './onnx-graph.mjs';

const LATENT = 32;
const EDGE = 256;
/** What the encoder multiplies by: the deviation of a face's latents is then above 2.3, as that of the real one's. */
const GAIN = 12;
/** Deviation 1, as that of graphs which scale by themselves. */
const SCALED_GAIN = GAIN * 0.18215;

const FLOAT = 1;
const HALF = 10;

/** An input as float, whatever `elements` it is declared with. */
const feed = (graph, name, shape, elements) => {
  const given = graph.input(name, shape, elements);
  return elements === 'float' ? given : graph.node('Cast', [given], { to: FLOAT });
};

/** Declares a float value as the output `name` of `elements`. */
const give = (graph, value, name, shape, elements) => {
  if (elements === 'float') graph.node('Identity', [value], {}, name);
  else graph.node('Cast', [value], { to: HALF }, name);
  graph.output(name, shape, elements);
};

/** A soft spot over the mouth of a face box (its middle is the nose, its end a little below the chin), [1, 1, 32, 32]. */
const mouthSpot = () =>
  Array.from({ length: LATENT * LATENT }, (_, i) => {
    const x = ((i % LATENT) + 0.5) / LATENT - 0.5;
    const y = (Math.floor(i / LATENT) + 0.5) / LATENT - 0.73;
    return Math.exp(-0.5 * ((x / 0.14) ** 2 + (y / 0.07) ** 2));
  });

/**
 * Whisper's encoder: feature f of layer l of state s is (l + 1) times the mean of mel frames 2s and 2s + 1, a tenth of that where
 * f > 1; feature 1 is the state's place in the window.
 */
const audioEncoder = ({ batch, layers, elements }) => {
  const graph = new OnnxGraph();
  const mel = feed(graph, 'input_features', [batch, 80, 3000], elements);
  const pairs = graph.node('Reshape', [
    graph.node('ReduceMean', [mel], { axes: [1], keepdims: 0 }),
    graph.ints([-1, 1500, 2]),
  ]);
  const mean = graph.node('ReduceMean', [pairs], { axes: [2], keepdims: 1 });
  const column = graph.node('Reshape', [mean, graph.ints([-1, 1500, 1, 1])]);
  const weights = Array.from({ length: 5 * 384 }, (_, i) => {
    const feature = i % 384;
    return feature === 1 ? 0 : (Math.floor(i / 384) + 1) * (feature === 0 ? 1 : 0.1);
  });
  const places = Array.from({ length: 1500 * 2 }, (_, i) => (i % 2 === 1 ? (i - 1) / 2 : 0));
  const place = graph.node('Pad', [
    graph.floats([1, 1500, 1, 2], places),
    graph.ints([0, 0, 0, 0, 0, 0, 0, 382]),
  ]);
  const states = graph.node('Add', [
    graph.node('Mul', [column, graph.floats([1, 1, 5, 384], weights)]),
    place,
  ]);
  if (layers === 'stacked') give(graph, states, 'audio_features_all_layers', [batch, 1500, 5, 384], elements);
  else
    for (let layer = 0; layer < 5; layer++) {
      const one = graph.node('Slice', [
        states,
        graph.ints([layer]),
        graph.ints([layer + 1]),
        graph.ints([2]),
      ]);
      const flat = graph.node('Reshape', [one, graph.ints([-1, 1500, 384])]);
      give(graph, flat, `hidden_states.${layer}`, [batch, 1500, 384], elements);
    }
  return graph.toBytes('mouthpiece');
};

/** Means of 8×8 pixels, and of all colours; with eight channels a deviation behind them that is to be ignored. */
const vaeEncoder = ({ batch, gain, channels, elements }) => {
  const graph = new OnnxGraph();
  const image = feed(graph, 'image', [batch, 3, EDGE, EDGE], elements);
  const small = graph.node('AveragePool', [image], { kernel_shape: [8, 8], strides: [8, 8] });
  const grey = graph.node('ReduceMean', [small], { axes: [1], keepdims: 1 });
  const mean = [small, grey];
  const parts = channels === 8 ? [...mean, grey, small] : mean;
  const joined = graph.node('Concat', parts, { axis: 1 });
  const latents = graph.node('Mul', [joined, graph.floats([], [gain])]);
  give(graph, latents, 'latents', [batch, channels, LATENT, LATENT], elements);
  return graph.toBytes('mouthpiece');
};

/** The first three channels, enlarged; `detail` (3·256² floats) is what a face has beyond that, for looking at seams. */
const vaeDecoder = ({ batch, gain, detail, elements }) => {
  const graph = new OnnxGraph();
  const latents = feed(graph, 'latents', [batch, 4, LATENT, LATENT], elements);
  const colours = graph.node('Slice', [latents, graph.ints([0]), graph.ints([3]), graph.ints([1])]);
  const large = graph.node('Resize', [colours, '', graph.floats([4], [1, 1, 8, 8])], {
    mode: 'linear',
    coordinate_transformation_mode: 'half_pixel',
  });
  const face = graph.node('Div', [large, graph.floats([], [gain])]);
  const added = detail === undefined ? graph.floats([1], [0]) : graph.floats([1, 3, EDGE, EDGE], detail);
  give(graph, graph.node('Add', [face, added]), 'image', [batch, 3, EDGE, EDGE], elements);
  return graph.toBytes('mouthpiece');
};

const PAINTERS = {
  /** The reference's latents, its mouth the redder (and darker in green and blue) the louder the frame's own two states. */
  tint: ({ graph, part, rows }) => {
    // Layer 0 of states 4 and 5 is rows 20 and 25; feature 2 carries a tenth of the level and cos(row·1e-4^(1/192))… of the
    // positions, so feature 0, whose position is a sine, is taken back by a constant.
    const level = graph.node('ReduceMean', [rows([20, 25], 0)], { axes: [1, 2], keepdims: 1 });
    const positions = (Math.sin(20) + Math.sin(25)) / 2;
    const energy = graph.node('Clip', [
      graph.node('Add', [level, graph.floats([1], [0.6 - positions])]),
      graph.floats([], [0]),
      graph.floats([], [1.4]),
    ]);
    const spot = mouthSpot();
    const tint = [0.35, -0.3, -0.25, 0].flatMap(amount => spot.map(value => value * amount * SCALED_GAIN));
    const shaped = graph.node('Reshape', [energy, graph.ints([-1, 1, 1, 1])]);
    return graph.node('Add', [
      part(4, 8),
      graph.node('Mul', [shaped, graph.floats([1, 4, LATENT, LATENT], tint)]),
    ]);
  },
  /** Channel 0 of the hidden face, channel 1 of the whole one, feature 0 of the context's row 7, and 1000 plus the timestep. */
  reveal: ({ graph, part, rows, timestep }) => {
    const flat = graph.floats([1, 1, LATENT, LATENT], new Float32Array(LATENT * LATENT));
    const heard = graph.node('Reshape', [rows([7], 0), graph.ints([-1, 1, 1, 1])]);
    const time = graph.node('Reshape', [timestep, graph.ints([-1, 1, 1, 1])]);
    const zero = graph.node('Mul', [part(0, 1), graph.floats([1], [0])]);
    return graph.node(
      'Concat',
      [
        part(0, 1),
        part(5, 6),
        graph.node('Add', [zero, heard]),
        graph.node('Add', [
          zero,
          graph.node('Add', [graph.node('Add', [time, graph.floats([1], [1000])]), flat]),
        ]),
      ],
      { axis: 1 },
    );
  },
};

const unet = ({ batch, kind, names, timestepElements, elements }) => {
  const graph = new OnnxGraph();
  const latents = feed(graph, names.latents, [batch, 8, LATENT, LATENT], elements);
  const steps = graph.input(names.timestep, [typeof batch === 'string' ? 'steps' : 1], timestepElements);
  const context = feed(graph, names.context, [batch, 50, 384], elements);
  const timestep = graph.node('Cast', [steps], { to: FLOAT });
  const part = (from, to) =>
    graph.node('Slice', [latents, graph.ints([from]), graph.ints([to]), graph.ints([1])]);
  const rows = (indices, feature) =>
    graph.node('Slice', [
      graph.node('Gather', [context, graph.ints(indices)], { axis: 1 }),
      graph.ints([feature]),
      graph.ints([feature + 1]),
      graph.ints([2]),
    ]);
  const still = graph.node('Mul', [
    graph.node('Reshape', [timestep, graph.ints([-1, 1, 1, 1])]),
    graph.floats([1], [1e-6]),
  ]);
  const answer = PAINTERS[kind]({ graph, part, rows, timestep });
  give(graph, graph.node('Add', [answer, still]), 'noise_prediction', [batch, 4, LATENT, LATENT], elements);
  return graph.toBytes('mouthpiece');
};

/**
 * The four ONNX files of a probe by role.
 *
 * @param {object} [options]
 * @param {'tint' | 'reveal'} [options.kind] See PAINTERS.
 * @param {number | string} [options.batch] A number fixes it, a name leaves it free.
 * @param {boolean} [options.scaled] The autoencoder's graphs scale their latents by themselves.
 * @param {'stacked' | 'single'} [options.layers] One output of all layers, or one each.
 * @param {4 | 8} [options.channels] 8: the encoder gives mean and deviation.
 * @param {'int64' | 'float'} [options.timestepElements]
 * @param {{ latents: string, timestep: string, context: string }} [options.names] Inputs of the painter.
 * @param {'float' | 'half'} [options.elements] Of every other input and output.
 * @param {Float32Array} [options.detail] 3·256² floats: what a face has beyond its latents, for looking at seams.
 * @returns {Record<'unet' | 'vae-encoder' | 'vae-decoder' | 'audio-encoder', Uint8Array>}
 */
export const museTalkProbe = ({
  kind = 'tint',
  batch = 'batch_size',
  scaled = false,
  layers = 'stacked',
  channels = 4,
  timestepElements = 'int64',
  elements = 'float',
  names = { latents: 'input_latents', timestep: 'timesteps', context: 'audio_prompts' },
  detail,
} = {}) => {
  const gain = scaled ? SCALED_GAIN : GAIN;
  return {
    unet: unet({ batch, kind, names, timestepElements, elements }),
    'vae-encoder': vaeEncoder({ batch: typeof batch === 'string' ? batch : 1, gain, channels, elements }),
    'vae-decoder': vaeDecoder({ batch, gain, detail, elements }),
    'audio-encoder': audioEncoder({ batch: typeof batch === 'string' ? batch : 1, layers, elements }),
  };
};
