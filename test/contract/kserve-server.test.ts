/**
 * The client of model servers against real ones: start Triton with test/fixtures/triton as its model repository and give its addresses in
 * MOUTHPIECE_KSERVE_URL (HTTP) and MOUTHPIECE_KSERVE_GRPC_URL. Any other server that has the model `mixed` as version 1 does too. Without
 * one, test/unit/pipeline/inference/kserve-network.test.ts and kserve-grpc.test.ts have servers of our own.
 */
import { describe, expect, test } from 'vitest';
import { openKServeNetwork } from '../../src/main/pipeline/inference/kserve-network.ts';

const { MOUTHPIECE_KSERVE_URL, MOUTHPIECE_KSERVE_GRPC_URL } = process.env;

describe.each([
  ['HTTP', 'MOUTHPIECE_KSERVE_URL', MOUTHPIECE_KSERVE_URL, /400.*shape/, /404/],
  ['gRPC', 'MOUTHPIECE_KSERVE_GRPC_URL', MOUTHPIECE_KSERVE_GRPC_URL, /INVALID_ARGUMENT.*shape/, /nobody/],
])('a real server of the KServe v2 protocol over %s', (_name, knob, url, wrongShape, unknownModel) => {
  const open = (model: string, version: string | null = null) =>
    openKServeNetwork({ urls: [url ?? ''], model, version });

  test('says what its model takes, computes batches, and refuses in words', async context => {
    if (url === undefined) return context.skip(`no server of models is named in ${knob}`);
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
      message: wrongShape,
    });
    await expect(open('nobody')).rejects.toMatchObject({
      code: 'model/unreachable',
      message: unknownModel,
    });
    await network.close();
  });
});
