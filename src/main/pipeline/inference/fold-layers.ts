/** Folds into a convolution's weights what follows it and is linear: a batch normalisation, or its own input added. The answers stay the same. */
import { attributesOf, convolutionShapeOf } from './onnx-attributes.ts';
import { floatsOf, floatTensor, makeNode, type OnnxDocument, type OnnxNode } from './onnx-document.ts';

const EPSILON = 1e-5;

/** A convolution's weight axes; `output` is the one its results lie along. */
const OUTPUT_AXIS: Readonly<Record<string, 0 | 1>> = { Conv: 0, ConvTranspose: 1 };

/** Folding on one document. */
class Folding {
  readonly #document: OnnxDocument;
  readonly #tensors: Map<string, ReturnType<typeof floatTensor>>;
  readonly #users = new Map<string, number>();
  readonly #makers = new Map<string, OnnxNode>();
  readonly #nodes: OnnxNode[] = [];

  constructor(document: OnnxDocument) {
    this.#document = document;
    this.#tensors = new Map(document.tensors);
    for (const { inputs } of document.nodes)
      for (const input of inputs) this.#users.set(input, (this.#users.get(input) ?? 0) + 1);
    for (const output of document.outputs.keys()) this.#users.set(output, 2);
  }

  run(): OnnxDocument {
    for (const node of this.#document.nodes) {
      const folded =
        node.operator === 'BatchNormalization'
          ? this.#norm(node)
          : node.operator === 'Add'
            ? this.#residual(node)
            : null;
      if (folded === null) this.#put(node);
    }
    return { ...this.#document, nodes: this.#nodes, tensors: this.#tensors };
  }

  #put(node: OnnxNode): void {
    this.#nodes.push(node);
    for (const output of node.outputs) this.#makers.set(output, node);
  }

  /** The convolution of one group that makes `value` for one user alone. */
  #convolutionOf(value: string | undefined) {
    const node = value === undefined ? undefined : this.#makers.get(value);
    if (node === undefined || this.#users.get(value!) !== 1) return null;
    const axis = OUTPUT_AXIS[node.operator];
    const weight = this.#tensors.get(node.inputs[1] ?? '');
    if (axis === undefined || weight === undefined || !weight.isFloat || weight.dims.length !== 4)
      return null;
    const [, , height, width] = weight.dims as [number, number, number, number];
    const shape = convolutionShapeOf(node, [height, width]);
    const values = floatsOf(weight);
    return shape === null || shape.groups !== 1 || values === null
      ? null
      : { node, axis, dims: weight.dims, values, shape };
  }

  #replace(
    node: OnnxNode,
    output: string,
    weight: [readonly number[], Float32Array],
    bias: Float32Array | null,
  ) {
    const name = `${output}/folded`;
    this.#tensors.set(`${name}/weight`, floatTensor(`${name}/weight`, ...weight));
    if (bias !== null) this.#tensors.set(`${name}/bias`, floatTensor(`${name}/bias`, [bias.length], bias));
    const [input, , oldBias] = node.inputs;
    const biases = bias !== null ? [`${name}/bias`] : oldBias ? [oldBias] : [];
    const made = makeNode(node.operator, [input!, `${name}/weight`, ...biases], output, node.attributes);
    this.#nodes.splice(this.#nodes.indexOf(node), 1);
    this.#put(made);
    return made;
  }

  #floats(name: string | undefined, length: number): Float32Array | null {
    const tensor = this.#tensors.get(name ?? '');
    const values = tensor?.isFloat === true ? floatsOf(tensor) : null;
    return values?.length === length ? values : null;
  }

  #norm(norm: OnnxNode): OnnxNode | null {
    const found = this.#convolutionOf(norm.inputs[0]);
    if (found === null || norm.outputs.length !== 1) return null;
    const { node, axis, dims, values } = found;
    const count = dims[axis]!;
    const [scale, shift, mean, variance] = norm.inputs.slice(1).map(name => this.#floats(name, count));
    const own = node.inputs[2] ? this.#floats(node.inputs[2], count) : new Float32Array(count);
    if (!scale || !shift || !mean || !variance || !own) return null;
    const epsilon = attributesOf(norm).get('epsilon')?.[0];
    const gains = scale.map((gain, k) => gain / Math.sqrt(variance[k]! + Number(epsilon ?? EPSILON)));
    const inner = dims[2]! * dims[3]!;
    // Weights lie [outputs, inputs, …] or [inputs, outputs, …].
    const repeat = axis === 0 ? inner * dims[1]! : inner;
    for (let i = 0; i < values.length; i++) values[i]! *= gains[Math.floor(i / repeat) % count]!;
    const bias = own.map((value, k) => (value - mean[k]!) * gains[k]! + shift[k]!);
    return this.#replace(node, norm.outputs[0]!, [dims, values], bias);
  }

  #residual(add: OnnxNode): OnnxNode | null {
    for (const [own, other] of [add.inputs, [...add.inputs].reverse()]) {
      const found = this.#convolutionOf(own);
      if (found === null || found.node.operator !== 'Conv' || found.node.inputs[0] !== other) continue;
      const { node, dims, values, shape } = found;
      const [outputs, inputs, height, width] = dims as [number, number, number, number];
      const [y, x] = [(height - 1) / 2, (width - 1) / 2];
      const isSame =
        outputs === inputs &&
        [...shape.strides, ...shape.dilations].every(number => number === 1) &&
        shape.pads.every((pad, i) => pad === [y, x, y, x][i]);
      if (!isSame || !Number.isInteger(y) || !Number.isInteger(x)) continue;
      for (let k = 0; k < outputs; k++) values[((k * inputs + k) * height + y) * width + x]! += 1;
      return this.#replace(node, add.outputs[0]!, [dims, values], null);
    }
    return null;
  }
}

/** The same network with fewer steps. */
export const foldLayers = (document: OnnxDocument): OnnxDocument => new Folding(document).run();
