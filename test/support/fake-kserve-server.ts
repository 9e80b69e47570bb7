/**
 * A KServe v2 server on loopback: really runs ONNX networks through the runtime and speaks the protocol's JSON and binary forms, so
 * that a client can be tested where no Triton is. Misbehaves when told to.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as ort from 'onnxruntime-node';

/** How it behaves; change it between requests. */
export type KServeMood = {
  binary: boolean;
  /** The next so many connections are cut without an answer. */ cuts: number;
  /** Status of inferences; 200: they are made. */ status: number;
  /** An inference never answers. */ silent: boolean;
  /** What it answers instead of a response. */ nonsense: string | null;
};

/** A running one; `paths` are the requests it saw. */
export type FakeKServe = {
  readonly url: string;
  readonly mood: KServeMood;
  readonly paths: string[];
  readonly connections: () => number;
  close(): Promise<void>;
};

/** What the protocol calls the runtime's element types. */
export const DATATYPES: Readonly<Record<string, string>> = {
  float32: 'FP32',
  float16: 'FP16',
  int64: 'INT64',
  float64: 'FP64',
};

type JsonTensor = {
  name: string;
  shape: number[];
  datatype: string;
  data?: number[];
  parameters?: { binary_data_size?: number; binary_data?: boolean };
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
};

/** An input of a request; `block`: its raw bytes, null where it comes as a list. */
export const inputOf = (
  { datatype, shape, data }: Omit<JsonTensor, 'name'>,
  block: Uint8Array | null,
): ort.Tensor => {
  const raw = block === null ? null : new Uint8Array(block).buffer;
  if (datatype === 'INT64') {
    const values = raw === null ? BigInt64Array.from(data ?? [], BigInt) : new BigInt64Array(raw);
    return new ort.Tensor('int64', values, shape);
  }
  if (datatype === 'FP16' && raw !== null) {
    const bits = new Uint16Array(raw);
    return Object.create(new ort.Tensor('float16', bits, shape), { data: { value: bits } }) as ort.Tensor;
  }
  return new ort.Tensor(
    'float32',
    raw === null ? Float32Array.from(data ?? []) : new Float32Array(raw),
    shape,
  );
};

const infer = async (session: ort.InferenceSession, body: Buffer, jsonLength: number) => {
  const request = JSON.parse(body.subarray(0, jsonLength).toString()) as {
    inputs: JsonTensor[];
    outputs: JsonTensor[];
  };
  let at = jsonLength;
  const feeds: Record<string, ort.Tensor> = {};
  for (const input of request.inputs) {
    const size = input.parameters?.binary_data_size;
    feeds[input.name] = inputOf(input, size === undefined ? null : body.subarray(at, at + size));
    at += size ?? 0;
  }
  const results = await session.run(feeds);
  const blocks: Buffer[] = [];
  const outputs = request.outputs.map(({ name, parameters }) => {
    const tensor = results[name]!;
    const view = tensor.data as Float32Array;
    const head = { name, shape: tensor.dims, datatype: DATATYPES[tensor.type] };
    if (parameters?.binary_data !== true) return { ...head, data: Array.from(view) };
    blocks.push(Buffer.from(view.buffer, view.byteOffset, view.byteLength));
    return { ...head, parameters: { binary_data_size: view.byteLength } };
  });
  return { json: Buffer.from(JSON.stringify({ model_name: 'm', model_version: '1', outputs })), blocks };
};

/** What a network takes and gives, in the protocol's words. */
export const metadata = (name: string, session: ort.InferenceSession) => {
  const read = (values: readonly ort.InferenceSession.ValueMetadata[]) =>
    values.map(value => ({
      name: value.name,
      datatype: value.isTensor ? DATATYPES[value.type] : 'BYTES',
      shape: value.isTensor ? value.shape.map(size => (typeof size === 'number' ? size : -1)) : [],
    }));
  const { inputMetadata, outputMetadata } = session;
  return {
    name,
    versions: ['1'],
    platform: 'onnxruntime_onnx',
    inputs: read(inputMetadata),
    outputs: read(outputMetadata),
  };
};

/** Serves the networks under their names, as version 1. */
export const startFakeKServe = async (
  networks: Readonly<Record<string, Uint8Array>>,
): Promise<FakeKServe> => {
  const sessions = new Map<string, ort.InferenceSession>();
  for (const [name, bytes] of Object.entries(networks))
    sessions.set(name, await ort.InferenceSession.create(bytes, { intraOpNumThreads: 1 }));
  const mood: KServeMood = { binary: true, cuts: 0, status: 200, silent: false, nonsense: null };
  const paths: string[] = [];
  let connections = 0;
  const server = createServer(async (request, response) => {
    paths.push(`${request.method} ${request.url}`);
    const json = (status: number, value: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (mood.cuts > 0) {
      mood.cuts -= 1;
      request.socket.destroy();
      return;
    }
    if (request.url === '/v2') {
      const extensions = mood.binary ? ['classification', 'binary_tensor_data'] : [];
      return json(200, { name: 'fake', version: '1', extensions });
    }
    if (request.url === '/v2/health/ready') return void response.writeHead(200).end();
    const [, name = '', version = '1', verb = ''] =
      /^\/v2\/models\/([^/]+)(?:\/versions\/([^/]+))?(\/infer)?$/.exec(request.url ?? '') ?? [];
    const session = sessions.get(decodeURIComponent(name));
    if (session === undefined || version !== '1') return json(404, { error: `unknown model ${name}` });
    if (verb === '') return json(200, metadata(name, session));
    const body = await bodyOf(request);
    if (mood.silent) return;
    if (mood.status !== 200) return json(mood.status, { error: 'not now' });
    if (mood.nonsense !== null) return void response.end(mood.nonsense);
    const length = request.headers['inference-header-content-length'];
    const answer = await infer(session, body, length === undefined ? body.length : Number(length)).catch(
      String,
    );
    if (typeof answer === 'string') return json(400, { error: answer });
    const headers =
      answer.blocks.length === 0 ? {} : { 'inference-header-content-length': String(answer.json.length) };
    response.writeHead(200, headers).end(Buffer.concat([answer.json, ...answer.blocks]));
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mood,
    paths,
    connections: () => connections,
    close: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      for (const session of sessions.values()) await session.release();
    },
  };
};
