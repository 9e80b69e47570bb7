/** The attributes of ONNX nodes that are numbers. Knows how they are written, not what they mean. */
import type { OnnxNode } from './onnx-document.ts';
import { fieldsOf, integer, readVarint, text, textOf } from './protobuf-fields.ts';

/** AttributeProto: fields and the types they go with. */
const FIELD = { name: 1, float: 2, integer: 3, string: 4, integers: 8, type: 20 };
const INTS = 7;

/** Numbers are lists of their own length; a text is itself. */
export type Attributes = ReadonlyMap<string, readonly number[] | string>;

const signed = (value: bigint): number => Number(BigInt.asIntN(64, value));

const readIntegers = (value: bigint | null, body: Uint8Array | null): number[] => {
  if (value !== null) return [signed(value)];
  const numbers: number[] = [];
  for (let at = 0; body !== null && at < body.length; ) {
    const read = readVarint(body, at);
    numbers.push(signed(read.value));
    at = read.next;
  }
  return numbers;
};

/** All of a node; tensors and graphs among them are left out. */
export const attributesOf = ({ attributes }: OnnxNode): Attributes => {
  const all = new Map<string, readonly number[] | string>();
  for (const attribute of attributes) {
    let name = '';
    let words: string | null = null;
    const numbers: number[] = [];
    for (const { number, value, body, whole } of fieldsOf(attribute)) {
      if (number === FIELD.name && body !== null) name = textOf(body);
      else if (number === FIELD.string && body !== null) words = textOf(body);
      else if (number === FIELD.integer || number === FIELD.integers)
        numbers.push(...readIntegers(value, body));
      else if (number === FIELD.float)
        numbers.push(new DataView(whole.buffer, whole.byteOffset + whole.length - 4).getFloat32(0, true));
    }
    all.set(name, words ?? numbers);
  }
  return all;
};

/** A list of whole numbers ≥ 0. */
export const integersAttribute = (name: string, values: readonly number[]): Uint8Array =>
  Buffer.concat([
    text(FIELD.name, name),
    ...values.map(value => integer(FIELD.integers, value)),
    integer(FIELD.type, INTS),
  ]);

/** How a convolution over pictures goes; lists are [y, x], pads [top, left, bottom, right]. */
export type ConvolutionShape = {
  kernel: readonly [number, number];
  strides: readonly number[];
  pads: readonly number[];
  dilations: readonly number[];
  outputPadding: readonly number[];
  groups: number;
};

/** Null where it leaves its pads to the runtime. `kernel`: as its weight has it. */
export const convolutionShapeOf = (
  node: OnnxNode,
  kernel: readonly [number, number],
): ConvolutionShape | null => {
  const attributes = attributesOf(node);
  const numbers = (name: string, otherwise: readonly number[]): readonly number[] => {
    const value = attributes.get(name);
    return value === undefined || typeof value === 'string' || value.length === 0 ? otherwise : value;
  };
  const auto = attributes.get('auto_pad');
  if ((auto !== undefined && auto !== 'NOTSET') || attributes.has('output_shape')) return null;
  return {
    kernel,
    strides: numbers('strides', [1, 1]),
    pads: numbers('pads', [0, 0, 0, 0]),
    dilations: numbers('dilations', [1, 1]),
    outputPadding: numbers('output_padding', [0, 0]),
    groups: numbers('group', [1])[0]!,
  };
};
