/**
 * Cuts a network of two inputs in two where one of them seldom changes: what depends on the steady input alone is computed once.
 * Beyond that, a convolution over steady and lively channels is the sum of two, and the steady one moves over too. Knows no model.
 */
import { attributesOf } from './onnx-attributes.ts';
import {
  makeNode,
  makeTensor,
  type OnnxDocument,
  type OnnxNode,
  type OnnxTensor,
  openValue,
} from './onnx-document.ts';

/** `steady`: from the steady input to the seams; `lively`: from the other inputs and the seams to the outputs. */
export type Halves = { steady: OnnxDocument; lively: OnnxDocument };

/** Operators that leave the number of channels as it is, traced back to the convolution before them. */
const KEEPING = new Set([
  'Relu',
  'LeakyRelu',
  'PRelu',
  'Sigmoid',
  'Add',
  'BatchNormalization',
  'Identity',
  'Clip',
]);

/** How channels lie in a convolution's weights: axis of the inputs and of the outputs. */
const WEIGHT_AXES: Readonly<Record<string, { input: 0 | 1; output: 0 | 1 }>> = {
  Conv: { input: 1, output: 0 },
  ConvTranspose: { input: 0, output: 1 },
};

const hasGroups = (node: OnnxNode): boolean => (attributesOf(node).get('group')?.[0] ?? 1) !== 1;

/** Channels [from, to) of a weight along an axis of its inputs. */
const sliceChannels = (
  weight: OnnxTensor,
  axis: 0 | 1,
  from: number,
  to: number,
  name: string,
): OnnxTensor => {
  const { dims } = weight;
  const raw = weight.raw!;
  const inner = dims.slice(axis + 1).reduce((a, b) => a * b, 4);
  const outer = dims.slice(0, axis).reduce((a, b) => a * b, 1);
  const row = dims[axis]! * inner;
  const part = (to - from) * inner;
  const bytes = new Uint8Array(outer * part);
  for (let i = 0; i < outer; i++)
    bytes.set(raw.subarray(i * row + from * inner, i * row + to * inner), i * part);
  return makeTensor(
    name,
    dims.map((size, i) => (i === axis ? to - from : size)),
    bytes,
  );
};

/** One attempt at one document. */
class Cut {
  readonly #document: OnnxDocument;
  readonly #producers = new Map<string, OnnxNode>();
  readonly #users = new Map<string, OnnxNode[]>();
  /** Values that follow from the steady input alone. */ readonly #steady: Set<string>;
  readonly #constant: Set<string>;

  constructor(document: OnnxDocument, steadyInput: string) {
    this.#document = document;
    for (const node of document.nodes) {
      for (const output of node.outputs) this.#producers.set(output, node);
      for (const input of node.inputs) this.#users.set(input, [...(this.#users.get(input) ?? []), node]);
    }
    this.#constant = new Set(['', ...document.tensors.keys()]);
    this.#steady = new Set([steadyInput]);
    // Nodes of a model come in an order in which their inputs are known.
    for (const { inputs, outputs } of document.nodes) {
      const isConstant = inputs.every(input => this.#constant.has(input));
      const isSteady = inputs.every(input => this.#constant.has(input) || this.#steady.has(input));
      const into = isConstant ? this.#constant : isSteady ? this.#steady : null;
      if (into !== null) for (const output of outputs) into.add(output);
    }
  }

  /** Null where a seam is not of the one kind known. */
  make(steadyInput: string): Halves | null {
    const { nodes, tensors, inputs, outputs, header } = this.#document;
    if ([...outputs.keys()].some(name => this.#steady.has(name))) return null;
    const steadyNodes = nodes.filter(node => !this.#isLively(node));
    const livelyNodes: OnnxNode[] = [];
    const made = new Map<string, OnnxTensor>();
    const seams: string[] = [];
    const gone = new Set<OnnxNode>();
    const added: OnnxNode[] = [];
    for (const node of nodes) {
      if (gone.has(node)) continue;
      if (!this.#isLively(node)) {
        if (node.outputs.every(output => this.#constant.has(output))) livelyNodes.push(node);
        continue;
      }
      if (!node.inputs.some(input => this.#steady.has(input))) {
        livelyNodes.push(node);
        continue;
      }
      const joint = this.#jointOf(node);
      if (joint === null) return null;
      const { convolution, lively, steady, livelyFirst, channels } = joint;
      gone.add(convolution);
      const [, weightName, bias] = convolution.inputs;
      const weight = tensors.get(weightName!)!;
      const axis = WEIGHT_AXES[convolution.operator]!.input;
      const all = weight.dims[axis]!;
      const split = livelyFirst ? channels : all - channels;
      const [livelyRange, steadyRange]: [[number, number], [number, number]] = livelyFirst
        ? [
            [0, split],
            [split, all],
          ]
        : [
            [split, all],
            [0, split],
          ];
      const [output] = convolution.outputs;
      const names = { steady: `${output}/steady`, lively: `${output}/lively` };
      made.set(
        `${names.steady}/weight`,
        sliceChannels(weight, axis, ...steadyRange, `${names.steady}/weight`),
      );
      made.set(
        `${names.lively}/weight`,
        sliceChannels(weight, axis, ...livelyRange, `${names.lively}/weight`),
      );
      const { operator, attributes } = convolution;
      const biases = bias === undefined || bias === '' ? [] : [bias];
      added.push(makeNode(operator, [steady, `${names.steady}/weight`, ...biases], names.steady, attributes));
      livelyNodes.push(
        makeNode(operator, [lively, `${names.lively}/weight`], names.lively, attributes),
        makeNode('Add', [names.lively, names.steady], output!),
      );
      seams.push(names.steady);
    }
    if (seams.length === 0) return null;
    const all = new Map([...tensors, ...made]);
    const open = new Map(seams.map(name => [name, openValue(name)]));
    const others = [...inputs].filter(([name]) => name !== steadyInput && !tensors.has(name));
    return {
      steady: {
        header,
        nodes: [...steadyNodes, ...added],
        tensors: all,
        inputs: new Map([[steadyInput, inputs.get(steadyInput)!]]),
        outputs: open,
      },
      lively: { header, nodes: livelyNodes, tensors: all, inputs: new Map([...others, ...open]), outputs },
    };
  }

  #isLively({ outputs }: OnnxNode): boolean {
    return outputs.some(output => !this.#steady.has(output) && !this.#constant.has(output));
  }

  /** A Concat of one lively and one steady value along the channels, that one plain convolution alone takes. */
  #jointOf(concat: OnnxNode) {
    if (concat.operator !== 'Concat' || concat.inputs.length !== 2) return null;
    if (attributesOf(concat).get('axis')?.[0] !== 1) return null;
    const [first, second] = concat.inputs;
    const livelyFirst = this.#steady.has(second!);
    const [lively, steady] = livelyFirst ? [first!, second!] : [second!, first!];
    if (this.#steady.has(lively)) return null;
    const users = this.#users.get(concat.outputs[0]!) ?? [];
    const [convolution] = users;
    if (users.length !== 1 || convolution === undefined) return null;
    if (WEIGHT_AXES[convolution.operator] === undefined || hasGroups(convolution)) return null;
    const weight = this.#document.tensors.get(convolution.inputs[1]!);
    if (weight?.raw == null || !weight.isFloat) return null;
    const channels = this.#channelsOf(lively);
    if (channels === null || channels >= weight.dims[WEIGHT_AXES[convolution.operator]!.input]!) return null;
    return { convolution, lively, steady, livelyFirst, channels };
  }

  #channelsOf(value: string): number | null {
    let at = value;
    for (let steps = 0; steps < 64; steps++) {
      const node = this.#producers.get(at);
      if (node === undefined) return null;
      const axes = WEIGHT_AXES[node.operator];
      if (axes !== undefined)
        return hasGroups(node)
          ? null
          : (this.#document.tensors.get(node.inputs[1]!)?.dims[axes.output] ?? null);
      if (!KEEPING.has(node.operator)) return null;
      at = node.inputs.find(input => !this.#constant.has(input)) ?? '';
    }
    return null;
  }
}

/** The two halves; null for a network that is not built so. */
export const cutAtSteady = (document: OnnxDocument, steadyInput: string): Halves | null =>
  document.inputs.has(steadyInput) ? new Cut(document, steadyInput).make(steadyInput) : null;
