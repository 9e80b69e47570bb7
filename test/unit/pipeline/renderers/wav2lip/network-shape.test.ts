/** Which networks are a Wav2Lip, whatever their inputs are called. */
import { describe, expect, test } from 'vitest';
import { wav2LipShapeOf } from '../../../../../src/main/pipeline/renderers/wav2lip/network-shape.ts';
import type { NetworkSignature, TensorSignature } from '../../../../../src/shared/model-shapes.ts';

const tensor = (name: string, ...dims: (number | null)[]): TensorSignature => ({
  name,
  type: 'float32',
  dims,
});
const signature = (size: number | null, batch: number | null = null): NetworkSignature => ({
  inputs: [tensor('a', batch, 6, size, size), tensor('b', batch, 1, 80, 16)],
  outputs: [tensor('c', batch, 3, size, size)],
});
const oblong: NetworkSignature = {
  inputs: [tensor('a', null, 6, 96, 192), tensor('b', null, 1, 80, 16)],
  outputs: [tensor('c', null, 3, 96, 192)],
};

describe('wav2LipShapeOf', () => {
  test.each([96, 256, 384])('tells mel from faces of %i pixels by shape', size => {
    expect(wav2LipShapeOf(signature(size))).toEqual({ mel: 'b', video: 'a', output: 'c', size, batch: null });
  });

  test('finds a fixed number of frames, also where only one input has it', () => {
    expect(wav2LipShapeOf(signature(96, 1)).batch).toBe(1);
    const half = signature(96);
    expect(wav2LipShapeOf({ ...half, inputs: [half.inputs[0]!, tensor('b', 2, 1, 80, 16)] }).batch).toBe(2);
  });

  test.each<[string, NetworkSignature, RegExp]>([
    [
      'no mel',
      { ...signature(96), inputs: [tensor('x', null, 6, 96, 96)] },
      /\[N, 1, 80, 16\].*x \[N, 6, 96, 96\]/,
    ],
    [
      'another mel',
      { ...signature(96), inputs: [tensor('m', 1, 1, 80, 20), tensor('v', 1, 6, 96, 96)] },
      /m \[1, 1, 80, 20\]/,
    ],
    [
      'faces without the masked half',
      { ...signature(96), inputs: [tensor('m', 1, 1, 80, 16), tensor('v', 1, 3, 96, 96)] },
      /v \[1, 3, 96, 96\]/,
    ],
    ['a free size', signature(null), /a \[N, 6, N, N\]/],
    ['faces that are not square', oblong, /square size.*a \[N, 6, 96, 192\]/],
    [
      'an answer of one channel',
      { ...signature(96), outputs: [tensor('o', 1, 1, 96, 96)] },
      /o \[1, 1, 96, 96\]/,
    ],
  ])('refuses %s and says what was found', (_, given, message) => {
    expect(() => wav2LipShapeOf(given)).toThrow(expect.objectContaining({ code: 'model/unsupported' }));
    expect(() => wav2LipShapeOf(given)).toThrow(message);
  });
});
