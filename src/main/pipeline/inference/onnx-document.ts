/** An ONNX model in memory as nodes, weights and values that can be put together anew; weights are views, never copied. Knows the file's fields, no operator's meaning. */

import { fieldsOf, integer, readVarint, span, text, textOf, varint } from './protobuf-fields.ts';

/** A node. `bytes` is the whole record as it was; a changed one is made with `nodeBytes`. */
export type OnnxNode = {
  operator: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: readonly Uint8Array[];
  bytes: Uint8Array;
};

/** A weight. `raw` null: its numbers lie elsewhere or in another form. */
export type OnnxTensor = {
  name: string;
  dims: readonly number[];
  isFloat: boolean;
  raw: Uint8Array | null;
  bytes: Uint8Array;
};

/** A model. `header`: all top-level fields but the graph. */
export type OnnxDocument = {
  header: Uint8Array;
  nodes: readonly OnnxNode[];
  tensors: ReadonlyMap<string, OnnxTensor>;
  inputs: ReadonlyMap<string, Uint8Array>;
  outputs: ReadonlyMap<string, Uint8Array>;
};

/** The wire type of what has a length. */
const SPAN = 2;
const MODEL_GRAPH = 7;
const GRAPH = { node: 1, tensor: 5, input: 11, output: 12, sparse: 15 };
const NODE = { input: 1, output: 2, operator: 4, attribute: 5, domain: 7 };
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9, location: 14 };
const FLOAT = 1n;
const INT64 = 7n;
/** ModelProto.opset_import: OperatorSetIdProto. */
const OPSETS = 8;

const readNode = (bytes: Uint8Array): OnnxNode => {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Uint8Array[] = [];
  let operator = '';
  for (const { number, body } of fieldsOf(bytes)) {
    if (body === null) continue;
    if (number === NODE.input) inputs.push(textOf(body));
    else if (number === NODE.output) outputs.push(textOf(body));
    else if (number === NODE.attribute) attributes.push(body);
    else if (number === NODE.operator) operator = `${operator}${textOf(body)}`;
    else if (number === NODE.domain && body.length > 0 && textOf(body) !== 'ai.onnx')
      operator = `${textOf(body)}.${operator}`;
  }
  return { operator, inputs, outputs, attributes, bytes };
};

const readTensor = (bytes: Uint8Array): OnnxTensor => {
  const dims: number[] = [];
  let name = '';
  let isFloat = false;
  let isElsewhere = false;
  let raw: Uint8Array | null = null;
  for (const { number, value, body } of fieldsOf(bytes)) {
    if (number === TENSOR.dims && value !== null) dims.push(Number(value));
    else if (number === TENSOR.dims && body !== null) {
      for (let at = 0; at < body.length; ) {
        const read = readVarint(body, at);
        dims.push(Number(read.value));
        at = read.next;
      }
    } else if (number === TENSOR.type) isFloat = value === FLOAT;
    else if (number === TENSOR.name && body !== null) name = textOf(body);
    else if (number === TENSOR.raw) raw = body;
    else if (number === TENSOR.location) isElsewhere = value === 1n;
  }
  return { name, dims, isFloat, raw: isElsewhere ? null : raw, bytes };
};

const nameOf = (valueInfo: Uint8Array): string => {
  for (const { number, body } of fieldsOf(valueInfo)) if (number === 1 && body !== null) return textOf(body);
  return '';
};

/** Reads a model. @throws RangeError for what is no ONNX. */
export const readOnnx = (bytes: Uint8Array): OnnxDocument => {
  const header: Uint8Array[] = [];
  const nodes: OnnxNode[] = [];
  const tensors = new Map<string, OnnxTensor>();
  const inputs = new Map<string, Uint8Array>();
  const outputs = new Map<string, Uint8Array>();
  for (const field of fieldsOf(bytes)) {
    if (field.number !== MODEL_GRAPH || field.body === null) {
      header.push(field.whole);
      continue;
    }
    for (const { number, body } of fieldsOf(field.body)) {
      if (body === null) continue;
      if (number === GRAPH.node) nodes.push(readNode(body));
      else if (number === GRAPH.input) inputs.set(nameOf(body), body);
      else if (number === GRAPH.output) outputs.set(nameOf(body), body);
      else if (number === GRAPH.sparse) throw new RangeError('sparse weights');
      else if (number === GRAPH.tensor) {
        const tensor = readTensor(body);
        tensors.set(tensor.name, tensor);
      }
    }
  }
  return { header: Buffer.concat(header), nodes, tensors, inputs, outputs };
};

/** A node of one output; attributes as another node has them. */
export const makeNode = (
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Uint8Array[] = [],
): OnnxNode => ({
  operator,
  inputs,
  outputs: [output],
  attributes,
  bytes: Buffer.concat([
    ...inputs.map(input => text(NODE.input, input)),
    text(NODE.output, output),
    text(3, output),
    text(NODE.operator, operator),
    ...attributes.map(attribute => span(NODE.attribute, attribute)),
  ]),
});

const tensorOf = (name: string, dims: readonly number[], type: bigint, raw: Uint8Array): OnnxTensor => ({
  name,
  dims,
  isFloat: type === FLOAT,
  raw,
  bytes: Buffer.concat([
    ...dims.map(size => integer(TENSOR.dims, size)),
    integer(TENSOR.type, Number(type)),
    text(TENSOR.name, name),
    span(TENSOR.raw, raw),
  ]),
});

/** A float weight. */
export const makeTensor = (name: string, dims: readonly number[], raw: Uint8Array): OnnxTensor =>
  tensorOf(name, dims, FLOAT, raw);

/** Weights as they are now, to be changed. */
export const floatsOf = ({ raw }: OnnxTensor): Float32Array | null =>
  // A copy: where they lie in the file is not aligned.
  raw === null ? null : new Float32Array(new Uint8Array(raw).buffer);

/** A weight of these numbers. */
export const floatTensor = (name: string, dims: readonly number[], values: Float32Array): OnnxTensor =>
  makeTensor(name, dims, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));

/** Whole numbers that shapes and orders are given in. */
export const integerTensor = (name: string, values: readonly number[]): OnnxTensor => {
  const numbers = BigInt64Array.from(values, BigInt);
  return tensorOf(name, [values.length], INT64, new Uint8Array(numbers.buffer));
};

/** The sizes of an input or output as the file declares them; null for a free one. */
export const dimsOfValue = (valueInfo: Uint8Array): (number | null)[] => {
  // ValueInfoProto.type 2 → TypeProto.tensor_type 1 → Tensor.shape 2 → TensorShapeProto.dim 1 → Dimension.dim_value 1.
  let at: Uint8Array[] = [valueInfo];
  for (const wanted of [2, 1, 2, 1])
    at = at.flatMap(bytes =>
      [...fieldsOf(bytes)].flatMap(({ number, body }) => (number === wanted && body !== null ? [body] : [])),
    );
  return at.map(dimension => {
    const value = [...fieldsOf(dimension)].find(field => field.number === 1)?.value;
    return value === null || value === undefined ? null : Number(value);
  });
};

/** An input or output of floats whose shape is left open. */
export const openValue = (name: string): Uint8Array =>
  Buffer.concat([text(1, name), span(2, span(1, integer(1, 1)))]);

/** Version of the operators' own meaning in this model; 0 where it is not told. */
export const opsetOf = ({ header }: OnnxDocument): number => {
  for (const { number, body } of fieldsOf(header)) {
    if (number !== OPSETS || body === null) continue;
    const fields = [...fieldsOf(body)];
    const domain = fields.find(field => field.number === 1)?.body;
    if (domain === undefined || domain === null || domain.length === 0)
      return Number(fields.find(field => field.number === 2)?.value ?? 0n);
  }
  return 0;
};

/** The file. Weights nobody uses are left out. */
export const writeOnnx = (document: OnnxDocument): Uint8Array => {
  const used = new Set(document.nodes.flatMap(node => node.inputs));
  // Pieces, not messages: weights are megabytes, and are copied once.
  const pieces: Uint8Array[] = [text(2, 'graph')];
  const put = (number: number, bytes: Uint8Array): void => {
    pieces.push(varint(number * 8 + SPAN), varint(bytes.length), bytes);
  };
  for (const { bytes } of document.nodes) put(GRAPH.node, bytes);
  for (const { name, bytes } of document.tensors.values()) if (used.has(name)) put(GRAPH.tensor, bytes);
  for (const bytes of document.inputs.values()) put(GRAPH.input, bytes);
  for (const bytes of document.outputs.values()) put(GRAPH.output, bytes);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return Buffer.concat([document.header, varint(MODEL_GRAPH * 8 + SPAN), varint(length), ...pieces]);
};
