/** Rewrites a TFLite graph as ONNX, for the operators the face models use. Four-dimensional values become NCHW inside. */
import { ATTENTION_OPERATORS } from './attention-operators.mjs';
import { OnnxGraph } from './onnx-graph.mjs';
import { readConstant } from './tflite-reader.mjs';

const VALID_PADDING = 1;
const TO_NCHW = [0, 3, 1, 2];
const TO_NHWC = [0, 2, 3, 1];

const permute = (values, shape, order) => {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = order.map(axis => shape[axis]);
  const steps = order.map(axis => strides[axis]);
  const index = sizes.map(() => 0);
  const output = new Float32Array(values.length);
  for (let at = 0; at < output.length; at++) {
    output[at] = values[index.reduce((sum, place, axis) => sum + place * steps[axis], 0)];
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      index[axis]++;
      if (index[axis] < sizes[axis]) break;
      index[axis] = 0;
    }
  }
  return { values: output, shape: sizes };
};

/** One conversion: the graph being written and what is known of the one being read. */
class Conversion {
  constructor(model) {
    this.model = model;
    this.tensors = model.tensors;
    this.graph = new OnnxGraph();
    this.constants = new Map();
    this.value = index => `t${index}`;
  }

  isImage(index) {
    return this.tensors[index].shape.length === 4;
  }

  isConstant(index) {
    return this.constants.has(index) || this.tensors[index].bytes.length > 0;
  }

  constant(index) {
    if (!this.constants.has(index)) this.constants.set(index, readConstant(this.tensors[index]));
    return this.constants.get(index);
  }

  /** Writes an operator and then the activation TFLite fused into it. */
  activated(activation, operator, inputs, attributes, output) {
    const name = this.value(output);
    if (activation === 0) return this.graph.node(operator, inputs, attributes, name);
    const before = this.graph.node(operator, inputs, attributes);
    if (activation === 1) return this.graph.node('Relu', [before], {}, name);
    if (activation === 3) {
      return this.graph.node(
        'Clip',
        [before, this.graph.floats([], [0]), this.graph.floats([], [6])],
        {},
        name,
      );
    }
    throw new Error(`Fused activation ${activation} is not known.`);
  }

  /** ONNX pads [top, left, bottom, right] of TFLite's SAME (more goes to the end) or VALID. */
  pads(mode, input, kernel, strides, dilations = [1, 1]) {
    if (mode === VALID_PADDING) return [0, 0, 0, 0];
    const [, height, width] = this.tensors[input].shape;
    const total = [height, width].map((size, axis) => {
      const outputs = Math.ceil(size / strides[axis]);
      return Math.max((outputs - 1) * strides[axis] + (kernel[axis] - 1) * dilations[axis] + 1 - size, 0);
    });
    return [total[0] >> 1, total[1] >> 1, total[0] - (total[0] >> 1), total[1] - (total[1] >> 1)];
  }
}

const convolution = (conversion, { inputs: [input, weights, bias], outputs: [output], options, name }) => {
  const deep = name === 'DEPTHWISE_CONV_2D';
  const { shape } = conversion.tensors[weights];
  // Options: padding, stride_w, stride_h, [depth_multiplier,] activation, dilation_w, dilation_h.
  const after = deep ? 4 : 3;
  const strides = [options.int(2, 1), options.int(1, 1)];
  const dilations = [options.int(after + 2, 1), options.int(after + 1, 1)];
  const kernel = [shape[1], shape[2]];
  const ordered = permute(conversion.constant(weights), shape, deep ? [3, 0, 1, 2] : TO_NCHW);
  const { graph } = conversion;
  conversion.activated(
    options.byte(after),
    'Conv',
    [
      conversion.value(input),
      graph.floats(ordered.shape, ordered.values),
      graph.floats([ordered.shape[0]], conversion.constant(bias)),
    ],
    {
      kernel_shape: kernel,
      strides,
      dilations,
      pads: conversion.pads(options.byte(0), input, kernel, strides, dilations),
      group: deep ? conversion.tensors[input].shape[3] : 1,
    },
    output,
  );
};

const arithmetic = (conversion, { name, inputs: [left, right], outputs: [output], options }) => {
  let second = conversion.value(right);
  if (conversion.isConstant(right)) {
    if (conversion.isImage(left)) throw new Error(`${name} of an image and a constant is not known.`);
    second = conversion.graph.floats(conversion.tensors[right].shape, conversion.constant(right));
  }
  const operator = name === 'ADD' ? 'Add' : 'Mul';
  conversion.activated(options?.byte(0) ?? 0, operator, [conversion.value(left), second], {}, output);
};

const reshape = (conversion, { inputs: [input], outputs: [output] }) => {
  const { graph, tensors, value } = conversion;
  const flat = conversion.isImage(input)
    ? graph.node('Transpose', [value(input)], { perm: TO_NHWC })
    : value(input);
  const shape = graph.ints(tensors[output].shape);
  if (conversion.isImage(output)) {
    graph.node('Transpose', [graph.node('Reshape', [flat, shape])], { perm: TO_NCHW }, value(output));
  } else {
    graph.node('Reshape', [flat, shape], {}, value(output));
  }
};

const OPERATORS = {
  // Weights stored as halves are widened when they are read.
  DEQUANTIZE: (conversion, { inputs, outputs }) =>
    conversion.constants.set(outputs[0], conversion.constant(inputs[0])),
  CONV_2D: convolution,
  DEPTHWISE_CONV_2D: convolution,
  ADD: arithmetic,
  MUL: arithmetic,
  RESHAPE: reshape,
  RELU: ({ graph, value }, { inputs, outputs }) =>
    graph.node('Relu', [value(inputs[0])], {}, value(outputs[0])),
  LOGISTIC: ({ graph, value }, { inputs, outputs }) =>
    graph.node('Sigmoid', [value(inputs[0])], {}, value(outputs[0])),
  PRELU: (conversion, { inputs: [input, slope], outputs: [output] }) => {
    const channels = conversion.tensors[slope].shape.at(-1);
    const slopes = conversion.graph.floats([channels, 1, 1], conversion.constant(slope));
    conversion.graph.node('PRelu', [conversion.value(input), slopes], {}, conversion.value(output));
  },
  STRIDED_SLICE: ({ graph, tensors, value }, { inputs: [input], outputs: [output] }) => {
    // The only one in these models takes everything.
    if (String(tensors[input].shape) !== String(tensors[output].shape))
      throw new Error('A real slice is not known.');
    graph.node('Identity', [value(input)], {}, value(output));
  },
  PAD: (conversion, { inputs: [input, amounts], outputs: [output] }) => {
    const pairs = conversion.constant(amounts);
    const begins = TO_NCHW.map(axis => pairs[2 * axis]);
    const ends = TO_NCHW.map(axis => pairs[2 * axis + 1]);
    const { graph, value } = conversion;
    graph.node('Pad', [value(input), graph.ints([...begins, ...ends])], { mode: 'constant' }, value(output));
  },
  MAX_POOL_2D: (conversion, { inputs: [input], outputs: [output], options }) => {
    const strides = [options.int(2, 1), options.int(1, 1)];
    const kernel = [options.int(4, 1), options.int(3, 1)];
    const pads = conversion.pads(options.byte(0), input, kernel, strides);
    const { graph, value } = conversion;
    graph.node('MaxPool', [value(input)], { kernel_shape: kernel, strides, pads }, value(output));
  },
  CONCATENATION: (conversion, { inputs, outputs: [output], options }) => {
    const rank = conversion.tensors[output].shape.length;
    const axis = (options.int(0) + rank) % rank;
    const { graph, value } = conversion;
    const ordered = conversion.isImage(output) ? TO_NCHW.indexOf(axis) : axis;
    graph.node('Concat', inputs.map(value), { axis: ordered }, value(output));
  },
  CUSTOM: (conversion, operator) => {
    const write = ATTENTION_OPERATORS[operator.custom];
    if (!write) throw new Error(`Custom operator "${operator.custom}" is not known.`);
    write(conversion.graph, { value: conversion.value, tensors: conversion.tensors, operator });
  },
};

/** The ONNX file of a model read by `readTflite`: one NHWC input called "input", outputs named and shaped as in TFLite. */
export const convertToOnnx = model => {
  const conversion = new Conversion(model);
  const { graph, tensors, value } = conversion;
  const [input] = model.inputs;
  graph.node('Transpose', [graph.input('input', tensors[input].shape)], { perm: TO_NCHW }, value(input));
  for (const operator of model.operators) OPERATORS[operator.name](conversion, operator);
  for (const output of model.outputs) {
    const { name, shape } = tensors[output];
    if (conversion.isImage(output)) graph.node('Transpose', [value(output)], { perm: TO_NHWC }, name);
    else graph.node('Identity', [value(output)], {}, name);
    graph.output(name, shape);
  }
  return graph.toBytes('mouthpiece');
};
