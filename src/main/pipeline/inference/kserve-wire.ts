/**
 * The KServe v2 inference protocol over HTTP: one request body, one response body, plain JSON or with tensors as binary data behind
 * it. Knows no connection. Facts: the Open Inference Protocol and its binary tensor data extension, as Triton documents them.
 */
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import type { NetworkSignature } from '../../../shared/model-shapes.ts';
import {
  broken,
  elementsOf,
  listedOutput,
  type NamedInput,
  namedInputs,
  OutputHead,
  rawBytes,
  rawOutput,
  wantedOutputs,
} from './kserve-tensors.ts';
import type { FloatTensor, IntTensor } from './tensor-session.ts';

/** GET v2: who the server is. */
export const ServerMetadata = z.object({
  name: z.string(),
  version: z.string().default(''),
  extensions: z.array(z.string()).default([]),
});

const InferResponse = z.object({
  outputs: z.array(
    OutputHead.extend({
      parameters: z.object({ binary_data_size: z.number().int().min(0).optional() }).optional(),
      data: z.array(z.unknown()).optional(),
    }),
  ),
});

/** The header that says how long the JSON before the binary data is. */
export const JSON_LENGTH_HEADER = 'inference-header-content-length';

/** Nothing has more dimensions. */
const MAX_RANK = 64;

/** A request: `jsonLength` null when the body is JSON alone. */
export type InferRequest = { body: Uint8Array<ArrayBuffer>; jsonLength: number | null };

/** `binary`: whether the server knows the extension. FP16 has no JSON form, so it needs it. Errors: model/unsupported, renderer/failed. */
export const writeRequest = (
  inputs: Readonly<Record<string, FloatTensor | IntTensor>>,
  signature: NetworkSignature,
  binary: boolean,
): InferRequest => {
  const blocks: Uint8Array[] = [];
  const describe = (input: NamedInput) => {
    const { tensor, ...head } = input;
    if (binary) {
      const block = rawBytes(input);
      blocks.push(block);
      return { ...head, parameters: { binary_data_size: block.length } };
    }
    if (head.datatype === 'FP16')
      throw new StudioError('model/unsupported', 'The server takes no binary tensors, which float16 needs.');
    return { ...head, data: Array.from(tensor.data as ArrayLike<number | bigint>, Number) };
  };
  const described = namedInputs(inputs, signature).map(describe);
  const outputs = wantedOutputs(signature).map(({ name }) => ({ name, parameters: { binary_data: binary } }));
  const json = Buffer.from(JSON.stringify({ inputs: described, outputs }));
  if (!binary) return { body: new Uint8Array(json), jsonLength: null };
  return { body: new Uint8Array(Buffer.concat([json, ...blocks])), jsonLength: json.length };
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
    elementsOf(shape);
    const size = parameters?.binary_data_size;
    if (size === undefined) outputs[name] = listedOutput(shape, (data ?? []).flat(MAX_RANK).map(Number));
    else {
      outputs[name] = rawOutput({ datatype, shape }, body.subarray(at, at + size));
      at += size;
    }
  }
  return outputs;
};
