/** A network that a KServe v2 server runs (Triton and others): asked over kept connections, each of several servers in turn. */
import type { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import {
  type InferRequest,
  JSON_LENGTH_HEADER,
  ModelMetadata,
  readResponse,
  readSignature,
  ServerMetadata,
  writeRequest,
} from './kserve-wire.ts';
import type { Network } from './networks.ts';

/** Where it is. `urls`: base addresses of servers that all have the model. */
export type KServeModel = { urls: readonly string[]; model: string; version: string | null };

/** Patience, ms. A first inference may load the model. */
export type KServeLimits = { askMs: number; inferMs: number };

const LIMITS: KServeLimits = { askMs: 5_000, inferMs: 30_000 };

/** Answers longer than this are nobody's frames. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;
/** Statuses that another server, or another try, may do better. */
const PASSING = new Set([429, 502, 503, 504]);

type Answer = { status: number; body: Uint8Array; jsonLength: number | null };

const unreachable = (url: string, why: string, cause?: unknown): StudioError =>
  new StudioError(
    'model/unreachable',
    `The model server ${new URL(url).host} ${why}. Check its address, and that it runs.`,
    {},
    { cause },
  );

const send = async (
  base: string,
  path: string,
  limitMs: number,
  request: InferRequest | null,
  signal?: AbortSignal,
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
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
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
    if (signal?.aborted === true)
      throw new StudioError('request/cancelled', 'The request to the model server was cancelled.');
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

const refusal = (base: string, { status, body }: Answer): StudioError => {
  const said = new TextDecoder().decode(body.subarray(0, 400)).replace(/\s+/g, ' ').trim();
  return new StudioError(
    'model/unreachable',
    `The model server ${new URL(base).host} refuses (${status}): ${said || 'without a word'}`,
    { status },
  );
};

const parse = <T>(base: string, schema: z.ZodType<T>, answer: Answer): T => {
  if (answer.status !== 200) throw refusal(base, answer);
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(answer.body)));
  } catch (cause) {
    throw unreachable(base, 'does not speak the KServe v2 protocol', cause);
  }
};

const modelPath = ({ model, version }: KServeModel): string =>
  `v2/models/${encodeURIComponent(model)}${version === null ? '' : `/versions/${encodeURIComponent(version)}`}`;

/** Asks the servers in turn until one answers. Errors: that of the last one. */
const firstOf = async <T>(urls: readonly string[], ask: (url: string) => Promise<T>): Promise<T> => {
  let last: unknown;
  for (const url of urls) {
    try {
      return await ask(url);
    } catch (error) {
      last = error;
    }
  }
  throw last;
};

/**
 * Asks what the model takes and gives; nothing is computed yet.
 * @throws StudioError `model/unreachable` (no server, no such model, another protocol), `model/unsupported` (element types).
 */
export const openKServeNetwork = async (
  model: KServeModel,
  limits: Partial<KServeLimits> = {},
  signal?: AbortSignal,
): Promise<Network> => {
  const { askMs, inferMs } = { ...LIMITS, ...limits };
  const path = modelPath(model);
  const { signature, binary } = await firstOf(model.urls, async url => {
    const about = parse(url, ServerMetadata, await send(url, 'v2', askMs, null, signal));
    const metadata = parse(url, ModelMetadata, await send(url, path, askMs, null, signal));
    return {
      signature: readSignature(metadata),
      binary: about.extensions.some(name => /^binary_(tensor_)?data$/.test(name)),
    };
  });
  const stop = new AbortController();
  let turn = 0;
  const infer = async (request: InferRequest): Promise<Answer> => {
    const first = turn++;
    let failure: StudioError | null = null;
    // Twice in all: another server where there is one, else the same, whose kept connection may have been closed under us.
    for (let attempt = 0; attempt < 2; attempt++) {
      const base = model.urls[(first + attempt) % model.urls.length] as string;
      try {
        const answer = await send(base, `${path}/infer`, inferMs, request, stop.signal);
        if (answer.status === 200) return answer;
        failure = refusal(base, answer);
        if (!PASSING.has(answer.status)) break;
      } catch (error) {
        if (!(error instanceof StudioError) || error.code === 'request/cancelled') throw error;
        failure = error;
      }
    }
    throw failure;
  };
  return {
    provider: 'kserve',
    signature,
    inputNames: signature.inputs.map(({ name }) => name),
    outputNames: signature.outputs.map(({ name }) => name),
    run: async inputs => {
      const { body, jsonLength } = await infer(writeRequest(inputs, signature, binary));
      return readResponse(body, jsonLength);
    },
    close: async () => stop.abort(),
  };
};
