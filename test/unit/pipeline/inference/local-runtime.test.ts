/** Which provider a network lands on: real networks on the processor, some of them playing a graphics card that is right, wrong, slow or broken. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LocalRuntime } from '../../../../src/main/pipeline/inference/local-runtime.ts';
import type { Machine } from '../../../../src/main/pipeline/inference/machine.ts';
import { readMachine } from '../../../../src/main/pipeline/inference/machine.ts';
import type { Network } from '../../../../src/main/pipeline/inference/networks.ts';
import { greatestDifference, seededInputs } from '../../../../src/main/pipeline/inference/numeric-test.ts';
import { createOnnxNetwork } from '../../../../src/main/pipeline/inference/onnx-session.ts';
import { providerOrder } from '../../../../src/main/pipeline/inference/provider-order.ts';
import { Verdicts } from '../../../../src/main/pipeline/inference/verdicts.ts';
import type { DeviceChoice } from '../../../../src/shared/model-manifest.ts';
import { tinyWav2Lip, writeModels } from '../../../support/tiny-networks.ts';

type Play = (network: Network) => Network;
const TEST_NETWORK = { file: 'resources/models/provider-test.onnx', sha256: 'test-network' };

let folder: string;
let file: string;
let loads: string[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'runtime-'));
  file = writeModels(folder, { 'network.onnx': tinyWav2Lip() });
  loads = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const altered = (alter: (value: number) => number): Play => {
  return network => ({
    ...network,
    run: async inputs => {
      const outputs = await network.run(inputs);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { dims, data }]) => [name, { dims, data: data.map(alter) }]),
      );
    },
  });
};
const late = (delayMs: number): Play => {
  return network => ({
    ...network,
    run: async inputs => {
      const until = performance.now() + delayMs;
      while (performance.now() < until);
      return network.run(inputs);
    },
  });
};
const right: Play = network => network;
const broken: Play = () => {
  throw new Error('No adapter.');
};

const runtime = (plays: Partial<Record<string, Play>>, machine: Partial<Machine> = {}): LocalRuntime =>
  new LocalRuntime({
    machine: { key: 'this machine', order: ['dml', 'webgpu', 'cpu'], absence: () => null, ...machine },
    verdicts: new Verdicts(folder),
    testNetwork: TEST_NETWORK,
    log: () => {},
    load: async (path_, { provider, threads, name }) => {
      loads.push(`${provider} ${name}`);
      const network = await createOnnxNetwork(path_, { threads, name });
      return provider === 'cpu' ? network : { ...(plays[provider] ?? right)(network), provider };
    },
  });

const load = (from: LocalRuntime, device: DeviceChoice = 'auto') =>
  from.load({ file, sha256: 'the model', bytes: 1, name: 'lips', device, threads: 1 });

describe('a provider', () => {
  test('that computes right is taken, and tested once', async () => {
    const first = await load(runtime({ dml: right }), 'dml');
    expect(first).toMatchObject({ notes: [], network: { provider: 'dml' } });
    expect(loads).toEqual(['cpu self-test', 'dml self-test', 'cpu lips', 'dml lips', 'dml lips']);
    loads = [];
    expect((await load(runtime({ dml: right }), 'dml')).network.provider).toBe('dml');
    expect(loads).toEqual(['dml lips']);
  });

  test('that was right and cannot load now is left for the processor', async () => {
    await load(runtime({ dml: right }), 'dml');
    const { network, notes } = await load(runtime({ dml: broken }), 'dml');
    expect(network.provider).toBe('cpu');
    expect(notes).toEqual(['DirectML is not used: it cannot load the model now; its memory may be full.']);
  });

  test('that computes a little off is right, one far off is not used, and says so', async () => {
    const near = await load(runtime({ dml: altered(value => value * 1.004) }), 'dml');
    expect(near.network.provider).toBe('dml');
    rmSync(path.join(folder, 'providers'), { recursive: true });
    const { network, notes } = await load(runtime({ dml: altered(value => value * 1.2) }), 'dml');
    expect(network.provider).toBe('cpu');
    expect(notes).toEqual(['DirectML is not used: it computes wrongly (off by 20.0 %).']);
  });

  test.each([
    ['NaN', altered(() => Number.NaN), /it computes wrongly \(off by everything\)/],
    ['no start', broken, /it does not start \(No adapter\.\)/],
  ])('with %s is not used', async (_name, play, why) => {
    const { network, notes } = await load(runtime({ dml: play }), 'dml');
    expect(network.provider).toBe('cpu');
    expect(notes[0]).toMatch(why);
  });

  test('that is slower than the processor is used only when asked for', async () => {
    const slow = { dml: late(40), webgpu: late(40) };
    const auto = await load(runtime(slow));
    expect(auto.network.provider).toBe('cpu');
    expect(auto.notes[0]).toMatch(
      /^DirectML is not used: it takes \d+ ms where the processor takes [\d.]+\.$/,
    );
    expect((await load(runtime(slow), 'dml')).network.provider).toBe('dml');
  });

  test('that is not here is passed over without a word, unless it was asked for', async () => {
    const machine = { absence: () => ({ says: 'no graphics card is here', fix: null }) };
    expect(await load(runtime({}, machine))).toMatchObject({ notes: [], network: { provider: 'cpu' } });
    const asked = await load(runtime({}, machine), 'dml');
    expect(asked.notes).toEqual(['DirectML is not used: no graphics card is here.']);
    expect(loads).toEqual(['cpu lips', 'cpu lips']);
  });

  test('whose test ends the process twice is not tried a third time', async () => {
    await load(runtime({ dml: right }), 'dml');
    for (const name of readdirSync(path.join(folder, 'providers'))) {
      const kept = path.join(folder, 'providers', name);
      writeFileSync(
        kept,
        JSON.stringify({ ...JSON.parse(readFileSync(kept, 'utf8')), state: 'begun', begun: 2 }),
      );
    }
    loads = [];
    const { network, notes } = await load(runtime({ dml: right }), 'dml');
    expect(network.provider).toBe('cpu');
    expect(notes).toEqual(['DirectML is not used: its test never ended.']);
    expect(loads).toEqual(['cpu lips']);
  });

  test('is reported in a line with its fix', async () => {
    const machine: Partial<Machine> = {
      absence: provider => (provider === 'dml' ? { says: 'it is not installed', fix: 'Run: this' } : null),
    };
    const reports = await runtime({ webgpu: altered(value => -value) }, machine).report();
    expect(reports).toMatchObject([
      { provider: 'dml', state: 'absent', says: 'it is not installed', fix: 'Run: this' },
      { provider: 'webgpu', state: 'failed', fix: 'Update the graphics driver.', difference: 2 },
      { provider: 'cpu', state: 'works', difference: 0, fix: null },
    ]);
  });
});

test('a model that is none is a coded error, whatever the device', async () => {
  writeFileSync(file, 'nothing');
  await expect(load(runtime({}))).rejects.toMatchObject({ code: 'model/corrupt' });
  await expect(load(runtime({}), 'cpu')).rejects.toMatchObject({ code: 'model/corrupt' });
});

test('each platform has its order, with the processor last', () => {
  expect(providerOrder({ platform: 'win32', arch: 'arm64' })).toEqual(['dml', 'webgpu', 'cpu']);
  expect(providerOrder({ platform: 'darwin', arch: 'arm64' })).toEqual(['coreml', 'webgpu', 'cpu']);
  expect(providerOrder({ platform: 'linux', arch: 'x64' })).toEqual(['cuda', 'webgpu', 'cpu']);
  expect(providerOrder({ platform: 'linux', arch: 'arm64' })).toEqual(['cpu']);
  const machine = readMachine();
  expect(machine.absence('cpu')).toBeNull();
  expect(machine.order.at(-1)).toBe('cpu');
});

test('inputs are the same each time, and differences are shares of the largest value', () => {
  const signature = {
    inputs: [
      { name: 'a', type: 'float32' as const, dims: [null, 3] },
      { name: 'b', type: 'int64' as const, dims: [1] },
    ],
    outputs: [],
  };
  const inputs = seededInputs(signature);
  expect(inputs).toEqual(seededInputs(signature));
  expect(inputs.a!.dims).toEqual([1, 3]);
  expect(inputs.b!.data).toEqual(BigInt64Array.of(0n));
  const tensor = (...values: number[]) => ({ y: { dims: [values.length], data: Float32Array.from(values) } });
  expect(greatestDifference(tensor(0, 100), tensor(1, 100))).toBeCloseTo(0.01);
  expect(greatestDifference(tensor(1), tensor(Number.NaN))).toBe(Number.POSITIVE_INFINITY);
  expect(greatestDifference(tensor(1), {})).toBe(Number.POSITIVE_INFINITY);
});
