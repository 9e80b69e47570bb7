/** Tensors as the KServe v2 protocol has them in either of its transports: element types by name, values as raw bytes. Knows no request and no connection. */
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import type { NetworkSignature, TensorSignature, TensorType } from '../../../shared/model-shapes.ts';
import { fromHalfBits, toHalfBits } from './half-floats.ts';
import type { FloatTensor, IntTensor } from './tensor-session.ts';

const TYPES: Readonly<Record<string, TensorType>> = { FP32: 'float32', FP16: 'float16', INT64: 'int64' };
const NAMES: Readonly<Record<TensorType, string>> = { float32: 'FP32', float16: 'FP16', int64: 'INT64' };

const Tensor = z.object({ name: z.string(), datatype: z.string(), shape: z.array(z.coerce.number().int()) });

/** What a server says a model takes and gives. */
export const ModelMetadata = z.object({
  name: z.string(),
  inputs: z.array(Tensor),
  outputs: z.array(Tensor),
});

/** What an answer says of an output, wherever its values lie. */
export const OutputHead = z.object({
  name: z.string(),
  datatype: z.string(),
  shape: z.array(z.number().int().min(0)),
});

/** 2^28 elements are far beyond any network of ours. */
const MAX_ELEMENTS = 2 ** 28;

/** An answer that is none; `why` follows "cannot be read". */
export const broken = (why: string): StudioError =>
  new StudioError('model/unreachable', `The model server's answer cannot be read (${why}).`, { why });

/** @throws StudioError `model/unsupported` for other element types. */
export const readSignature = ({ inputs, outputs }: z.infer<typeof ModelMetadata>): NetworkSignature => {
  const read = (tensor: z.infer<typeof Tensor>): TensorSignature => {
    const type = TYPES[tensor.datatype];
    if (type === undefined) {
      throw new StudioError(
        'model/unsupported',
        `"${tensor.name}" of the server's model is ${tensor.datatype}. FP32, FP16 and INT64 can be used.`,
      );
    }
    return { name: tensor.name, type, dims: tensor.shape.map(size => (size > 0 ? size : null)) };
  };
  return { inputs: inputs.map(read), outputs: outputs.map(read) };
};

/** The outputs that are asked for: a network gives floats. */
export const wantedOutputs = ({ outputs }: NetworkSignature): readonly TensorSignature[] =>
  outputs.filter(({ type }) => type !== 'int64');

/** An input as a request names it, with its values. */
export type NamedInput = { name: string; shape: number[]; datatype: string; tensor: FloatTensor | IntTensor };

/** The inputs in their order. Errors: renderer/failed for one that the model has not, or has in another type. */
export const namedInputs = (
  inputs: Readonly<Record<string, FloatTensor | IntTensor>>,
  signature: NetworkSignature,
): NamedInput[] =>
  Object.entries(inputs).map(([name, tensor]) => {
    const wanted = signature.inputs.find(input => input.name === name);
    if (wanted === undefined)
      throw new StudioError('renderer/failed', `The server's model has no input "${name}".`, { name });
    const { type } = wanted;
    if ((type === 'int64') !== tensor.data instanceof BigInt64Array)
      throw new StudioError('renderer/failed', `The server's model takes "${name}" as ${type}.`, { name });
    return { name, shape: [...tensor.dims], datatype: NAMES[type], tensor };
  });

/** An input's values as the protocol's raw form has them: little-endian, row by row. Shares the tensor's memory where it can. */
export const rawBytes = ({ datatype, tensor }: NamedInput): Uint8Array => {
  const { buffer, byteOffset, byteLength } =
    datatype === NAMES.float16 ? toHalfBits(tensor.data as Float32Array) : tensor.data;
  return new Uint8Array(buffer, byteOffset, byteLength);
};

/** How many values a shape holds. Errors: model/unreachable for more than any network gives. */
export const elementsOf = (shape: readonly number[]): number => {
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > MAX_ELEMENTS) throw broken('an output is too large');
  return count;
};

/** A float output out of its raw form. Errors: model/unreachable for another type or size than it says. */
export const rawOutput = (
  { datatype, shape }: { datatype: string; shape: number[] },
  bytes: Uint8Array,
): FloatTensor => {
  if (datatype !== NAMES.float32 && datatype !== NAMES.float16) throw broken(`an output is ${datatype}`);
  if (bytes.length !== elementsOf(shape) * (datatype === NAMES.float16 ? 2 : 4))
    throw broken('an output has another size than it says');
  // Copied: the blocks of an answer lie at any address, typed arrays only at multiples of their size.
  const { buffer } = new Uint8Array(bytes);
  return {
    dims: shape,
    data: datatype === NAMES.float32 ? new Float32Array(buffer) : fromHalfBits(new Uint16Array(buffer)),
  };
};

/** A float output out of a list of numbers. Errors: model/unreachable for another count than it says. */
export const listedOutput = (shape: number[], values: readonly number[]): FloatTensor => {
  if (values.length !== elementsOf(shape) || values.some(Number.isNaN))
    throw broken('an output has another size than it says');
  return { dims: shape, data: Float32Array.from(values) };
};
