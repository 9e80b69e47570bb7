/** Networks of every element type, run by the real runtime. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOnnxNetwork } from '../../../../src/main/pipeline/inference/onnx-session.ts';
import { doubles, mixedTypes } from '../../../support/tiny-networks.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'networks-'));
});
afterAll(() => rm(folder, { recursive: true }));

const write = async (name: string, bytes: Uint8Array): Promise<string> => {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
};

test('takes float16 and int64, gives floats', async () => {
  const network = await createOnnxNetwork(await write('mixed.onnx', mixedTypes()));
  expect(network.signature).toEqual({
    inputs: [
      { name: 'half', type: 'float16', dims: [null] },
      { name: 'step', type: 'int64', dims: [1] },
    ],
    outputs: [
      { name: 'twice', type: 'float16', dims: [null] },
      { name: 'step_float', type: 'float32', dims: [1] },
      { name: 'step_again', type: 'int64', dims: [1] },
    ],
  });
  const outputs = await network.run({
    half: { dims: [3], data: Float32Array.of(0.1, -2.5, 3000) },
    step: { dims: [1], data: BigInt64Array.of(7n) },
  });
  expect([...outputs.twice!.data].map(value => Math.round(value * 1000) / 1000)).toEqual([0.2, -5, 6000]);
  expect(outputs.step_float!.data).toEqual(Float32Array.of(7));
  expect(Object.keys(outputs)).toEqual(['twice', 'step_float']);
  await network.close();
});

test('says which input it wants as int64', async () => {
  const network = await createOnnxNetwork(await write('mixed.onnx', mixedTypes()));
  const half = { dims: [1], data: Float32Array.of(1) };
  await expect(network.run({ half, step: half })).rejects.toMatchObject({ code: 'renderer/failed' });
  await network.close();
});

test('refuses other element types and files that are no model', async () => {
  await expect(createOnnxNetwork(await write('double.onnx', doubles()))).rejects.toMatchObject({
    code: 'model/unsupported',
  });
  const file = path.join(folder, 'text.onnx');
  await writeFile(file, 'not a model');
  await expect(createOnnxNetwork(file)).rejects.toMatchObject({ code: 'model/corrupt' });
});
