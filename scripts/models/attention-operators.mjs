/** MediaPipe's three custom operators, which cut lips and eyes out of feature maps, said in standard ONNX operators. */
import { readFlexbufferMap } from './flexbuffer.mjs';

/** From the corner of a crop to its middle, in crops. */
const CENTRE = 0.5;

/**
 * Landmarks2TransformMatrix: from all 468 landmarks, the 4×4 matrix that maps pixels of a crop about a subset of them
 * (turned so that two given landmarks lie level, widened by a scale) to pixels of the feature map.
 */
const landmarksToMatrix = (graph, { value, operator }) => {
  const options = readFlexbufferMap(operator.customOptions);
  const points = options.subset_idxs;
  const [width, height] = [options.output_width, options.output_height];
  const all = graph.node('Reshape', [
    graph.node('Slice', [value(operator.inputs[0]), graph.ints([0, 0, 0]), graph.ints([1, 468, 2])]),
    graph.ints([468, 2]),
  ]);
  const pick = ids => graph.node('Gather', [all, graph.ints(ids)], { axis: 0 });
  // Direction from the left to the right landmark: (cos, sin) of the turn.
  const across = graph.node('Sub', [pick([options.right_rotation_idx]), pick([options.left_rotation_idx])]);
  const direction = graph.node('Div', [across, graph.node('ReduceL2', [across], { axes: [1], keepdims: 1 })]);
  const part = from =>
    graph.node('Slice', [direction, graph.ints([from]), graph.ints([from + 1]), graph.ints([1])]);
  const [cosine, sine] = [part(0), part(1)];
  const turn = graph.node(
    'Concat',
    [
      graph.node('Concat', [cosine, graph.node('Neg', [sine])], { axis: 1 }),
      graph.node('Concat', [sine, cosine], { axis: 1 }),
    ],
    { axis: 0 },
  );
  const turnBack = graph.node('Transpose', [turn], { perm: [1, 0] });
  const level = graph.node('MatMul', [pick(points), turn]);
  const high = graph.node('ReduceMax', [level], { axes: [0], keepdims: 1 });
  const low = graph.node('ReduceMin', [level], { axes: [0], keepdims: 1 });
  const half = graph.floats([1], [CENTRE]);
  const centre = graph.node('MatMul', [graph.node('Mul', [graph.node('Add', [high, low]), half]), turnBack]);
  const scale = graph.floats([1, 2], [options.scale_x / width, options.scale_y / height]);
  const pixel = graph.node('Mul', [graph.node('Sub', [high, low]), scale]);
  const linear = graph.node('Mul', [turn, pixel]);
  const toCorner = graph.floats([2, 1], [-width * CENTRE, -height * CENTRE]);
  const shift = graph.node('Add', [
    graph.node('Transpose', [centre], { perm: [1, 0] }),
    graph.node('MatMul', [linear, toCorner]),
  ]);
  const top = graph.node('Concat', [linear, graph.floats([2, 1], [0, 0]), shift], { axis: 1 });
  const bottom = graph.floats([2, 4], [0, 0, 1, 0, 0, 0, 0, 1]);
  const matrix = graph.node('Concat', [top, bottom], { axis: 0 });
  graph.node('Unsqueeze', [matrix, graph.ints([0])], {}, value(operator.outputs[0]));
};

/** TransformTensorBilinear: samples a feature map through such a matrix. */
const transformTensor = (graph, { value, tensors, operator }) => {
  const [source, matrix] = operator.inputs;
  const [, height, width] = tensors[operator.outputs[0]].shape;
  const [, sourceHeight, sourceWidth] = tensors[source].shape;
  const cells = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) cells.push(column + 0.5, row + 0.5, 0, 1);
  }
  const square = graph.node('Reshape', [value(matrix), graph.ints([4, 4])]);
  const rows = graph.node('Slice', [square, graph.ints([0]), graph.ints([2]), graph.ints([0])]);
  const places = graph.node('MatMul', [
    graph.floats([height * width, 4], cells),
    graph.node('Transpose', [rows], { perm: [1, 0] }),
  ]);
  const pixels = graph.node('Sub', [places, graph.floats([1], [0.5])]);
  // GridSample counts from -1 to 1 between the centres of the corner pixels.
  const span = graph.floats([1, 2], [2 / (sourceWidth - 1), 2 / (sourceHeight - 1)]);
  const normalised = graph.node('Sub', [graph.node('Mul', [pixels, span]), graph.floats([1], [1])]);
  const grid = graph.node('Reshape', [normalised, graph.ints([1, height, width, 2])]);
  graph.node(
    'GridSample',
    [value(source), grid],
    { align_corners: 1, mode: 'bilinear', padding_mode: 'zeros' },
    value(operator.outputs[0]),
  );
};

/** TransformLandmarks: maps points found in a crop back through the matrix. */
const transformLandmarks = (graph, { value, operator }) => {
  const [points, matrix] = operator.inputs;
  const square = graph.node('Reshape', [value(matrix), graph.ints([4, 4])]);
  const part = (from, to) =>
    graph.node('Slice', [square, graph.ints(from), graph.ints(to), graph.ints([0, 1])]);
  const linear = graph.node('Transpose', [part([0, 0], [2, 2])], { perm: [1, 0] });
  const shift = graph.node('Reshape', [part([0, 3], [2, 4]), graph.ints([1, 1, 2])]);
  graph.node('Add', [graph.node('MatMul', [value(points), linear]), shift], {}, value(operator.outputs[0]));
};

/** How each custom operator is written into the graph: `(graph, { value, tensors, operator })`. */
export const ATTENTION_OPERATORS = {
  Landmarks2TransformMatrix: landmarksToMatrix,
  TransformTensorBilinear: transformTensor,
  TransformLandmarks: transformLandmarks,
};
