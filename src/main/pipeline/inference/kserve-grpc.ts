/** A server of the KServe v2 protocol over gRPC. Knows no other server and no second try. Loaded only where an address asks for it. */
import { type ChannelOptions, Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { fromJSON, type MethodDefinition, type ServiceDefinition } from '@grpc/proto-loader';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import { KSERVE_PROTO } from './kserve-proto.ts';
import {
  broken,
  listedOutput,
  ModelMetadata,
  namedInputs,
  OutputHead,
  rawBytes,
  rawOutput,
  readSignature,
  wantedOutputs,
} from './kserve-tensors.ts';
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
import type { FloatTensor } from './tensor-session.ts';

type Call = 'ServerReady' | 'ModelReady' | 'ModelMetadata' | 'ModelInfer';

const Ready = z.object({ ready: z.boolean() });

const InferResponse = z.object({
  outputs: z.array(
    OutputHead.extend({
      contents: z.object({ fp32_contents: z.array(z.number()) }).nullish(),
    }),
  ),
  raw_output_contents: z.array(z.instanceof(Uint8Array)),
});

/** Ports where none is said: Triton's for gRPC, and that of a cluster's door. */
const PORTS: Readonly<Record<string, string>> = { 'grpc:': '8001', 'grpcs:': '443' };

const OPTIONS: ChannelOptions = {
  'grpc.max_receive_message_length': MAX_ANSWER_BYTES,
  'grpc.max_send_message_length': MAX_ANSWER_BYTES,
  // Some megabytes may be under way: with HTTP/2's own 64 KiB each answer waits for many round trips.
  'grpc-node.flow_control_window': 8 * 1024 * 1024,
  // The address is the server's; a proxy of the web is not asked, as with HTTP, and no settings are looked up in the DNS.
  'grpc.enable_http_proxy': 0,
  'grpc.service_config_disable_resolution': 1,
  // A server that was away is tried again soon: another one has its turns meanwhile.
  'grpc.initial_reconnect_backoff_ms': 250,
  'grpc.max_reconnect_backoff_ms': 5_000,
};

/** Codes that another server, or another try, may do better. */
const PASSING = new Set([
  status.UNAVAILABLE,
  status.DEADLINE_EXCEEDED,
  status.RESOURCE_EXHAUSTED,
  status.ABORTED,
  // The stream was ended by the other side without an answer.
  status.CANCELLED,
]);

/** What the library itself says where no server did. */
const NO_SERVER = /^(No connection established|Connection dropped|Name resolution failed|Failed to connect)/;

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && typeof (error as Partial<ServiceError>).code === 'number';

const failureOf = (url: string, error: ServiceError): StudioError => {
  const { code, details } = error;
  if (code === status.DEADLINE_EXCEEDED) return unreachable(url, 'does not answer in time', error);
  if (code === status.CANCELLED || (code === status.UNAVAILABLE && NO_SERVER.test(details)))
    return unreachable(url, 'cannot be reached', error);
  if (code === status.UNIMPLEMENTED)
    return unreachable(url, 'does not speak the KServe v2 protocol over gRPC', error);
  if (code === status.RESOURCE_EXHAUSTED && /larger than max/.test(details))
    return unreachable(url, 'answers with too much', error);
  return refusal(url, status[code] ?? code, details);
};

const target = (url: string): string => {
  const { protocol, hostname, port, pathname } = new URL(url);
  if (hostname === '' || !['', '/'].includes(pathname))
    throw new StudioError(
      'model/unsupported',
      'A gRPC address has a host and a port only: grpc://host:8001.',
    );
  return `dns:${hostname}:${port || PORTS[protocol]}`;
};

/** One call, made once. Errors: request/cancelled; StudioErrors of ours as they are, else the library's. */
const ask = <T>(
  client: Client,
  method: MethodDefinition<object, object>,
  request: object,
  schema: z.ZodType<T>,
  { limitMs, signal }: Patience,
): Promise<T> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(cancelled());
    const stop = (): void => call.cancel();
    const { path, requestSerialize, responseDeserialize } = method;
    const call = client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      { deadline: Date.now() + limitMs },
      (error, answer) => {
        signal.removeEventListener('abort', stop);
        if (signal.aborted) return reject(cancelled());
        if (error !== null) return reject(error);
        const parsed = schema.safeParse(answer);
        return parsed.success ? resolve(parsed.data) : reject(broken('it is no answer of this protocol'));
      },
    );
    signal.addEventListener('abort', stop, { once: true });
  });

const outputsOf = ({
  outputs,
  raw_output_contents: blocks,
}: z.infer<typeof InferResponse>): Readonly<Record<string, FloatTensor>> => {
  if (outputs.length === 0) throw broken('it has no outputs');
  if (blocks.length !== 0 && blocks.length !== outputs.length)
    throw broken('it has not as many blocks as outputs');
  return Object.fromEntries(
    outputs.map(({ contents, ...head }, i) => {
      if (blocks[i] !== undefined) return [head.name, rawOutput(head, blocks[i])];
      if (head.datatype !== 'FP32') throw broken(`an output is ${head.datatype}`);
      return [head.name, listedOutput(head.shape, contents?.fp32_contents ?? [])];
    }),
  );
};

const named = ({ model, version }: ServerModel) => ({ name: model, version: version ?? '' });

/** `url`: `grpc://host[:8001]`, or `grpcs://host[:443]` with TLS. Nothing is sent yet. Errors: model/unsupported for an address with more in it. */
export const createKServeGrpc = (url: string): KServeTransport => {
  const secure = new URL(url).protocol === 'grpcs:';
  const client = new Client(
    target(url),
    secure ? credentials.createSsl() : credentials.createInsecure(),
    OPTIONS,
  );
  const loaded = fromJSON(KSERVE_PROTO, { keepCase: true, longs: Number, defaults: true });
  const service = loaded['inference.GRPCInferenceService'] as ServiceDefinition;
  const make = <T>(call: Call, request: object, schema: z.ZodType<T>, patience: Patience): Promise<T> =>
    ask(client, service[call]!, request, schema, patience);
  return {
    async describe(model, patience) {
      try {
        const server = await make('ServerReady', {}, Ready, patience);
        if (!server.ready) throw unreachable(url, 'is not ready');
        const metadata = await make('ModelMetadata', named(model), ModelMetadata, patience);
        const { ready } = await make('ModelReady', named(model), Ready, patience);
        if (!ready) throw unreachable(url, `has no model "${model.model}" that is ready`);
        return readSignature(metadata);
      } catch (error) {
        throw isServiceError(error) ? failureOf(url, error) : error;
      }
    },
    async infer({ model, version }, inputs, signature, patience) {
      const given = namedInputs(inputs, signature);
      const request = {
        model_name: model,
        model_version: version ?? '',
        inputs: given.map(({ name, datatype, shape }) => ({ name, datatype, shape })),
        outputs: wantedOutputs(signature).map(({ name }) => ({ name })),
        raw_input_contents: given.map(rawBytes),
      };
      try {
        return { at: 'done', outputs: outputsOf(await make('ModelInfer', request, InferResponse, patience)) };
      } catch (error) {
        return isServiceError(error)
          ? failed(failureOf(url, error), PASSING.has(error.code))
          : failed(error, false);
      }
    },
    close: () => client.close(),
  };
};
