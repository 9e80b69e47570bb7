/** How large the pictures inside a network are, as far as its convolutions tell. Knows no weights. */
import { convolutionShapeOf } from './onnx-attributes.ts';
import { dimsOfValue, type OnnxDocument, type OnnxNode } from './onnx-document.ts';

/** A value [n, channels, height, width]. */
export type PictureShape = { channels: number; height: number; width: number };

/** Operators whose answer is as large as what they take. */
const KEEPING = new Set([
  'Add',
  'BatchNormalization',
  'Clip',
  'Identity',
  'LeakyRelu',
  'PRelu',
  'Relu',
  'Sigmoid',
]);

const convolved = (
  node: OnnxNode,
  weight: readonly number[] | undefined,
  { height, width }: PictureShape,
): PictureShape | null => {
  if (weight?.length !== 4) return null;
  const [first, second, ...kernel] = weight as [number, number, number, number];
  const shape = convolutionShapeOf(node, kernel);
  if (shape === null || shape.groups !== 1) return null;
  const { strides, pads, dilations, outputPadding } = shape;
  const isForward = node.operator === 'Conv';
  const [h, w] = [height, width].map((size, i) => {
    const reach = dilations[i]! * (kernel[i]! - 1) + 1;
    const padding = pads[i]! + pads[i + 2]!;
    return isForward
      ? Math.floor((size + padding - reach) / strides[i]!) + 1
      : (size - 1) * strides[i]! - padding + reach + outputPadding[i]!;
  }) as [number, number];
  return { channels: isForward ? first : second, height: h, width: w };
};

/** Values whose size follows from the inputs of a fixed one. */
export const picturesOf = ({ inputs, nodes, tensors }: OnnxDocument): Map<string, PictureShape> => {
  const shapes = new Map<string, PictureShape>();
  for (const [name, value] of inputs) {
    const [, channels, height, width] = dimsOfValue(value);
    if (channels && height && width) shapes.set(name, { channels, height, width });
  }
  for (const node of nodes) {
    const [output] = node.outputs;
    const known = node.inputs.map(input => shapes.get(input)).find(shape => shape !== undefined);
    if (known === undefined || output === undefined) continue;
    const isConvolution = node.operator === 'Conv' || node.operator === 'ConvTranspose';
    if (isConvolution) {
      const shape = convolved(node, tensors.get(node.inputs[1] ?? '')?.dims, known);
      if (shape !== null) shapes.set(output, shape);
    } else if (KEEPING.has(node.operator)) shapes.set(output, known);
  }
  return shapes;
};
