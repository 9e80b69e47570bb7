/** One run's configuration: flags over environment over the settings file over defaults, and every wrong value named. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/main/config.ts';
import { DEFAULT_OMNIRT_SETTINGS } from '../../src/main/protocols/omnirt/omnirt-settings.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'config-'));
afterAll(() => rmSync(folder, { recursive: true }));
const withFile = (contents: string): string => {
  const data = mkdtempSync(path.join(folder, 'data-'));
  writeFileSync(path.join(data, 'config.json'), contents);
  return data;
};

describe('readConfig', () => {
  test('defaults: the resident runtime on 8765, or the next free port', () => {
    const config = readConfig({}, {});
    expect(config).toMatchObject({
      port: 8765,
      portIsFixed: false,
      runtime: 'resident',
      requireToken: false,
      allowOrigins: [],
    });
    expect(config.omnirt).toEqual({
      ...DEFAULT_OMNIRT_SETTINGS,
      frameRoots: [path.join(config.dataDir, 'avatars')],
    });
    expect(config.ignored).toEqual([]);
    expect(path.isAbsolute(config.dataDir)).toBe(true);
  });

  test('flags win over the environment', () => {
    const config = readConfig(
      { port: '9000', data: 'here' },
      { MOUTHPIECE_PORT: '9001', MOUTHPIECE_DATA: '/there' },
    );
    expect(config).toMatchObject({ port: 9000, portIsFixed: true, dataDir: path.resolve('here') });
  });

  test.each([
    ['OMNIRT_REALTIME_AVATAR_RUNTIME', 'FAKE ', { runtime: 'fake' }],
    ['OMNIRT_WAV2LIP_POSTPROCESS_MODE', '1', { omnirt: { postprocess: { mode: 'opentalking_improved' } } }],
    ['OMNIRT_WAV2LIP_POSTPROCESS_MODE', 'false', { omnirt: { postprocess: { mode: 'basic' } } }],
    ['OMNIRT_WAV2LIP_MAX_LONG_EDGE', '768', { omnirt: { wav2lipMaxLongEdge: 768 } }],
    ['OMNIRT_WAV2LIP_BATCH_SIZE', '128', { omnirt: { wav2lip: { batch: 4 } } }],
    ['OMNIRT_WAV2LIP_JPEG_QUALITY', '500', { omnirt: { jpegQuality: 100 } }],
    ['OMNIRT_WAV2LIP_PADS', '0 12 -3 0', { omnirt: { wav2lip: { pads: [0, 12, -3, 0] } } }],
    ['OMNIRT_WAV2LIP_JAW_MASK_EXPAND_X', '-1', { omnirt: { postprocess: { jawMaskExpandX: 0 } } }],
    [
      'OMNIRT_WAV2LIP_ENABLE_JAW_MOTION_BLEND',
      'on',
      { omnirt: { postprocess: { enableJawMotionBlend: true } } },
    ],
    ['OMNIRT_WAV2LIP_RUNTIME', 'opentalking', { omnirt: { wav2lipRenderer: 'auto' } }],
    ['OMNIRT_WAV2LIP_RUNTIME', 'wav2lip', { omnirt: { wav2lipRenderer: 'wav2lip' } }],
    ['OMNIRT_WAV2LIP_DEVICE', '', { omnirt: { wav2lip: { device: 'auto' } } }],
    [
      'OMNIRT_AVATAR_FASTLIVEPORTRAIT_VIDEO_CLONE_WS_URL',
      'wss://example.org/clone',
      { omnirt: { upstreams: { fasterliveportrait_video_clone: 'wss://example.org/clone' } } },
    ],
    ['OMNIRT_WAV2LIP_CHECKPOINT', 'x.pth', { ignored: [{ name: 'OMNIRT_WAV2LIP_CHECKPOINT' }] }],
    [
      'MOUTHPIECE_ALLOW_ORIGINS',
      'https://a.example, http://b.example:1',
      { allowOrigins: ['https://a.example', 'http://b.example:1'] },
    ],
  ])('%s=%s', (name, value, expected) => {
    expect(readConfig({}, { [name]: value })).toMatchObject(expected);
  });

  test.each([
    [{ port: '70000' }, {}, '--port'],
    [{ allowOrigin: ['https://example.org/path'] }, {}, '--allow-origin'],
    [{ logLevel: 'loud' }, {}, '--log-level'],
    [{}, { OMNIRT_REALTIME_AVATAR_RUNTIME: 'proxyy' }, 'OMNIRT_REALTIME_AVATAR_RUNTIME'],
    [{}, { OMNIRT_WAV2LIP_POSTPROCESS_MODE: 'pretty' }, 'OMNIRT_WAV2LIP_POSTPROCESS_MODE'],
    [{}, { OMNIRT_WAV2LIP_MAX_LONG_EDGE: '-1' }, 'OMNIRT_WAV2LIP_MAX_LONG_EDGE'],
    [{}, { OMNIRT_WAV2LIP_JAW_BLEND_ALPHA: 'NaN' }, 'OMNIRT_WAV2LIP_JAW_BLEND_ALPHA'],
    [{}, { OMNIRT_WAV2LIP_PADS: '1,2,3' }, 'OMNIRT_WAV2LIP_PADS'],
    [{}, { OMNIRT_WAV2LIP_DEVICE: 'npu' }, 'OMNIRT_WAV2LIP_DEVICE'],
    [{}, { OMNIRT_AVATAR_WAV2LIP_WS_URL: 'http://example.org' }, 'OMNIRT_AVATAR_WAV2LIP_WS_URL'],
    [{}, { OMNIRT_ALLOWED_FRAME_ROOTS: 'here' }, 'OMNIRT_ALLOWED_FRAME_ROOTS'],
    [{}, { OMNIRT_REALTIME_AVATAR_RUNTIME: 'proxy' }, 'OMNIRT_AVATAR_FLASHTALK_WS_URL'],
    [{ data: withFile('{') }, {}, 'config.json'],
    [{ data: withFile('[]') }, {}, 'config.json'],
    [{ data: withFile('{"OMNIRT_WAV2LIP_BATCHSIZE": 2}') }, {}, 'OMNIRT_WAV2LIP_BATCHSIZE'],
    [{ data: withFile('{"MOUTHPIECE_PORT": -1}') }, {}, 'MOUTHPIECE_PORT'],
  ])('%j %j stops the start and names %s', (flags, env, name) => {
    expect(() => readConfig(flags, env)).toThrowError(expect.objectContaining({ code: 'config/invalid' }));
    expect(() => readConfig(flags, env)).toThrowError(name);
  });

  test('the settings file is below the environment and above the defaults', () => {
    const data = withFile(
      JSON.stringify({
        MOUTHPIECE_PORT: 9100,
        OMNIRT_WAV2LIP_BATCH_SIZE: 2,
        OMNIRT_WAV2LIP_PADS: [1, 2, 3, 4],
        OMNIRT_ALLOWED_FRAME_ROOTS: [folder],
        OMNIRT_WAV2LIP_POSTPROCESS_MODE: true,
      }),
    );
    const config = readConfig({ data }, { OMNIRT_WAV2LIP_BATCH_SIZE: '3', OMNIRT_WAV2LIP_PADS: ' ' });
    expect(config).toMatchObject({
      port: 9100,
      portIsFixed: true,
      omnirt: {
        wav2lip: { batch: 3, pads: [1, 2, 3, 4] },
        frameRoots: [path.join(data, 'avatars'), folder],
        postprocess: { mode: 'opentalking_improved' },
      },
    });
    expect(readConfig({ data, port: '0' }, {})).toMatchObject({ port: 0, portIsFixed: false });
  });
});
