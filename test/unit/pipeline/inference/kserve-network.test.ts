/** Networks on a model server: the same numbers as here, and a word for each way it fails. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openKServeNetwork } from '../../../../src/main/pipeline/inference/kserve-network.ts';
import { readResponse } from '../../../../src/main/pipeline/inference/kserve-wire.ts';
import { seededInputs } from '../../../../src/main/pipeline/inference/numeric-test.ts';
import { createOnnxSession } from '../../../../src/main/pipeline/inference/onnx-session.ts';
import { type FakeKServe, startFakeKServe } from '../../../support/fake-kserve-server.ts';
import { doubles, mixedTypes, tinyWav2Lip } from '../../../support/tiny-networks.ts';

let server: FakeKServe;
beforeEach(async () => {
  server = await startFakeKServe({ lips: tinyWav2Lip(), mixed: mixedTypes(), doubles: doubles() });
});
afterEach(() => server.close());

const open = (model = 'lips', urls = [server.url], version: string | null = null, inferMs = 10_000) =>
  openKServeNetwork({ urls, model, version }, { inferMs, askMs: 5_000 });

describe.each([
  ['binary tensors', true],
  ['JSON alone', false],
])('by %s', (_name, binary) => {
  beforeEach(() => {
    server.mood.binary = binary;
  });

  test('a network gives the same as here, over kept connections', async () => {
    const network = await open();
    expect(network).toMatchObject({ provider: 'kserve', inputNames: ['mel_spectrogram', 'video_frames'] });
    expect(network.signature.inputs[0]).toEqual({
      name: 'mel_spectrogram',
      type: 'float32',
      dims: [null, 1, 80, 16],
    });
    const inputs = seededInputs(network.signature);
    const here = await createOnnxSession(tinyWav2Lip());
    const expected = await here.run(inputs);
    for (let i = 0; i < 3; i++) {
      const { frames } = await network.run(inputs);
      expect(frames!.dims).toEqual([1, 3, 96, 96]);
      expect(frames!.data).toEqual(expected.frames!.data);
    }
    expect(server.connections()).toBeLessThan(3);
    await here.close();
  });
});

test('float16 and int64 travel; float16 needs binary tensors', async () => {
  const inputs = {
    half: { dims: [2], data: Float32Array.of(0.5, -3) },
    step: { dims: [1], data: BigInt64Array.of(9n) },
  };
  const { twice, step_float } = await (await open('mixed', [server.url], '1')).run(inputs);
  expect([...twice!.data, ...step_float!.data]).toEqual([1, -6, 9]);
  server.mood.binary = false;
  await expect((await open('mixed')).run(inputs)).rejects.toMatchObject({ code: 'model/unsupported' });
});

test('several requests at once are answered each with its own', async () => {
  const network = await open();
  const inputs = seededInputs(network.signature);
  const runs = [0, 0.5, 1].map(async value => {
    const faces = { dims: [1, 6, 96, 96], data: new Float32Array(6 * 96 * 96).fill(value) };
    return (await network.run({ ...inputs, video_frames: faces })).frames!.data[0]!;
  });
  const [dark, grey, light] = await Promise.all(runs);
  expect(dark!).toBeLessThan(grey!);
  expect(grey!).toBeLessThan(light!);
});

describe('what fails is tried once more, or named:', () => {
  test('a line that breaks once is not noticed', async () => {
    const network = await open();
    server.mood.cuts = 1;
    expect(Object.keys(await network.run(seededInputs(network.signature)))).toEqual(['frames']);
  });

  test('a server that is gone', async () => {
    const network = await open();
    await server.close();
    await expect(network.run(seededInputs(network.signature))).rejects.toMatchObject({
      code: 'model/unreachable',
      message: /cannot be reached/,
    });
    server = await startFakeKServe({});
    await expect(open('lips', ['http://127.0.0.1:9'])).rejects.toMatchObject({ code: 'model/unreachable' });
  });

  test('a server that does not answer', async () => {
    const network = await open('lips', [server.url], null, 150);
    server.mood.silent = true;
    await expect(network.run(seededInputs(network.signature))).rejects.toMatchObject({
      code: 'model/unreachable',
      message: /does not answer in time/,
    });
  });

  test('a cancel', async () => {
    const network = await open();
    server.mood.silent = true;
    const running = network.run(seededInputs(network.signature));
    await network.close();
    await expect(running).rejects.toMatchObject({ code: 'request/cancelled' });
  });

  test('a busy server is asked again, a refusal is passed on', async () => {
    const network = await open();
    const inputs = seededInputs(network.signature);
    server.mood.status = 503;
    server.paths.length = 0;
    await expect(network.run(inputs)).rejects.toMatchObject({
      code: 'model/unreachable',
      message: /503.*not now/,
    });
    expect(server.paths).toHaveLength(2);
    server.mood.status = 400;
    await expect(network.run(inputs)).rejects.toMatchObject({ message: /400/ });
    expect(server.paths).toHaveLength(3);
  });

  test('no such model, another element type, another protocol', async () => {
    await expect(open('nobody')).rejects.toMatchObject({
      code: 'model/unreachable',
      message: /unknown model/,
    });
    await expect(open('doubles')).rejects.toMatchObject({ code: 'model/unsupported' });
    const network = await open();
    for (const nonsense of [
      'hello',
      '{}',
      '{"outputs":[{"name":"frames","datatype":"FP32","shape":[2],"data":[1]}]}',
    ]) {
      server.mood.nonsense = nonsense;
      await expect(network.run(seededInputs(network.signature))).rejects.toMatchObject({
        code: 'model/unreachable',
      });
    }
  });
});

test('with two servers, each has its turn, and one does for a dead one', async () => {
  const other = await startFakeKServe({ lips: tinyWav2Lip() });
  const network = await open('lips', [server.url, other.url]);
  const inputs = seededInputs(network.signature);
  for (let i = 0; i < 4; i++) await network.run(inputs);
  const inferences = ({ paths }: FakeKServe) => paths.filter(path => path.endsWith('/infer')).length;
  expect([inferences(server), inferences(other)]).toEqual([2, 2]);
  await other.close();
  for (let i = 0; i < 3; i++) await network.run(inputs);
  expect(inferences(server)).toBe(5);
});

test('sizes that lie are refused', () => {
  const answer = (output: object) => Buffer.from(JSON.stringify({ outputs: [output] }));
  const head = { name: 'y', datatype: 'FP32', shape: [4] };
  const short = answer({ ...head, parameters: { binary_data_size: 16 } });
  expect(() => readResponse(short, short.length)).toThrow(/another size/);
  const wrong = answer({ ...head, parameters: { binary_data_size: 8 } });
  expect(() => readResponse(Buffer.concat([wrong, Buffer.alloc(8)]), wrong.length)).toThrow(/another size/);
  expect(() => readResponse(short, 10_000)).toThrow(/cut off/);
  const huge = answer({ ...head, shape: [65_536, 65_536] });
  expect(() => readResponse(huge, null)).toThrow(/too large/);
});
