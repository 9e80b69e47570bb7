/** Builds small networks of Wav2Lip's inputs and outputs whose answer is known arithmetic, so that a test sees what was fed. */
import { OnnxGraph } from './onnx-graph.mjs';

/** Where `tint` colours: the middle of the mouth in a face crop, and its radii, in crops. */
const MOUTH = { x: 0.5, y: 0.74, rx: 0.2, ry: 0.12 };
/** What full energy adds, in the network's order: blue, green, red. */
const TINT = [-0.25, -0.25, 0.6];

/** A soft spot over the mouth for each colour, [1, 3, size, size]. */
const mouthSpot = size =>
  TINT.flatMap(amount =>
    Array.from({ length: size * size }, (_, i) => {
      const x = ((i % size) + 0.5) / size - MOUTH.x;
      const y = (Math.floor(i / size) + 0.5) / size - MOUTH.y;
      return amount * Math.exp(-0.5 * ((x / MOUTH.rx) ** 2 + (y / MOUTH.ry) ** 2));
    }),
  );

const ANSWERS = {
  /** The reference face as it came. */
  echo: ({ face, silent }) => ({ add: [face, silent] }),
  /** Blue of the reference face, green of the masked one, red (level + 4) / 8 of band 40 in the window's first column. */
  reveal: ({ graph, part, mel, video, size }) => {
    const cell = graph.node('Slice', [mel, graph.ints([40, 0]), graph.ints([41, 1]), graph.ints([2, 3])]);
    const level = graph.node('Div', [
      graph.node('Add', [cell, graph.floats([1], [4])]),
      graph.floats([1], [8]),
    ]);
    const red = graph.node('Add', [level, graph.floats([1, 1, size, size], new Float32Array(size * size))]);
    return { value: graph.node('Concat', [part(video, 3, 4), part(video, 1, 2), red], { axis: 1 }) };
  },
  /** The reference face, its mouth the redder the louder the window. */
  tint: ({ graph, face, mel, size }) => {
    const level = graph.node('ReduceMean', [mel], { axes: [1, 2, 3], keepdims: 1 });
    const energy = graph.node('Div', [
      graph.node('Add', [level, graph.floats([1], [4])]),
      graph.floats([1], [4]),
    ]);
    const spot = graph.floats([1, 3, size, size], mouthSpot(size));
    return { add: [face, graph.node('Mul', [energy, spot])] };
  },
};

/**
 * The ONNX file of a probe: `echo`, `reveal` or `tint`. `batch` a number fixes it; `names` and `videoFirst` change how the
 * inputs are called and in which order they are declared.
 * @param {{ kind: string, size?: number, batch?: number | string, names?: { mel: string, video: string, output: string }, videoFirst?: boolean }} options
 */
export const wav2LipProbe = ({
  kind,
  size = 96,
  batch = 'n',
  names = { mel: 'mel_spectrogram', video: 'video_frames', output: 'output' },
  videoFirst = false,
}) => {
  const graph = new OnnxGraph();
  const declare = [
    () => graph.input(names.mel, [batch, 1, 80, 16]),
    () => graph.input(names.video, [batch, 6, size, size]),
  ];
  for (const input of videoFirst ? declare.reverse() : declare) input();
  const { mel, video } = names;
  const part = (value, from, to) =>
    graph.node('Slice', [value, graph.ints([from]), graph.ints([to]), graph.ints([1])]);
  const silent = graph.node('Mul', [
    graph.node('ReduceMean', [mel], { axes: [1, 2, 3], keepdims: 1 }),
    graph.floats([1], [0]),
  ]);
  const answer = ANSWERS[kind]({ graph, part, mel, video, size, face: part(video, 3, 6), silent });
  const value = answer.value ?? graph.node('Add', answer.add);
  graph.node('Clip', [value, graph.floats([], [0]), graph.floats([], [1])], {}, names.output);
  graph.output(names.output, [batch, 3, size, size]);
  return graph.toBytes('mouthpiece');
};
