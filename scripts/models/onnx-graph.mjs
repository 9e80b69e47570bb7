/** Builds an ONNX model and writes it as protobuf. Knows the format's fields, no operator's meaning. */

const OPSET = 17;
const IR_VERSION = 8;
const FLOAT = 1;
const INT64 = 7;
/** TensorProto.DataType by the names inputs and outputs are declared with. */
const ELEMENT_TYPES = { float: FLOAT, int64: INT64, half: 10, double: 11 };

const varint = value => {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes = [];
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 128);
  } while (rest !== 0n);
  return Buffer.from(bytes);
};

const integerField = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);

const bytesField = (field, content) => {
  const body = typeof content === 'string' ? Buffer.from(content) : content;
  return Buffer.concat([varint((field << 3) | 2), varint(body.length), body]);
};

const attribute = (name, value) => {
  // AttributeProto: name 1, i 3, s 4, ints 8, type 20 (INT 2, STRING 3, INTS 7).
  if (Array.isArray(value)) {
    return Buffer.concat([
      bytesField(1, name),
      ...value.map(item => integerField(8, item)),
      integerField(20, 7),
    ]);
  }
  if (typeof value === 'string')
    return Buffer.concat([bytesField(1, name), bytesField(4, value), integerField(20, 3)]);
  return Buffer.concat([bytesField(1, name), integerField(3, value), integerField(20, 2)]);
};

// Dimension: dim_value 1, dim_param 2 (a name: free).
const dimension = size => (typeof size === 'string' ? bytesField(2, size) : integerField(1, size));

const valueInfo = (name, shape, elements) => {
  const dimensions = Buffer.concat(shape.map(size => bytesField(1, dimension(size))));
  const type = bytesField(
    1,
    Buffer.concat([integerField(1, ELEMENT_TYPES[elements]), bytesField(2, dimensions)]),
  );
  return Buffer.concat([bytesField(1, name), bytesField(2, type)]);
};

/** A graph under construction. Names of values are strings; every method that makes one returns it. */
export class OnnxGraph {
  #nodes = [];
  #constants = [];
  #inputs = [];
  #outputs = [];
  #count = 0;

  /** A name no other value has. */
  name(prefix = 'v') {
    this.#count++;
    return `${prefix}${this.#count}`;
  }

  /** A float constant. */
  floats(shape, values) {
    return this.#constant(FLOAT, shape, Float32Array.from(values));
  }

  /** A vector of 64-bit integers. */
  ints(values) {
    return this.#constant(INT64, [values.length], BigInt64Array.from(values, BigInt));
  }

  /** An operator with one output, called `output` where that matters. */
  node(operator, inputs, attributes = {}, output = this.name()) {
    this.#nodes.push(
      Buffer.concat([
        ...inputs.map(input => bytesField(1, input)),
        bytesField(2, output),
        bytesField(3, output),
        bytesField(4, operator),
        ...Object.entries(attributes).map(([name, value]) => bytesField(5, attribute(name, value))),
      ]),
    );
    return output;
  }

  /** Declares an input of the model; a name as a size leaves it free. */
  input(name, shape, elements = 'float') {
    this.#inputs.push(valueInfo(name, shape, elements));
    return name;
  }

  /** Declares a value as an output of the model. */
  output(name, shape, elements = 'float') {
    this.#outputs.push(valueInfo(name, shape, elements));
  }

  /** The model file. */
  toBytes(producer) {
    const graph = Buffer.concat([
      ...this.#nodes.map(node => bytesField(1, node)),
      bytesField(2, 'graph'),
      ...this.#constants.map(constant => bytesField(5, constant)),
      ...this.#inputs.map(input => bytesField(11, input)),
      ...this.#outputs.map(output => bytesField(12, output)),
    ]);
    const opset = Buffer.concat([bytesField(1, ''), integerField(2, OPSET)]);
    return Buffer.concat([
      integerField(1, IR_VERSION),
      bytesField(2, producer),
      bytesField(7, graph),
      bytesField(8, opset),
    ]);
  }

  #constant(type, shape, values) {
    const name = this.name('c');
    const raw = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    this.#constants.push(
      Buffer.concat([
        ...shape.map(size => integerField(1, size)),
        integerField(2, type),
        bytesField(8, name),
        bytesField(9, raw),
      ]),
    );
    return name;
  }
}
