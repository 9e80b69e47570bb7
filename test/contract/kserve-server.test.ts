/**
 * The client of model servers against a real one: start Triton with test/fixtures/triton as its model repository and give its address
 * in MOUTHPIECE_KSERVE_URL. Without one, test/unit/pipeline/inference/kserve-network.test.ts has a server of our own.
 */
import { describe, expect, test } from 'vitest';
import { openKServeNetwork } from '../../src/main/pipeline/inference/kserve-network.ts';

const url = process.env.MOUTHPIECE_KSERVE_URL;

describe.skipIf(url === undefined)('a real server of the KServe v2 protocol', () => {
  const open = (model: string, version: string | null = null) =>
    openKServeNetwork({ urls: [url ?? ''], model, version });

  test('says what its model takes, computes batches, and refuses in words', async () => {
    const network = await open('mixed', '1');
    expect(network.signature).toEqual({
      inputs: [
        { name: 'half', type: 'float16', dims: [null, 4] },
        { name: 'step', type: 'int64', dims: [null, 1] },
      ],
      outputs: [
        { name: 'twice', type: 'float16', dims: [null, 4] },
        { name: 'step_float', type: 'float32', dims: [null, 1] },
      ],
    });
    const inputs = {
      half: { dims: [2, 4], data: Float32Array.of(0.5, 1, 2, 3, -1, -2, -3, -4) },
      step: { dims: [2, 1], data: BigInt64Array.of(7n, 9n) },
    };
    const runs = await Promise.all(Array.from({ length: 8 }, () => network.run(inputs)));
    for (const { twice, step_float } of runs) {
      expect(twice).toEqual({ dims: [2, 4], data: Float32Array.of(1, 2, 4, 6, -2, -4, -6, -8) });
      expect(step_float).toEqual({ dims: [2, 1], data: Float32Array.of(7, 9) });
    }
    const wrong = { ...inputs, half: { dims: [2, 5], data: new Float32Array(10) } };
    await expect(network.run(wrong)).rejects.toMatchObject({
      code: 'model/unreachable',
      message: /400.*shape/,
    });
    await expect(open('nobody')).rejects.toMatchObject({ code: 'model/unreachable', message: /404/ });
  });
});
