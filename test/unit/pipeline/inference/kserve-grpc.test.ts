/** Networks on a model server over gRPC: the same numbers as here, and a word for each way it fails. */
import { status } from '@grpc/grpc-js';
import { fromJSON, type ServiceDefinition } from '@grpc/proto-loader';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openKServeNetwork } from '../../../../src/main/pipeline/inference/kserve-network.ts';
import { KSERVE_PROTO } from '../../../../src/main/pipeline/inference/kserve-proto.ts';
import { seededInputs } from '../../../../src/main/pipeline/inference/numeric-test.ts';
import { createOnnxSession } from '../../../../src/main/pipeline/inference/onnx-session.ts';
import { type FakeKServeGrpc, startFakeKServeGrpc } from '../../../support/fake-kserve-grpc.ts';
import { startFakeKServe } from '../../../support/fake-kserve-server.ts';
import { doubles, mixedTypes, tinyWav2Lip } from '../../../support/tiny-networks.ts';

let server: FakeKServeGrpc;
beforeEach(async () => {
  server = await startFakeKServeGrpc({ lips: tinyWav2Lip(), mixed: mixedTypes(), doubles: doubles() });
});
afterEach(() => server.close());

const open = (model = 'lips', urls = [server.url], version: string | null = null, inferMs = 10_000) =>
  openKServeNetwork({ urls, model, version }, { inferMs, askMs: 5_000 });
const inferences = ({ calls }: FakeKServeGrpc): number => calls.filter(call => call === 'ModelInfer').length;

test.each([
  ['raw bytes', false],
  ['lists', true],
])('a network gives the same as here; outputs come as %s', async (_name, lists) => {
  server.mood.lists = lists;
  const network = await open();
  expect(network).toMatchObject({ provider: 'kserve', inputNames: ['mel_spectrogram', 'video_frames'] });
  const inputs = seededInputs(network.signature);
  const here = await createOnnxSession(tinyWav2Lip());
  const expected = await here.run(inputs);
  const { frames } = await network.run(inputs);
  expect(frames!.dims).toEqual([1, 3, 96, 96]);
  expect(frames!.data).toEqual(expected.frames!.data);
  await here.close();
  await network.close();
});

test('float16 and int64 travel, and several requests at once are answered each with its own', async () => {
  const network = await open('mixed', [server.url], '1');
  const run = async (value: number) => {
    const half = { dims: [2], data: Float32Array.of(value, -3) };
    const { twice, step_float } = await network.run({
      half,
      step: { dims: [1], data: BigInt64Array.of(9n) },
    });
    return [...twice!.data, ...step_float!.data];
  };
  expect(await Promise.all([run(0.5), run(4)])).toEqual([
    [1, -6, 9],
    [8, -6, 9],
  ]);
  await network.close();
});

test('a request is, byte for byte, what other implementations of the protocol read', () => {
  const { ModelInfer } = fromJSON(KSERVE_PROTO)['inference.GRPCInferenceService'] as ServiceDefinition;
  const bytes = ModelInfer!.requestSerialize({
    model_name: 'm',
    model_version: '1',
    inputs: [{ name: 'x', datatype: 'FP32', shape: [1, 300] }],
    outputs: [{ name: 'y' }],
    raw_input_contents: [Uint8Array.of(1, 2)],
  });
  expect(Buffer.from(bytes).toString('hex')).toBe(
    '0a016d' + '120131' + '2a0e' + '0a0178' + '120446503332' + '1a0301ac02' + '3203' + '0a0179' + '3a020102',
  );
});

describe('what fails is tried once more, or named:', () => {
  test('a server that is gone, also in the middle of a call', async () => {
    const network = await open();
    const inputs = seededInputs(network.signature);
    server.mood.dies = true;
    const gone = { code: 'model/unreachable', message: /cannot be reached/ };
    await expect(network.run(inputs)).rejects.toMatchObject(gone);
    await expect(network.run(inputs)).rejects.toMatchObject(gone);
    await network.close();
    await expect(open('lips', ['grpc://127.0.0.1:9'])).rejects.toMatchObject(gone);
    await expect(open('lips', ['grpc://127.0.0.1:9/v2'])).rejects.toMatchObject({
      code: 'model/unsupported',
    });
  });

  test('a server that does not answer in time, and a cancel', async () => {
    const network = await open('lips', [server.url], null, 150);
    const inputs = seededInputs(network.signature);
    server.mood.silent = true;
    await expect(network.run(inputs)).rejects.toMatchObject({
      code: 'model/unreachable',
      message: /does not answer in time/,
    });
    expect(inferences(server)).toBe(2);
    const running = network.run(inputs);
    await network.close();
    await expect(running).rejects.toMatchObject({ code: 'request/cancelled' });
  });

  test.each([
    [status.UNAVAILABLE, 2],
    [status.RESOURCE_EXHAUSTED, 2],
    [status.INVALID_ARGUMENT, 1],
  ])('code %i is asked %i times, then passed on in its words', async (code, times) => {
    const network = await open();
    server.mood.code = code;
    await expect(network.run(seededInputs(network.signature))).rejects.toMatchObject({
      code: 'model/unreachable',
      message: expect.stringContaining(`refuses (${status[code]}): not now`),
    });
    expect(inferences(server)).toBe(times);
    await network.close();
  });

  test('wrong shapes, in the words of the server', async () => {
    const network = await open();
    const inputs = {
      ...seededInputs(network.signature),
      video_frames: { dims: [1, 5, 96, 96], data: new Float32Array(5 * 96 * 96) },
    };
    await expect(network.run(inputs)).rejects.toMatchObject({
      code: 'model/unreachable',
      message: /INVALID_ARGUMENT.*video_frames/,
    });
    await network.close();
  });

  test('no such model, one that is not ready, another element type', async () => {
    await expect(open('nobody')).rejects.toMatchObject({
      code: 'model/unreachable',
      message: /NOT_FOUND.*unknown model/,
    });
    await expect(open('doubles')).rejects.toMatchObject({ code: 'model/unsupported' });
    server.mood.modelReady = false;
    await expect(open()).rejects.toMatchObject({
      code: 'model/unreachable',
      message: /"lips" that is ready/,
    });
    server.mood.ready = false;
    await expect(open()).rejects.toMatchObject({ code: 'model/unreachable', message: /is not ready/ });
  });

  test('another protocol', async () => {
    const http = await startFakeKServe({});
    for (const url of [http.url.replace('http:', 'grpc:'), server.url.replace('grpc:', 'grpcs:')])
      await expect(open('lips', [url])).rejects.toMatchObject({ code: 'model/unreachable' });
    await http.close();
  });

  test.each([
    { outputs: [] },
    { outputs: [{ name: 'frames', datatype: 'FP32', shape: [2] }], raw_output_contents: [Buffer.alloc(4)] },
    { outputs: [{ name: 'frames', datatype: 'FP64', shape: [1] }], raw_output_contents: [Buffer.alloc(8)] },
    { outputs: [{ name: 'frames', datatype: 'FP32', shape: [65_536, 65_536] }] },
    {
      outputs: [{ name: 'frames', datatype: 'FP32', shape: [1] }],
      raw_output_contents: [Buffer.alloc(4), Buffer.alloc(4)],
    },
  ])('an answer that lies: %j', async nonsense => {
    const network = await open();
    server.mood.nonsense = nonsense;
    await expect(network.run(seededInputs(network.signature))).rejects.toMatchObject({
      code: 'model/unreachable',
      message: /cannot be read/,
    });
    await network.close();
  });
});

test('several servers take turns, also over both transports, and one does for a dead one', async () => {
  const http = await startFakeKServe({ lips: tinyWav2Lip() });
  const other = await startFakeKServeGrpc({ lips: tinyWav2Lip() });
  const network = await open('lips', [server.url, other.url, http.url]);
  const inputs = seededInputs(network.signature);
  for (let i = 0; i < 6; i++) await network.run(inputs);
  const overHttp = (): number => http.paths.filter(path => path.endsWith('/infer')).length;
  expect([inferences(server), inferences(other), overHttp()]).toEqual([2, 2, 2]);
  other.mood.dies = true;
  for (let i = 0; i < 6; i++) await network.run(inputs);
  expect([inferences(server), overHttp()]).toEqual([4, 6]);
  await network.close();
  await Promise.all([other.close(), http.close()]);
});
