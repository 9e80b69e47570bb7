/** An ONNX model in memory as nodes, weights and values that can be put together anew; weights are views, never copied. Knows the file's fields, no operator's meaning. */

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

type Field = { number: number; value: bigint | null; body: Uint8Array | null; whole: Uint8Array };

const WIRE = { varint: 0, eight: 1, span: 2, four: 5 };
const MODEL_GRAPH = 7;
const GRAPH = { node: 1, tensor: 5, input: 11, output: 12, sparse: 15 };
const NODE = { input: 1, output: 2, operator: 4, attribute: 5, domain: 7 };
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9, location: 14 };
const FLOAT = 1n;

const readVarint = (bytes: Uint8Array, at: number): { value: bigint; next: number } => {
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) break;
    value |= BigInt(byte & 127) << BigInt(7 * i);
    if (byte < 128) return { value, next: at + i + 1 };
  }
  throw new RangeError('a number is cut off');
};

function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  for (let at = 0; at < bytes.length; ) {
    const tag = readVarint(bytes, at);
    const number = Number(tag.value >> 3n);
    const wire = Number(tag.value & 7n);
    let value: bigint | null = null;
    let body: Uint8Array | null = null;
    let next = tag.next;
    if (wire === WIRE.varint) ({ value, next } = readVarint(bytes, tag.next));
    else if (wire === WIRE.span) {
      const length = readVarint(bytes, tag.next);
      next = length.next + Number(length.value);
      body = bytes.subarray(length.next, next);
    } else if (wire === WIRE.eight) next += 8;
    else if (wire === WIRE.four) next += 4;
    else throw new RangeError(`wire type ${wire}`);
    if (next > bytes.length) throw new RangeError('a field is cut off');
    yield { number, value, body, whole: bytes.subarray(at, next) };
    at = next;
  }
}

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();

const varint = (value: number): Uint8Array => {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest === 0 ? low : low + 128);
  } while (rest > 0);
  return Uint8Array.from(bytes);
};

/** One field with a body. */
const span = (number: number, ...pieces: readonly Uint8Array[]): Uint8Array => {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return Buffer.concat([varint(number * 8 + WIRE.span), varint(length), ...pieces]);
};
const text = (number: number, value: string): Uint8Array => span(number, Buffer.from(value));
const integer = (number: number, value: number): Uint8Array =>
  Buffer.concat([varint(number * 8), varint(value)]);

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

/** A float weight. */
export const makeTensor = (name: string, dims: readonly number[], raw: Uint8Array): OnnxTensor => ({
  name,
  dims,
  isFloat: true,
  raw,
  bytes: Buffer.concat([
    ...dims.map(size => integer(TENSOR.dims, size)),
    integer(TENSOR.type, 1),
    text(TENSOR.name, name),
    span(TENSOR.raw, raw),
  ]),
});

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

/** The file. Weights nobody uses are left out. */
export const writeOnnx = (document: OnnxDocument): Uint8Array => {
  const used = new Set(document.nodes.flatMap(node => node.inputs));
  // Pieces, not messages: weights are megabytes, and are copied once.
  const pieces: Uint8Array[] = [text(2, 'graph')];
  const put = (number: number, bytes: Uint8Array): void => {
    pieces.push(varint(number * 8 + WIRE.span), varint(bytes.length), bytes);
  };
  for (const { bytes } of document.nodes) put(GRAPH.node, bytes);
  for (const { name, bytes } of document.tensors.values()) if (used.has(name)) put(GRAPH.tensor, bytes);
  for (const bytes of document.inputs.values()) put(GRAPH.input, bytes);
  for (const bytes of document.outputs.values()) put(GRAPH.output, bytes);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return Buffer.concat([document.header, varint(MODEL_GRAPH * 8 + WIRE.span), varint(length), ...pieces]);
};
