/** Wiring of the four graphs through the real runtime: probes answer with what they were fed. */
import { afterEach, describe, expect, test } from 'vitest';
import { OnnxGraph } from '../../../../../scripts/models/onnx-graph.mjs';
import {
  CONTEXT_SIZE,
  FACE_SIZE,
  LATENT_SIZE,
  type MuseTalkNetworks,
  openMuseTalkNetworks,
} from '../../../../../src/main/pipeline/renderers/musetalk/musetalk-networks.ts';
import type { ModelRole } from '../../../../../src/shared/model-manifest.ts';
import { openProbe, type Probe, type ProbeOptions } from './open-probe.ts';

const probes: Probe[] = [];
afterEach(async () => {
  for (const probe of probes.splice(0)) await probe.close();
});

const open = async (
  options: ProbeOptions,
  extra?: Parameters<typeof openProbe>[1],
): Promise<MuseTalkNetworks> => {
  const probe = openProbe(options, extra);
  probes.push(probe);
  return openMuseTalkNetworks(await probe.networks.open({ kind: 'musetalk', id: null, device: 'cpu' }));
};

const PLANE = 32 * 32;

/** Rows that differ: latents channel c of row r are 10·r + c, contexts row k 0.01·k + r. */
const inputs = (rows: number): [Float32Array, Float32Array] => [
  Float32Array.from({ length: rows * 2 * LATENT_SIZE }, (_, i) => {
    const channel = Math.floor(i / PLANE);
    return 10 * Math.floor(channel / 8) + (channel % 8);
  }),
  Float32Array.from({ length: rows * CONTEXT_SIZE }, (_, i) => {
    const row = Math.floor(i / 384);
    return Math.floor(row / 50) + 0.01 * (row % 50);
  }),
];

const VARIANTS: [string, ProbeOptions][] = [
  ['free batches, int64 timestep', { kind: 'reveal' }],
  ['one row a run', { kind: 'reveal', batch: 1 }],
  ['runs of four rows', { kind: 'reveal', batch: 4 }],
  [
    'a float timestep, names of diffusers',
    {
      kind: 'reveal',
      timestepElements: 'float',
      names: { latents: 'sample', timestep: 'timestep', context: 'encoder_hidden_states' },
    },
  ],
];

describe('paint', () => {
  test.each(VARIANTS)('%s', async (_name, options) => {
    const networks = await open(options);
    for (const rows of [1, 3]) {
      const given = await networks.paint(...inputs(4), rows);
      expect(given.length).toBeGreaterThanOrEqual(rows * LATENT_SIZE);
      for (let row = 0; row < rows; row++) {
        const at = (channel: number): number => given[row * LATENT_SIZE + channel * PLANE + 500]!;
        expect(at(0)).toBeCloseTo(10 * row, 4);
        expect(at(1)).toBeCloseTo(10 * row + 5, 4);
        expect(at(2)).toBeCloseTo(row + 0.07, 4);
        // The timestep is 0.
        expect(at(3)).toBeCloseTo(1000, 2);
      }
    }
  });

  test('rows a run can take', async () => {
    expect((await open({})).rows).toBe(null);
    expect((await open({ batch: 2 })).rows).toBe(2);
  });
});

describe('encode and decode', () => {
  const face = Float32Array.from({ length: FACE_SIZE }, (_, i) => Math.floor(i / 65536) * 0.25 - 0.5);

  test.each<ProbeOptions>([{}, { channels: 8 }, { batch: 1 }, { batch: 4 }])('with %j', async options => {
    const networks = await open(options);
    const latents = await networks.encode(face);
    expect(latents).toHaveLength(LATENT_SIZE);
    const means = [0, 1, 2, 3].map(c => latents[c * PLANE + 7]!);
    for (const [c, value] of [-6, -3, 0, -3].entries()) expect(means[c]).toBeCloseTo(value, 4);
    const two = new Float32Array(2 * LATENT_SIZE);
    two.set(latents);
    two.set(
      latents.map(value => value / 2),
      LATENT_SIZE,
    );
    const faces = await networks.decode(two, 2);
    for (const c of [0, 1, 2]) {
      expect(faces[c * 65536 + 99]).toBeCloseTo(c * 0.25 - 0.5, 4);
      expect(faces[FACE_SIZE + c * 65536 + 99]).toBeCloseTo((c * 0.25 - 0.5) / 2, 4);
    }
  });
});

describe('hear', () => {
  test.each(['stacked', 'single'] as const)('layers %s', async layers => {
    const { hear } = await open({ layers });
    const mel = Float32Array.from({ length: 80 * 3000 }, (_, i) => (i % 3000) / 100);
    const read = await hear(mel);
    const state = new Float32Array(5 * 384);
    read(70, state);
    for (let layer = 0; layer < 5; layer++) {
      expect(state[layer * 384]).toBeCloseTo(1.405 * (layer + 1), 4);
      expect(state[layer * 384 + 1]).toBe(70);
    }
  });
});

describe('what cannot be used says what was found and what is needed', () => {
  const graph = (input: [string, number[]], output: [string, number[]]): Uint8Array => {
    const g = new OnnxGraph();
    g.input(...input);
    const count = output[1].reduce((a, b) => a * b, 1);
    g.node('Identity', [g.floats(output[1], new Float32Array(count))], {}, output[0]);
    g.output(...output);
    return g.toBytes('test');
  };
  test.each([
    [
      'unet',
      graph(['sample', [1, 4, 64, 64]], ['out', [1, 4, 64, 64]]),
      /unet of musetalk takes latents \[N, 8, 32, 32\].*sample \[1, 4, 64, 64\]/,
    ],
    [
      'vae-decoder',
      graph(['latent', [1, 4, 32, 32]], ['image', [1, 3, 512, 512]]),
      /vae-decoder.*\[N, 3, 256, 256\].*image \[1, 3, 512, 512\]/,
    ],
    [
      'audio-encoder',
      graph(['mel', [1, 80, 3000]], ['last_hidden_state', [1, 1500, 384]]),
      /last_hidden_state \[1, 1500, 384\].*\[N, 1500, 5, 384\]/,
    ],
  ] as [ModelRole, Uint8Array, RegExp][])('%s', async (role, bytes, message) => {
    await expect(open({}, { files: { [role]: bytes } })).rejects.toMatchObject({
      code: 'model/unsupported',
      message: expect.stringMatching(message),
    });
  });
});
