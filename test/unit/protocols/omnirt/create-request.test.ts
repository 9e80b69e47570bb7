/** session.create: geometry, mouth metadata, and every refusal in the reference’s order. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePicture } from '../../../../src/main/protocols/omnirt/create-request.ts';
import { fitLongEdge, readGeometry } from '../../../../src/main/protocols/omnirt/geometry.ts';
import { readSessionCreate } from '../../../../src/main/protocols/omnirt/native-messages.ts';
import { DEFAULT_OMNIRT_SETTINGS } from '../../../../src/main/protocols/omnirt/omnirt-settings.ts';
import { rulesOf } from '../../../../src/main/protocols/omnirt/session-door.ts';

const LIMITS = { minSide: 64, maxSide: 2048, wav2lipMaxLongEdge: 0 };
const RULES = rulesOf({ runtime: 'resident' }, DEFAULT_OMNIRT_SETTINGS);
const read = (config: Record<string, unknown>, inputs: Record<string, unknown> = { image_b64: 'QUJD' }) =>
  readSessionCreate({ inputs, config }, RULES);

describe('geometry', () => {
  test.each([
    [{}, 17_920, 28],
    [{ fps: 30 }, 14_933, 28],
    [{ slice_len: 25 }, 16_000, 25],
    [{ emit_frames_per_chunk: 12, fps: 24 }, 8000, 12],
    [{ emit_frames_per_chunk: 12, slice_len: 4 }, 2560, 4],
    [{ chunk_samples: '640' }, 640, 28],
    [{ chunk_samples: 2560.9 }, 2560, 28],
    [{ sample_rate: 24_000 }, 26_880, 28],
  ])('%j → %i samples', (config, chunkSamples, sliceLen) => {
    expect(readGeometry('soulx-flashtalk-14b', config, LIMITS)).toMatchObject({ chunkSamples, sliceLen });
  });

  test.each([
    [830, 1108, 832, 622, 832],
    [830, 1108, 768, 574, 768],
    [1600, 1200, 900, 900, 674],
    [831, 1107, 0, 831, 1107],
    [415, 701, 832, 415, 701],
  ])('%i×%i within %i → %i×%i, as the reference rounds', (width, height, most, toWidth, toHeight) => {
    expect(fitLongEdge({ width, height }, most)).toEqual({ width: toWidth, height: toHeight });
  });

  test('the long edge is wav2lip’s alone', () => {
    const limits = { ...LIMITS, wav2lipMaxLongEdge: 832 };
    const config = { width: 830, height: 1108 };
    expect(readGeometry('wav2lip', config, limits)).toMatchObject({ width: 622, height: 832 });
    expect(readGeometry('soulx-flashtalk-14b', config, limits)).toMatchObject({ width: 830, height: 1108 });
  });

  test('a long edge that leaves a side too short is refused by what it comes to', () => {
    const limits = { ...LIMITS, wav2lipMaxLongEdge: 512 };
    expect(() => readGeometry('wav2lip', { width: 2048, height: 64 }, limits)).toThrow(/512x16/);
  });

  test('no config whatever makes it throw', () => {
    return fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom(
            'width',
            'height',
            'fps',
            'slice_len',
            'chunk_samples',
            'channels',
            'sample_rate',
            'mouth_metadata',
            'wav2lip_postprocess_mode',
            'preprocessed',
            'reference_mode',
            'portrait',
            'postprocess',
            'compositor',
            'renderer',
            'frame_policy',
          ),
          fc.jsonValue(),
        ),
        async config => {
          const result = await read(config);
          if ('code' in result) expect(result.message).not.toBe('');
          else expect(result.geometry.chunkSamples).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test.each([
  [undefined, 'basic'],
  [null, 'basic'],
  ['', 'basic'],
  [false, 'basic'],
  [true, 'opentalking_improved'],
  ['1', 'opentalking_improved'],
  ['Easy-Enhanced', 'easy_enhanced'],
  ['nonsense', 'basic'],
  [{}, 'basic'],
])('post-processing mode %j → %s', async (raw, mode) => {
  expect(await read({ wav2lip_postprocess_mode: raw })).toMatchObject({
    blend: { mode },
    modeIsUnknown: raw === 'nonsense' || (typeof raw === 'object' && raw !== null),
  });
});

test.each([
  [undefined, 'missing_image'],
  ['', 'missing_image'],
  [0, 'missing_image'],
  [123, 'bad_image_base64'],
  ['not-base64', 'bad_image_base64'],
  ['QUJ', 'bad_image_base64'],
  ['QU JD', 'bad_image_base64'],
  ['QUJD=', 'bad_image_base64'],
  ['====', 'bad_image_base64'],
])('picture %j → %s', (value, code) => {
  expect(decodePicture(value)).toMatchObject({ code });
});

describe('mouth metadata', () => {
  const animation = { mouth_center: [0.5, 0.56], mouth_rx: 0.06, mouth_ry: 0.02 };
  test('radii have the reference’s defaults', async () => {
    expect(await read({ mouth_metadata: { animation: { mouth_center: [0.5, 0.5] } } })).toMatchObject({
      mouth: { animation: { mouth_rx: 0.06, mouth_ry: 0.02 } },
      mouthEcho: { animation: { mouth_center: [0.5, 0.5] } },
    });
  });

  test('without a centre the mouth is looked for', async () => {
    expect(await read({ mouth_metadata: { face_box: [0, 0, 1, 1] } })).toMatchObject({ mouth: null });
    expect(await read({ mouth_metadata: 0 })).toMatchObject({ mouth: null, mouthEcho: {} });
  });

  test('out of range is named', async () => {
    const bad = await read({ mouth_metadata: { animation: { ...animation, mouth_rx: 9 } } });
    expect(bad).toMatchObject({ code: 'bad_mouth_metadata', message: expect.stringContaining('mouth_rx') });
    expect(await read({ mouth_metadata: 'x' })).toMatchObject({ code: 'bad_mouth_metadata' });
  });

  test('metadata of another picture is noticed', async () => {
    const hash = createHash('sha256').update('ABC').digest('hex');
    expect(await read({ mouth_metadata: { source_image_hash: hash, animation } })).toMatchObject({
      mouthIsStale: false,
    });
    expect(await read({ mouth_metadata: { source_image_hash: 'ff', animation } })).toMatchObject({
      mouthIsStale: true,
    });
  });
});

test('a stored avatar may be named instead of a picture', async () => {
  expect(await read({}, { avatar_id: 'mia' })).toMatchObject({ picture: { from: 'store', avatarId: 'mia' } });
  expect(await read({}, { avatar_id: '' })).toMatchObject({ code: 'missing_image' });
});
