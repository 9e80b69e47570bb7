/**
 * Rewrites the wide convolutions of a network's lively half to tiles (tile-algorithm.ts): the runtime's own ones do every product. Between
 * them pictures stay rows of channels. What comes from the steady half is brought to rows there. Knows shapes and operators, no model.
 */
import { setImmediate } from 'node:timers/promises';
import { convolutionShapeOf, integersAttribute } from './onnx-attributes.ts';
import {
  floatsOf,
  floatTensor,
  integerTensor,
  makeNode,
  type OnnxNode,
  type OnnxTensor,
  openValue,
  opsetOf,
} from './onnx-document.ts';
import { type PictureShape, picturesOf } from './picture-shapes.ts';
import { linesOf, patchesOf, type RowOrder, reordered, rowsOf } from './row-order.ts';
import type { Halves } from './steady-part.ts';
import {
  DOUBLING,
  FOUR_OF_SIX,
  inBothDirections,
  type TileAlgorithm,
  TWO_OF_FOUR,
  weightsAtPoints,
} from './tile-algorithm.ts';

/** Pad takes its sizes as an input since then. */
const LEAST_OPSET = 11;

/** Work on one element, of which nothing stays nothing. */
const KEEPING_ZERO = new Set(['Relu', 'LeakyRelu', 'Identity']);

/** `channels`: of inputs and of outputs, at least; below, the runtime's own convolutions are as fast. */
export type TilingLimits = { channels: number };

type Rows = { name: string; order: RowOrder };

/** One graph being written: nodes, and the constants they stand on. */
class Sheet {
  readonly nodes: OnnxNode[] = [];
  readonly tensors = new Map<string, OnnxTensor>();

  add(operator: string, inputs: readonly string[], output: string, attributes: readonly Uint8Array[] = []) {
    this.nodes.push(makeNode(operator, inputs, output, attributes));
    return output;
  }

  integers(name: string, values: readonly number[]): string {
    this.tensors.set(name, integerTensor(name, values));
    return name;
  }

  floats(name: string, dims: readonly number[], values: Float32Array): string {
    this.tensors.set(name, floatTensor(name, dims, values));
    return name;
  }

  reshape(value: string, dims: readonly number[], output: string): string {
    return this.add('Reshape', [value, this.integers(`${output}/dims`, dims)], output);
  }

  gather(value: string, rows: readonly number[], output: string): string {
    return this.add('Gather', [value, this.integers(`${output}/rows`, rows)], output);
  }

  /** [n, channels, height, width] to rows in the order of lines: a line of zeros below is what the zero rows are. */
  toRows(value: string, { height, width, channels }: PictureShape, output: string): Rows {
    const pads = this.integers(`${output}/pads`, [0, 0, 0, 0, 0, 0, 1, 0]);
    const padded = this.add('Pad', [value, pads], `${output}/padded`);
    const line = this.reshape(padded, [-1, channels, (height + 1) * width], `${output}/line`);
    // The runtime is quick at moving one axis, not at moving two.
    const name = this.add('Transpose', [line], output, [integersAttribute('perm', [2, 0, 1])]);
    return { name, order: { height, width, block: 1 } };
  }

  /** And back. */
  toPicture({ name, order }: Rows, { height, width, channels }: PictureShape, output: string): void {
    const lines = this.gather(name, linesOf(order), `${output}/lines`);
    const turned = this.add('Transpose', [lines], `${output}/turned`, [integersAttribute('perm', [1, 2, 0])]);
    this.reshape(turned, [-1, channels, height, width], output);
  }
}

/** One attempt at one pair of halves. */
class Tiling {
  readonly #halves: Halves;
  readonly #least: number;
  readonly #shapes: ReadonlyMap<string, PictureShape>;
  readonly #lively = new Sheet();
  readonly #steady = new Sheet();
  /** Values by name, as rows. */ readonly #rows = new Map<string, Rows>();
  /** Values that are there as pictures. */ readonly #pictures: Set<string>;
  /** Seams by name, and what they became. */ readonly #seams: Map<string, Set<string>>;

  constructor(halves: Halves, { channels }: TilingLimits) {
    this.#halves = halves;
    this.#least = channels;
    this.#shapes = picturesOf(halves.lively);
    const { inputs, tensors } = halves.lively;
    this.#pictures = new Set(['', ...inputs.keys(), ...tensors.keys()]);
    this.#seams = new Map([...halves.steady.outputs.keys()].map(name => [name, new Set()]));
  }

  /** Null where no convolution is wide enough. */
  async make(): Promise<Halves | null> {
    let tiled = 0;
    for (const node of this.#halves.lively.nodes) {
      if (this.#convolution(node)) {
        tiled++;
        // Some hundredths of a second each: sessions that run go on between them.
        await setImmediate();
      } else if (!this.#onRows(node)) this.#asItWas(node);
    }
    if (tiled === 0) return null;
    const { steady, lively } = this.#halves;
    for (const output of lively.outputs.keys()) this.#picture(output);
    const seams = new Map([...this.#seams.values()].flatMap(names => [...names].map(n => [n, openValue(n)])));
    const others = [...lively.inputs].filter(([name]) => !this.#seams.has(name));
    return {
      steady: {
        ...steady,
        nodes: [...steady.nodes, ...this.#steady.nodes],
        tensors: new Map([...steady.tensors, ...this.#steady.tensors]),
        outputs: seams,
      },
      lively: {
        ...lively,
        nodes: this.#lively.nodes,
        tensors: new Map([...lively.tensors, ...this.#lively.tensors]),
        inputs: new Map([...others, ...seams]),
      },
    };
  }

  #asItWas(node: OnnxNode): void {
    for (const input of node.inputs) this.#picture(input);
    this.#lively.nodes.push(node);
    for (const output of node.outputs) this.#pictures.add(output);
  }

  /** Sees that a value is there as it was in the network. */
  #picture(value: string): void {
    this.#seams.get(value)?.add(value);
    if (this.#pictures.has(value)) return;
    this.#lively.toPicture(this.#rows.get(value)!, this.#shapes.get(value)!, value);
    this.#pictures.add(value);
  }

  /** Adding and bending go on with rows as they are. */
  #onRows({ operator, inputs, outputs, attributes }: OnnxNode): boolean {
    const [output] = outputs as [string];
    const rows = inputs.map(input => this.#rows.get(input));
    if (KEEPING_ZERO.has(operator)) {
      if (rows[0] === undefined) return false;
      this.#put(output, rows[0].order, name => this.#lively.add(operator, [rows[0]!.name], name, attributes));
      return true;
    }
    if (operator !== 'Add') return false;
    const own = rows.find(row => row !== undefined);
    if (own === undefined) return false;
    const names = inputs.map((input, i) => {
      if (rows[i] !== undefined) return rows[i].order.block === own.order.block ? rows[i].name : null;
      return this.#seams.has(input) ? this.#seamAsRows(input, this.#shapes.get(output)!, own.order) : null;
    });
    if (names.includes(null)) return false;
    this.#put(output, own.order, name => this.#lively.add('Add', names as string[], name));
    return true;
  }

  #seamAsRows(seam: string, shape: PictureShape, order: RowOrder): string {
    const output = `${seam}/rows`;
    const lines = this.#steady.toRows(seam, shape, `${output}/lines`);
    this.#seams.get(seam)!.add(this.#steady.gather(lines.name, reordered(lines.order, order), output));
    return output;
  }

  #put(value: string, order: RowOrder, make: (name: string) => string): void {
    this.#rows.set(value, { name: make(`${value}/rows`), order });
  }

  #convolution(node: OnnxNode): boolean {
    const input = this.#shapes.get(node.inputs[0] ?? '');
    const weight = this.#halves.lively.tensors.get(node.inputs[1] ?? '');
    if (input === undefined || weight === undefined) return false;
    const algorithm = this.#algorithmFor(node, weight, input);
    const values = floatsOf(weight);
    const bias = node.inputs[2] ? this.#halves.lively.tensors.get(node.inputs[2]) : undefined;
    const biases = bias === undefined ? null : floatsOf(bias);
    if (algorithm === null || values === null || (node.inputs[2] && biases === null)) return false;
    const output = node.outputs[0]!;
    const from =
      this.#rows.get(node.inputs[0]!) ??
      this.#lively.toRows(node.inputs[0]!, input, `${node.inputs[0]}/rows/of ${output}`);
    this.#rows.set(node.inputs[0]!, from);
    const inputsFirst = node.operator === 'ConvTranspose';
    this.#tiles(output, from, algorithm, values, inputsFirst, input.channels, biases);
    return true;
  }

  #tiles(
    output: string,
    from: Rows,
    algorithm: TileAlgorithm,
    weights: Float32Array,
    inputsFirst: boolean,
    inputs: number,
    bias: Float32Array | null,
  ): void {
    const sheet = this.#lively;
    const { tile, patch, block, toPoints, fromPoints } = algorithm;
    const points = toPoints.length ** 2;
    const outputs = weights.length / 9 / inputs;
    const scale = block / tile;
    const order = { height: from.order.height * scale, width: from.order.width * scale, block };
    const at = (step: string): string => `${output}/${step}`;
    const matrix = (step: string, rows: number, columns: number, values: readonly number[]): string =>
      sheet.floats(at(step), [rows, columns], Float32Array.from(values));

    const patches = sheet.gather(
      from.name,
      patchesOf(from.order, tile, patch, algorithm.from),
      at('patches'),
    );
    const flat = sheet.reshape(patches, [patch ** 2, -1], at('patches/flat'));
    const toMatrix = matrix('to points', points, patch ** 2, inBothDirections(toPoints));
    const pointed = sheet.add('MatMul', [toMatrix, flat], at('points'));
    const perPoint = sheet.reshape(pointed, [points, -1, inputs], at('points/each'));
    const atPoints = sheet.floats(
      at('weights'),
      [points, inputs, outputs],
      weightsAtPoints(algorithm, weights, inputs, outputs, inputsFirst),
    );
    const products = sheet.add('MatMul', [perPoint, atPoints], at('products'));
    const line = sheet.reshape(products, [points, -1], at('products/flat'));
    // A last row of nothing makes the zero rows.
    const back = [...inBothDirections(fromPoints), ...new Array<number>(points).fill(0)];
    const fromMatrix = matrix('from points', block ** 2 + 1, points, back);
    let pixels = sheet.add('MatMul', [fromMatrix, line], at('pixels'));
    if (bias !== null) {
      const each = sheet.reshape(pixels, [block ** 2 + 1, -1, outputs], at('pixels/each'));
      const all = new Float32Array((block ** 2 + 1) * outputs);
      for (let i = 0; i < block ** 2; i++) all.set(bias, i * outputs);
      pixels = sheet.add(
        'Add',
        [each, sheet.floats(at('bias'), [block ** 2 + 1, 1, outputs], all)],
        at('biased'),
      );
    }
    this.#put(output, order, name => sheet.reshape(pixels, [rowsOf(order), -1, outputs], name));
  }

  /** Null: not of a kind that is known, or not worth it. */
  #algorithmFor(node: OnnxNode, { dims }: OnnxTensor, { height, width }: PictureShape): TileAlgorithm | null {
    if (node.operator !== 'Conv' && node.operator !== 'ConvTranspose') return null;
    if (dims.length !== 4 || Math.min(dims[0]!, dims[1]!) < this.#least) return null;
    const shape = convolutionShapeOf(node, [dims[2]!, dims[3]!]);
    if (shape === null || shape.groups !== 1) return null;
    const all = (numbers: readonly number[], value: number): boolean => numbers.every(n => n === value);
    if (!all(shape.kernel, 3) || !all(shape.dilations, 1) || !all(shape.pads, 1)) return null;
    const isMultiple = (n: number): boolean => height % n === 0 && width % n === 0;
    if (node.operator === 'ConvTranspose')
      return all(shape.strides, 2) && all(shape.outputPadding, 1) && isMultiple(2) ? DOUBLING : null;
    if (!all(shape.strides, 1)) return null;
    return isMultiple(4) ? FOUR_OF_SIX : isMultiple(2) ? TWO_OF_FOUR : null;
  }
}

/** The same halves with fewer products; null where there is nothing to gain. */
export const tileConvolutions = async (halves: Halves, limits: TilingLimits): Promise<Halves | null> =>
  opsetOf(halves.lively) < LEAST_OPSET ? null : new Tiling(halves, limits).make();
