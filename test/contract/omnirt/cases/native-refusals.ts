/** Every refusal of the native path that a text message can earn: its code, its sentence, and a socket that goes on. */
import { expect } from 'vitest';
import { type ConformanceCase, createWith, expectSilence, NATIVE } from '../conformance-case.ts';
import type { Target } from '../target.ts';

type Row = {
  what: string;
  send(target: Target): object | string;
  code: string;
  /** The reference's own sentence, where it has one. */ message?: string;
  ours?: string;
};

const ENDS_THE_SOCKET = 'the reference ends the socket here';
const BAD_BASE64 = 'Reference image must be valid base64.';
const NO_IMAGE = 'A base64 reference image is required.';

const text = (what: string, send: string, code: string, message: string, ours?: string): Row => ({
  what,
  send: () => send,
  code,
  message,
  ...(ours === undefined ? {} : { ours }),
});
const image = (what: string, image_b64: unknown, code: string, message: string): Row => ({
  what,
  send: () => ({ type: 'session.create', inputs: { image_b64 } }),
  code,
  message,
});
const config = (what: string, given: object, code: string, ours?: string): Row => ({
  what,
  send: target => createWith(target, { ...given }),
  code,
  ...(ours === undefined ? {} : { ours }),
});

const nested = (depth: number): string =>
  `{"type":"session.create","config":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;

const ROWS: readonly Row[] = [
  text('a broken object', '{', 'bad_json', 'Invalid JSON'),
  text('an empty text', '', 'bad_json', 'Invalid JSON'),
  text('words', 'hello', 'bad_json', 'Invalid JSON'),
  text('AUDI as text', 'AUDI\0\0', 'bad_json', 'Invalid JSON'),
  text('an object with more behind it', '{"type":"ping"}{', 'bad_json', 'Invalid JSON'),
  text('a list', '[]', 'bad_json', 'Invalid JSON', ENDS_THE_SOCKET),
  text('a list of objects', '[{"type":"ping"}]', 'bad_json', 'Invalid JSON', ENDS_THE_SOCKET),
  text('null', 'null', 'bad_json', 'Invalid JSON', ENDS_THE_SOCKET),
  text('a number', '5', 'bad_json', 'Invalid JSON', ENDS_THE_SOCKET),
  text('a string', '"ping"', 'bad_json', 'Invalid JSON', ENDS_THE_SOCKET),
  text('no type', '{}', 'unsupported_message', 'Unsupported message: None'),
  text('a null type', '{"type":null}', 'unsupported_message', 'Unsupported message: None'),
  text('an unknown type', '{"type":"nonsense"}', 'unsupported_message', 'Unsupported message: nonsense'),
  text('a number as type', '{"type":5}', 'unsupported_message', 'Unsupported message: 5'),
  text('another spelling', '{"type":"PING"}', 'unsupported_message', 'Unsupported message: PING'),
  ...['audio.chunk', 'video.chunk', 'finish', 'init', 'close', 'session.created', 'pong'].map(type =>
    text(`type ${type}`, JSON.stringify({ type }), 'unsupported_message', `Unsupported message: ${type}`),
  ),
  { what: 'no inputs', send: () => ({ type: 'session.create' }), code: 'missing_image', message: NO_IMAGE },
  {
    what: 'inputs null',
    send: () => ({ type: 'session.create', inputs: null, config: null }),
    code: 'missing_image',
    message: NO_IMAGE,
  },
  image('an empty picture', '', 'missing_image', NO_IMAGE),
  image('a null picture', null, 'missing_image', NO_IMAGE),
  image('a false picture', false, 'missing_image', NO_IMAGE),
  image('a picture that is no base64', 'not-base64', 'bad_image_base64', BAD_BASE64),
  image('a line end in base64', 'QUJD\n', 'bad_image_base64', BAD_BASE64),
  image('a space in base64', 'QU JD', 'bad_image_base64', BAD_BASE64),
  image('base64 without its padding', 'QUI', 'bad_image_base64', BAD_BASE64),
  image('nothing but padding', '====', 'bad_image_base64', BAD_BASE64),
  image('the URL alphabet', 'QU-_', 'bad_image_base64', BAD_BASE64),
  image('a data: address', 'data:image/png;base64,QUJD', 'bad_image_base64', BAD_BASE64),
  image('an object as picture', { a: 1 }, 'bad_image_base64', BAD_BASE64),
  config('a list as mouth metadata', { mouth_metadata: [1] }, 'bad_mouth_metadata'),
  config('a word as mouth metadata', { mouth_metadata: 'lips' }, 'bad_mouth_metadata'),
  {
    what: 'inputs a number',
    send: () => ({ type: 'session.create', inputs: 5 }),
    code: 'bad_config',
    ours: ENDS_THE_SOCKET,
  },
  {
    what: 'config a list',
    send: target => ({ ...createWith(target), config: [1] }),
    code: 'bad_config',
    ours: ENDS_THE_SOCKET,
  },
  config('fps 0', { fps: 0 }, 'bad_config', ENDS_THE_SOCKET),
  config('fps 1000', { fps: 1000 }, 'bad_config', 'the reference has no bounds'),
  config('negative fps', { fps: -25 }, 'bad_config', 'the reference has no bounds'),
  config('a word as width', { width: 'wide' }, 'bad_config', ENDS_THE_SOCKET),
  config('a list as height', { height: [704] }, 'bad_config', ENDS_THE_SOCKET),
  config('null as width', { width: null }, 'bad_config', ENDS_THE_SOCKET),
  config('a huge picture', { width: 100_000 }, 'bad_config', 'the reference has no bounds'),
  config('a tiny picture', { height: 1 }, 'bad_config', 'the reference has no bounds'),
  config('chunks of nothing', { chunk_samples: 0 }, 'bad_config', 'the reference has no bounds'),
  config('chunks of an hour', { chunk_samples: 57_600_000 }, 'bad_config', 'the reference has no bounds'),
  config('no channels', { channels: 0 }, 'bad_config', 'the reference has no bounds'),
  config('a rate of 1 Hz', { sample_rate: 1 }, 'bad_config', 'the reference has no bounds'),
  config('an unknown delivery', { delivery: 'sometimes' }, 'bad_config', 'config.delivery is our extension'),
  {
    what: 'objects in objects without end',
    send: () => nested(50_000),
    code: 'bad_json',
    ours: ENDS_THE_SOCKET,
  },
  {
    what: 'mouth metadata too deep to be echoed',
    send: target => createWith(target, { mouth_metadata: JSON.parse(nested(1000)) }),
    code: 'bad_json',
    ours: ENDS_THE_SOCKET,
  },
];

/** See ConformanceCase. */
export const nativeRefusalCases: readonly ConformanceCase[] = [
  ...ROWS.map(
    ({ what, send, code, message, ours }): ConformanceCase => ({
      name: `native, ${what}: ${code}`,
      source: 'routes/avatar.py: native_realtime_avatar; realtime_avatar.py: create_session',
      ...(ours === undefined ? {} : { ours }),
      run: async target => {
        const client = await target.open(NATIVE);
        const answer = await client.ask(send(target));
        expect(answer).toEqual({ type: 'error', code, message: message ?? expect.any(String) });
        expect(String(answer.message).length).toBeGreaterThan(5);
        await expectSilence(client);
      },
    }),
  ),
  {
    name: 'a refused create names the first thing wrong: picture, reference mode, template mode, mouth',
    source: 'realtime_avatar.py: create_session, its order of checks',
    run: async target => {
      const client = await target.open(NATIVE);
      const wrong = { reference_mode: 'x', template_mode: 'x', mouth_metadata: [1] };
      const ask = async (given: object, image_b64 = target.image): Promise<unknown> =>
        (await client.ask({ type: 'session.create', inputs: { image_b64 }, config: given })).code;
      expect(await ask(wrong, 'not-base64')).toBe('bad_image_base64');
      expect(await ask(wrong)).toBe('bad_reference_mode');
      expect(await ask({ ...wrong, reference_mode: 'image' })).toBe('bad_template_mode');
      expect(await ask({ ...wrong, reference_mode: '', template_mode: null })).toBe('bad_mouth_metadata');
    },
  },
  {
    name: 'live messages without a live session',
    source: 'our README',
    ours: 'the live extension',
    run: async target => {
      const client = await target.open(NATIVE);
      for (const type of ['speech.text', 'session.interrupt', 'session.update', 'session.flush'])
        expect(await client.ask({ type, text: 'x' })).toMatchObject({ code: 'session_required' });
    },
  },
];
