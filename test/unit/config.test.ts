/** One run's configuration: flags over environment over defaults, and every wrong value named. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/main/config.ts';

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
    expect(config.omnirt).toEqual({ postprocessMode: 'basic', wav2lipMaxLongEdge: 0 });
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
    [
      'OMNIRT_WAV2LIP_POSTPROCESS_MODE',
      '1',
      { omnirt: { postprocessMode: 'opentalking_improved', wav2lipMaxLongEdge: 0 } },
    ],
    [
      'OMNIRT_WAV2LIP_POSTPROCESS_MODE',
      'false',
      { omnirt: { postprocessMode: 'basic', wav2lipMaxLongEdge: 0 } },
    ],
    [
      'OMNIRT_WAV2LIP_MAX_LONG_EDGE',
      '768',
      { omnirt: { postprocessMode: 'basic', wav2lipMaxLongEdge: 768 } },
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
  ])('%j %j stops the start and names %s', (flags, env, name) => {
    expect(() => readConfig(flags, env)).toThrowError(expect.objectContaining({ code: 'config/invalid' }));
    expect(() => readConfig(flags, env)).toThrowError(name);
  });
});
