/**
 * The KServe v2 inference protocol over HTTP: one request body, one response body, plain JSON or with tensors as binary data behind
 * it. Knows no connection. Facts: the Open Inference Protocol and its binary tensor data extension, as Triton documents them.
 */
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import type { NetworkSignature, TensorSignature, TensorType } from '../../../shared/model-shapes.ts';
import { fromHalfBits, toHalfBits } from './half-floats.ts';
import type { FloatTensor, IntTensor } from './tensor-session.ts';

const TYPES: Readonly<Record<string, TensorType>> = { FP32: 'float32', FP16: 'float16', INT64: 'int64' };
const NAMES: Readonly<Record<TensorType, string>> = { float32: 'FP32', float16: 'FP16', int64: 'INT64' };

const Tensor = z.object({ name: z.string(), datatype: z.string(), shape: z.array(z.coerce.number().int()) });

/** GET v2: who the server is. */
export const ServerMetadata = z.object({
  name: z.string(),
  version: z.string().default(''),
  extensions: z.array(z.string()).default([]),
});

/** GET v2/models/NAME: what a model takes and gives. */
export const ModelMetadata = z.object({
  name: z.string(),
  inputs: z.array(Tensor),
  outputs: z.array(Tensor),
});

const InferResponse = z.object({
  outputs: z.array(
    z.object({
      name: z.string(),
      datatype: z.string(),
      shape: z.array(z.number().int().min(0)),
      parameters: z.object({ binary_data_size: z.number().int().min(0).optional() }).optional(),
      data: z.array(z.unknown()).optional(),
    }),
  ),
});

/** The header that says how long the JSON before the binary data is. */
export const JSON_LENGTH_HEADER = 'inference-header-content-length';

/** Rounds: rank 64, and 2^28 elements, far beyond any network of ours. */
const MAX_ELEMENTS = 2 ** 28;

const broken = (why: string): StudioError =>
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

/** A request: `jsonLength` null when the body is JSON alone. */
export type InferRequest = { body: Uint8Array<ArrayBuffer>; jsonLength: number | null };

const bytesOf = (view: ArrayBufferView): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** `binary`: whether the server knows the extension. FP16 has no JSON form, so it needs it. Errors: model/unsupported. */
export const writeRequest = (
  inputs: Readonly<Record<string, FloatTensor | IntTensor>>,
  signature: NetworkSignature,
  binary: boolean,
): InferRequest => {
  const blocks: Uint8Array[] = [];
  const describe = (name: string, tensor: FloatTensor | IntTensor) => {
    const wanted = signature.inputs.find(input => input.name === name);
    if (wanted === undefined)
      throw new StudioError('renderer/failed', `The server's model has no input "${name}".`, { name });
    const { type } = wanted;
    if ((type === 'int64') !== tensor.data instanceof BigInt64Array)
      throw new StudioError('renderer/failed', `The server's model takes "${name}" as ${type}.`, { name });
    const head = { name, shape: [...tensor.dims], datatype: NAMES[type] };
    if (binary) {
      const block =
        type === 'float16' ? bytesOf(toHalfBits(tensor.data as Float32Array)) : bytesOf(tensor.data);
      blocks.push(block);
      return { ...head, parameters: { binary_data_size: block.length } };
    }
    if (type === 'float16')
      throw new StudioError('model/unsupported', 'The server takes no binary tensors, which float16 needs.');
    return { ...head, data: Array.from(tensor.data as ArrayLike<number | bigint>, Number) };
  };
  const described = Object.entries(inputs).map(([name, tensor]) => describe(name, tensor));
  const outputs = signature.outputs
    .filter(output => output.type !== 'int64')
    .map(({ name }) => ({ name, parameters: { binary_data: binary } }));
  const json = Buffer.from(JSON.stringify({ inputs: described, outputs }));
  if (!binary) return { body: new Uint8Array(json), jsonLength: null };
  return { body: new Uint8Array(Buffer.concat([json, ...blocks])), jsonLength: json.length };
};

const floats = (datatype: string, bytes: Uint8Array): Float32Array => {
  // Copied: the blocks of a body lie at any address, typed arrays only at multiples of their size.
  const { buffer } = new Uint8Array(bytes);
  if (datatype === 'FP32') return new Float32Array(buffer);
  if (datatype === 'FP16') return fromHalfBits(new Uint16Array(buffer));
  throw broken(`an output is ${datatype}`);
};

/** The float outputs. Errors: model/unreachable for an answer that is none. */
export const readResponse = (
  body: Uint8Array,
  jsonLength: number | null,
): Readonly<Record<string, FloatTensor>> => {
  if (jsonLength !== null && jsonLength > body.length) throw broken('it is cut off');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(body.subarray(0, jsonLength ?? body.length)));
  } catch {
    throw broken('it is no JSON');
  }
  const parsed = InferResponse.safeParse(json);
  if (!parsed.success) throw broken('it has no outputs');
  let at = jsonLength ?? body.length;
  const outputs: Record<string, FloatTensor> = {};
  for (const { name, datatype, shape, parameters, data } of parsed.data.outputs) {
    const count = shape.reduce((product, size) => product * size, 1);
    if (count > MAX_ELEMENTS) throw broken('an output is too large');
    const size = parameters?.binary_data_size;
    if (size !== undefined) {
      if (size !== count * (datatype === 'FP16' ? 2 : 4) || at + size > body.length)
        throw broken('an output has another size than it says');
      outputs[name] = { dims: shape, data: floats(datatype, body.subarray(at, at + size)) };
      at += size;
    } else {
      const values = (data ?? []).flat(64).map(Number);
      if (values.length !== count || values.some(Number.isNaN))
        throw broken('an output has another size than it says');
      outputs[name] = { dims: shape, data: Float32Array.from(values) };
    }
  }
  return outputs;
};
