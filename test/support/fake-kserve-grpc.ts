/**
 * A KServe v2 server on loopback that speaks gRPC: really runs ONNX networks through the runtime, over real sockets, so that a client
 * can be tested where no Triton is. Misbehaves when told to.
 */
import {
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import * as ort from 'onnxruntime-node';
import { KSERVE_PROTO } from '../../src/main/pipeline/inference/kserve-proto.ts';
import { DATATYPES, inputOf, metadata } from './fake-kserve-server.ts';

/** How it behaves; change it between calls. */
export type GrpcMood = {
  ready: boolean;
  /** Whether its models are. */ modelReady: boolean;
  /** Code of inferences; `OK`: they are made. */ code: status;
  /** An inference never answers. */ silent: boolean;
  /** The server ends while it computes. */ dies: boolean;
  /** Outputs come as lists of numbers, not as raw bytes. */ lists: boolean;
  /** What it answers instead. */ nonsense: object | null;
};

/** A running one; `calls` are those it saw. */
export type FakeKServeGrpc = {
  readonly url: string;
  readonly mood: GrpcMood;
  readonly calls: string[];
  close(): Promise<void>;
};

type Named = { name: string; version: string };
type InferRequest = {
  model_name: string;
  inputs: { name: string; datatype: string; shape: number[] }[];
  outputs: { name: string }[];
  raw_input_contents: Uint8Array[];
};

class Refusal extends Error {
  readonly code: status;
  constructor(code: status, words: string) {
    super(words);
    this.code = code;
  }
}

const infer = async (session: ort.InferenceSession, request: InferRequest, lists: boolean) => {
  const { inputs, outputs, raw_input_contents: blocks } = request;
  const feeds = Object.fromEntries(inputs.map((input, i) => [input.name, inputOf(input, blocks[i]!)]));
  const results = await session.run(feeds).catch((error: unknown) => {
    throw new Refusal(status.INVALID_ARGUMENT, String(error));
  });
  const tensors = outputs.map(({ name }) => ({ name, tensor: results[name]! }));
  return {
    outputs: tensors.map(({ name, tensor }) => ({
      name,
      datatype: DATATYPES[tensor.type],
      shape: tensor.dims,
      ...(lists ? { contents: { fp32_contents: Array.from(tensor.data as Float32Array) } } : {}),
    })),
    raw_output_contents: lists
      ? []
      : tensors.map(({ tensor }) => {
          const { buffer, byteOffset, byteLength } = tensor.data as Float32Array;
          return new Uint8Array(buffer, byteOffset, byteLength);
        }),
  };
};

/** Serves the networks under their names, as version 1. */
export const startFakeKServeGrpc = async (
  networks: Readonly<Record<string, Uint8Array>>,
): Promise<FakeKServeGrpc> => {
  const sessions = new Map<string, ort.InferenceSession>();
  for (const [name, bytes] of Object.entries(networks))
    sessions.set(name, await ort.InferenceSession.create(bytes, { intraOpNumThreads: 1 }));
  const mood: GrpcMood = {
    ready: true,
    modelReady: true,
    code: status.OK,
    silent: false,
    dies: false,
    lists: false,
    nonsense: null,
  };
  const calls: string[] = [];
  const sessionOf = (name: string, version: string): ort.InferenceSession => {
    const session = sessions.get(name);
    if (session === undefined || !['', '1'].includes(version))
      throw new Refusal(status.NOT_FOUND, `unknown model ${name}`);
    return session;
  };
  const server = new Server({ 'grpc.max_receive_message_length': -1 });
  const answer =
    <T>(name: string, make: (request: T) => unknown) =>
    async ({ request }: ServerUnaryCall<T, object>, reply: sendUnaryData<object>): Promise<void> => {
      calls.push(name);
      try {
        const made = (await make(request)) as object | null;
        if (made !== null) reply(null, made);
      } catch (error) {
        const { code, message } = error as Refusal;
        reply({ code, details: message });
      }
    };
  const loaded = fromJSON(KSERVE_PROTO, { keepCase: true, longs: Number, defaults: true });
  server.addService(loaded['inference.GRPCInferenceService'] as ServiceDefinition, {
    ServerReady: answer('ServerReady', () => ({ ready: mood.ready })),
    ModelReady: answer('ModelReady', () => ({ ready: mood.modelReady })),
    ModelMetadata: answer<Named>('ModelMetadata', ({ name, version }) =>
      metadata(name, sessionOf(name, version)),
    ),
    ModelInfer: answer<InferRequest>('ModelInfer', async request => {
      if (mood.dies) server.forceShutdown();
      if (mood.silent || mood.dies) return null;
      if (mood.code !== status.OK) throw new Refusal(mood.code, 'not now');
      return mood.nonsense ?? infer(sessionOf(request.model_name, ''), request, mood.lists);
    }),
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return {
    url: `grpc://127.0.0.1:${port}`,
    mood,
    calls,
    close: async () => {
      server.forceShutdown();
      for (const session of sessions.values()) await session.release();
      sessions.clear();
    },
  };
};
