/** Reads a TFLite file (a flatbuffer) into plain objects: tensors, operators, inputs and outputs. Interprets no operator. */

const TENSOR_TYPES = { 0: 'float32', 1: 'float16', 2: 'int32' };

/** Operator codes used by the face models (TFLite schema, BuiltinOperator). */
const OPERATORS = {
  0: 'ADD',
  2: 'CONCATENATION',
  3: 'CONV_2D',
  4: 'DEPTHWISE_CONV_2D',
  6: 'DEQUANTIZE',
  14: 'LOGISTIC',
  17: 'MAX_POOL_2D',
  18: 'MUL',
  19: 'RELU',
  22: 'RESHAPE',
  32: 'CUSTOM',
  34: 'PAD',
  45: 'STRIDED_SLICE',
  54: 'PRELU',
};

/** A flatbuffer table: fields by index, defaults where the field is absent. */
class Table {
  constructor(bytes, position) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.position = position;
  }

  #field(index) {
    const vtable = this.position - this.view.getInt32(this.position, true);
    const slot = 4 + 2 * index;
    if (slot >= this.view.getUint16(vtable, true)) return 0;
    const offset = this.view.getUint16(vtable + slot, true);
    return offset === 0 ? 0 : this.position + offset;
  }

  #vector(index) {
    const field = this.#field(index);
    if (field === 0) return { length: 0, start: 0 };
    const vector = field + this.view.getUint32(field, true);
    return { length: this.view.getUint32(vector, true), start: vector + 4 };
  }

  byte(index) {
    const field = this.#field(index);
    return field === 0 ? 0 : this.view.getInt8(field);
  }

  /** A 32-bit integer; TFLite's absent strides and dilations are 0 in the schema but mean 1, so the default is asked for. */
  int(index, absent = 0) {
    const field = this.#field(index);
    return field === 0 ? absent : this.view.getInt32(field, true);
  }

  table(index) {
    const field = this.#field(index);
    return field === 0 ? null : new Table(this.bytes, field + this.view.getUint32(field, true));
  }

  tables(index) {
    const { length, start } = this.#vector(index);
    return Array.from({ length }, (_, item) => {
      const at = start + 4 * item;
      return new Table(this.bytes, at + this.view.getUint32(at, true));
    });
  }

  ints(index) {
    const { length, start } = this.#vector(index);
    return Array.from({ length }, (_, item) => this.view.getInt32(start + 4 * item, true));
  }

  raw(index) {
    const { length, start } = this.#vector(index);
    return this.bytes.subarray(start, start + length);
  }

  text(index) {
    return new TextDecoder().decode(this.raw(index));
  }
}

/**
 * The first graph of the file: `tensors` ({ shape, type, bytes, name }), `operators` ({ name, custom, inputs, outputs,
 * options (a Table or null), customOptions (bytes) }), and the indices of `inputs` and `outputs`.
 */
export const readTflite = bytes => {
  const start = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  const root = new Table(bytes, start);
  const codes = root
    .tables(1)
    .map(code => ({ code: Math.max(code.byte(0), code.int(3)), custom: code.text(1) }));
  const buffers = root.tables(4).map(buffer => buffer.raw(0));
  const graph = root.tables(2)[0];
  return {
    tensors: graph.tables(0).map(tensor => ({
      shape: tensor.ints(0),
      type: TENSOR_TYPES[tensor.byte(1)],
      bytes: buffers[tensor.int(2)],
      name: tensor.text(3),
    })),
    inputs: graph.ints(1),
    outputs: graph.ints(2),
    operators: graph.tables(3).map(operator => {
      const { code, custom } = codes[operator.int(0)];
      const name = OPERATORS[code];
      if (!name) throw new Error(`Operator ${code} is not known.`);
      return {
        name,
        custom,
        inputs: operator.ints(1),
        outputs: operator.ints(2),
        options: operator.table(4),
        customOptions: operator.raw(5),
      };
    }),
  };
};

const halfToSingle = half => {
  const sign = half >> 15 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const mantissa = half & 1023;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
};

/** The values of a constant tensor: Float32Array (halves widened, which is exact) or Int32Array. */
export const readConstant = tensor => {
  const copy = tensor.bytes.slice().buffer;
  if (tensor.type === 'float32') return new Float32Array(copy);
  if (tensor.type === 'float16') return Float32Array.from(new Uint16Array(copy), halfToSingle);
  if (tensor.type === 'int32') return new Int32Array(copy);
  throw new Error(`Constant "${tensor.name}" has a type that is not known.`);
};
