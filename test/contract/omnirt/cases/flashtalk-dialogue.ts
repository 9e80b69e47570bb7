/** The FlashTalk-compatible dialogue of today's OpenTalking clients, on every path that speaks it. */
import { expect } from 'vitest';
import type { Message } from '../../../support/socket-client.ts';
import {
  CHUNK_BYTES,
  type ConformanceCase,
  expectFrames,
  expectRefusal,
  FLASHTALK_PATHS,
  openFlashTalk,
} from '../conformance-case.ts';
import type { Target } from '../target.ts';

const LOOP = 'routes/avatar.py: _flashtalk_compatible_loop';
/** Clients look for a part of it and send init once more. */
const NO_SESSION = "No active session. Send 'init' first.";
const ENDS_THE_SOCKET = 'the reference ends the socket here';

const INIT_OK_KEYS = [
  'type',
  'model',
  'wav2lip_postprocess_mode',
  'frame_num',
  'motion_frames_num',
  'slice_len',
  'fps',
  'height',
  'width',
  'chunk_samples',
  'reference_mode',
  'template_mode',
  'preprocessed',
  'lookahead_chunks',
  'preload',
];

const whole = (path: string, model: string): ConformanceCase => ({
  name: `${path}: init, chunks, close, init again`,
  source:
    'test_realtime_avatar.py: flashtalk_compatible_ws_init_generate_and_close, root_alias, offloads_audio_push',
  run: async target => {
    const asked = { width: 256, height: 192, fps: 30 };
    const { client, ok } = await openFlashTalk(target, path, asked);
    const isFixed = model !== 'wav2lip';
    expect(Object.keys(ok)).toEqual(INIT_OK_KEYS);
    expect(ok).toEqual({
      type: 'init_ok',
      model,
      wav2lip_postprocess_mode: expect.any(String),
      frame_num: 29,
      motion_frames_num: 1,
      slice_len: 28,
      ...(isFixed ? { width: 416, height: 704, fps: 25 } : asked),
      chunk_samples: isFixed ? 17_920 : 14_933,
      reference_mode: 'image',
      template_mode: 'image',
      preprocessed: false,
      lookahead_chunks: 0,
      preload: null,
    });
    for (let i = 0; i < 2; i++) {
      client.sendAudio(Number(ok.chunk_samples) * 2);
      expectFrames(target, await client.video(), 28); // and no metrics: any text would be an error to its clients
    }
    for (let i = 0; i < 2; i++) expect(await client.ask({ type: 'close' })).toEqual({ type: 'close_ok' });
    client.sendAudio(CHUNK_BYTES);
    expect(await client.json()).toEqual({ type: 'error', message: NO_SESSION });
    expect(await client.ask({ type: 'init', ref_image: target.image })).toMatchObject({ type: 'init_ok' });
  },
});

type Row = {
  what: string;
  send: object | string | ((target: Target) => object);
  answer: Message;
  ours?: string;
};

const ROWS: readonly Row[] = [
  { what: 'broken JSON', send: '{', answer: { message: 'Invalid JSON' } },
  { what: 'an empty text', send: '', answer: { message: 'Invalid JSON' } },
  { what: 'a list', send: '[1]', answer: { message: 'Invalid JSON' }, ours: ENDS_THE_SOCKET },
  { what: 'null', send: 'null', answer: { message: 'Invalid JSON' }, ours: ENDS_THE_SOCKET },
  { what: 'ping', send: { type: 'ping' }, answer: { message: 'Unknown message type: ping' } },
  { what: 'no type', send: {}, answer: { message: 'Unknown message type: None' } },
  {
    what: 'a native message',
    send: { type: 'session.cancel' },
    answer: { message: 'Unknown message type: session.cancel' },
  },
  {
    what: 'config_update before init',
    send: { type: 'config_update', config: { cfg_scale: 1 } },
    answer: { message: NO_SESSION },
  },
  { what: 'init without a picture', send: { type: 'init' }, answer: { code: 'missing_image' } },
  {
    what: 'init with a bad picture',
    send: { type: 'init', ref_image: 'not-base64' },
    answer: { code: 'bad_image_base64', message: 'Reference image must be valid base64.' },
  },
  {
    what: 'a seed that is no number',
    send: target => ({ type: 'init', ref_image: target.image, seed: 'x' }),
    answer: { code: 'runtime_error' },
  },
];

/** See ConformanceCase. */
export const flashTalkCases: readonly ConformanceCase[] = [
  ...FLASHTALK_PATHS.map(([path, model]) => whole(path, model)),
  ...ROWS.flatMap(({ what, send, answer, ours }) =>
    ['/', '/v1/audio2video/wav2lip'].map(
      (path): ConformanceCase => ({
        name: `FlashTalk ${path}, ${what}: ${answer.code ?? 'no code'}`,
        source: `${LOOP}; test_realtime_avatar.py: flashtalk_compatible_ws_errors`,
        ...(ours === undefined ? {} : { ours }),
        run: async target => {
          const client = await target.open(path);
          await expectRefusal(client, typeof send === 'function' ? send(target) : send, answer);
          expect(await client.ask({ type: 'close' })).toEqual({ type: 'close_ok' });
        },
      }),
    ),
  ),
  {
    name: 'errors, then init and chunks on the same socket',
    source: 'test_realtime_avatar.py: flashtalk_compatible_ws_errors',
    run: async target => {
      const client = await target.open('/v1/audio2video/flashtalk');
      expect(await client.ask({ type: 'init' })).toMatchObject({ code: 'missing_image' });
      expect(await client.ask({ type: 'init', ref_image: 'not-base64' })).toMatchObject({
        code: 'bad_image_base64',
      });
      expect(await client.ask({ type: 'init', ref_image: target.image })).toMatchObject({ type: 'init_ok' });
      expect(await client.ask(Buffer.from('NOPE'))).toMatchObject({ code: 'bad_audio_magic' });
      expect(await client.ask(Buffer.from('AUDIx'))).toMatchObject({ code: 'bad_audio_chunk' });
      client.sendAudio(CHUNK_BYTES);
      expectFrames(target, await client.video(), 28);
    },
  },
  {
    name: 'init again replaces the session; a refused one leaves none',
    source: LOOP,
    run: async target => {
      const { client } = await openFlashTalk(target, '/v1/audio2video/wav2lip', { slice_len: 10 });
      const again = await client.ask({ type: 'init', ref_image: target.image });
      expect(again).toMatchObject({ type: 'init_ok', chunk_samples: 17_920 });
      client.sendAudio(CHUNK_BYTES);
      expectFrames(target, await client.video(), 28);
      expect(await client.ask({ type: 'init' })).toMatchObject({ code: 'missing_image' });
      client.sendAudio(CHUNK_BYTES);
      expect(await client.json()).toEqual({ type: 'error', message: NO_SESSION });
    },
  },
  {
    name: 'config_update keeps the known knobs and drops the rest',
    source: 'test_realtime_avatar.py: fasterliveportrait_ws_accepts_runtime_config_update',
    run: async target => {
      const { client } = await openFlashTalk(target, '/');
      const config = {
        cfg_scale: 2,
        flag_stitching: false,
        width: 5,
        unknown: 1,
        lookahead_ms: 5,
        yaw_multiplier: null,
      };
      expect(await client.ask({ type: 'config_update', config })).toEqual({
        type: 'config_ok',
        updated: { cfg_scale: 2, flag_stitching: false },
      });
      expect(await client.ask({ type: 'config_update' })).toEqual({ type: 'config_ok', updated: {} });
      expect(await client.ask({ type: 'config_update', config: [1] })).toEqual({
        type: 'error',
        message: 'config must be an object',
      });
    },
  },
  {
    name: 'the seed may be a string of digits, the prompt anything',
    source: `${LOOP}: int(payload.get("seed", 9999))`,
    run: async target => {
      await openFlashTalk(target, '/', { seed: '12', prompt: null });
      await openFlashTalk(target, '/v1/avatar/wav2lip', { seed: 1.5, prompt: '' });
    },
  },
  {
    name: 'wav2lip echoes the mode and takes mouth metadata',
    source: 'test_realtime_avatar.py: wav2lip_init_accepts_postprocess_mode_and_metadata',
    run: async target => {
      const { ok } = await openFlashTalk(target, '/v1/audio2video/wav2lip', {
        wav2lip_postprocess_mode: 'opentalking_improved',
        preprocessed: false,
        mouth_metadata: {
          source_image_hash: '00',
          source_image_path: 'reference.png',
          face_box: [0.3, 0.2, 0.7, 0.8],
          animation: { mouth_center: [0.5, 0.56], mouth_rx: 0.06, mouth_ry: 0.02 },
        },
      });
      expect(ok).toMatchObject({ wav2lip_postprocess_mode: 'opentalking_improved', preprocessed: false });
    },
  },
];
