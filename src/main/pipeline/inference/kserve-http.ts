/** A server of the KServe v2 protocol over HTTP. Knows no other server and no second try. */
import type { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import { ModelMetadata, readSignature } from './kserve-tensors.ts';
import {
  cancelled,
  failed,
  type KServeTransport,
  MAX_ANSWER_BYTES,
  type Patience,
  refusal,
  type ServerModel,
  unreachable,
} from './kserve-transport.ts';
import {
  type InferRequest,
  JSON_LENGTH_HEADER,
  readResponse,
  ServerMetadata,
  writeRequest,
} from './kserve-wire.ts';

/** Statuses that another server, or another try, may do better. */
const PASSING = new Set([429, 502, 503, 504]);

type Answer = { status: number; body: Uint8Array; jsonLength: number | null };

const send = async (
  base: string,
  path: string,
  request: InferRequest | null,
  { limitMs, signal }: Patience,
): Promise<Answer> => {
  const limit = AbortSignal.timeout(limitMs);
  const headers: Record<string, string> = {};
  if (request !== null)
    headers['content-type'] = request.jsonLength === null ? 'application/json' : 'application/octet-stream';
  if (request?.jsonLength) headers[JSON_LENGTH_HEADER] = String(request.jsonLength);
  try {
    const response = await fetch(`${base.replace(/\/+$/, '')}/${path}`, {
      method: request === null ? 'GET' : 'POST',
      headers,
      redirect: 'error',
      signal: AbortSignal.any([limit, signal]),
      ...(request === null ? {} : { body: request.body }),
    });
    if (Number(response.headers.get('content-length') ?? 0) > MAX_ANSWER_BYTES) {
      await response.body?.cancel();
      throw unreachable(base, 'answers with too much');
    }
    const length = response.headers.get(JSON_LENGTH_HEADER);
    return {
      status: response.status,
      body: await readBounded(response, base),
      jsonLength: length === null ? null : Number(length),
    };
  } catch (error) {
    if (error instanceof StudioError) throw error;
    if (signal.aborted) throw cancelled();
    throw unreachable(base, limit.aborted ? 'does not answer in time' : 'cannot be reached', error);
  }
};

/** The whole body; a server that announces no length must not fill the memory either. */
const readBounded = async (response: Response, base: string): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop by an error cancels the body.
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > MAX_ANSWER_BYTES) throw unreachable(base, 'answers with too much');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
};

const refused = (base: string, { status, body }: Answer): StudioError =>
  refusal(base, status, new TextDecoder().decode(body.subarray(0, 400)));

const parse = <T>(base: string, schema: z.ZodType<T>, answer: Answer): T => {
  if (answer.status !== 200) throw refused(base, answer);
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(answer.body)));
  } catch (cause) {
    throw unreachable(base, 'does not speak the KServe v2 protocol', cause);
  }
};

const modelPath = ({ model, version }: ServerModel): string =>
  `v2/models/${encodeURIComponent(model)}${version === null ? '' : `/versions/${encodeURIComponent(version)}`}`;

/** `base`: http or https, a path before `v2` is kept. Nothing is sent yet. */
export const createKServeHttp = (base: string): KServeTransport => {
  let binary: boolean | null = null;
  /** Whether this server knows the binary extension; asked once. */
  const takesBinary = async (patience: Patience): Promise<boolean> => {
    if (binary === null) {
      const { extensions } = parse(base, ServerMetadata, await send(base, 'v2', null, patience));
      binary = extensions.some(name => /^binary_(tensor_)?data$/.test(name));
    }
    return binary;
  };
  return {
    async describe(model, patience) {
      await takesBinary(patience);
      return readSignature(parse(base, ModelMetadata, await send(base, modelPath(model), null, patience)));
    },
    async infer(model, inputs, signature, patience) {
      let answer: Answer;
      try {
        const request = writeRequest(inputs, signature, await takesBinary(patience));
        answer = await send(base, `${modelPath(model)}/infer`, request, patience);
      } catch (error) {
        return failed(error, true);
      }
      if (answer.status !== 200) return failed(refused(base, answer), PASSING.has(answer.status));
      try {
        return { at: 'done', outputs: readResponse(answer.body, answer.jsonLength) };
      } catch (error) {
        return failed(error, false);
      }
    },
    // Kept connections belong to the runtime, which closes them when they have been idle.
    close() {},
  };
};
