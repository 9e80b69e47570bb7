/** The FlashTalk-compatible paths over real sockets: the dialogue of today's OpenTalking clients. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeVideo } from '../support/omnirt-wire.ts';
import { SocketClient } from '../support/socket-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const ModelsReply = z.object({
  models: z.array(z.string()),
  statuses: z.array(z.looseObject({ id: z.string() })),
});

const IMAGE = Buffer.from('fake-image-bytes').toString('base64');

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer({ deps: { runtime: 'fake' } });
});
afterEach(() => server.gateway.close());

describe.each([
  ['/', 'soulx-flashtalk-14b'],
  ['/v1/audio2video/flashtalk', 'soulx-flashtalk-14b'],
  ['/v1/avatar/flashtalk', 'soulx-flashtalk-14b'],
  ['/v1/audio2video/wav2lip', 'wav2lip'],
  ['/v1/avatar/wav2lip', 'wav2lip'],
])('%s', (path, model) => {
  test('init, chunks, close, init again', async () => {
    const client = await SocketClient.open(server.wsBase + path);
    client.send({
      type: 'init',
      ref_image: IMAGE,
      prompt: 'x',
      seed: 9999,
      width: 256,
      height: 256,
      fps: 30,
    });
    const ok = await client.json();
    const asked =
      model === 'wav2lip' ? { width: 256, height: 256, fps: 30 } : { width: 416, height: 704, fps: 25 };
    expect(ok).toEqual({
      type: 'init_ok',
      model,
      wav2lip_postprocess_mode: 'basic',
      frame_num: 29,
      motion_frames_num: 1,
      slice_len: 28,
      ...asked,
      chunk_samples: model === 'wav2lip' ? 14_933 : 17_920,
      reference_mode: 'image',
      template_mode: 'image',
      preprocessed: false,
      lookahead_chunks: 0,
      preload: null,
    });
    for (let i = 0; i < 2; i++) {
      client.sendAudio(Number(ok.chunk_samples) * 2);
      expect(decodeVideo(await client.binary())).toHaveProperty('jpegs.length', 1);
    }
    client.send({ type: 'close' });
    expect(await client.json()).toEqual({ type: 'close_ok' });
    client.send({ type: 'close' });
    expect(await client.json()).toEqual({ type: 'close_ok' });
    client.sendAudio(35_840);
    const none = await client.json();
    expect(none).toEqual({ type: 'error', message: "No active session. Send 'init' first." });
    client.send({ type: 'init', ref_image: IMAGE });
    expect(await client.json()).toMatchObject({ type: 'init_ok' });
    client.close();
  });
});

test('errors keep the socket, with and without codes as the reference has them', async () => {
  const client = await SocketClient.open(`${server.wsBase}/`);
  const answers: [object | string | Uint8Array, object][] = [
    ['{', { type: 'error', message: 'Invalid JSON' }],
    ['[1]', { type: 'error', message: 'Invalid JSON' }],
    [{ type: 'ping' }, { type: 'error', message: 'Unknown message type: ping' }],
    [
      { type: 'config_update', config: {} },
      { type: 'error', message: "No active session. Send 'init' first." },
    ],
    [{ type: 'init' }, { type: 'error', code: 'missing_image', message: expect.any(String) }],
    [
      { type: 'init', ref_image: 'not-base64' },
      { type: 'error', code: 'bad_image_base64', message: expect.any(String) },
    ],
    [
      { type: 'init', ref_image: IMAGE, seed: 'x' },
      { type: 'error', code: 'runtime_error', message: expect.any(String) },
    ],
  ];
  for (const [message, expected] of answers) {
    client.send(message);
    expect(await client.json()).toEqual(expected);
  }
  client.send({ type: 'init', ref_image: IMAGE });
  expect(await client.json()).toMatchObject({ type: 'init_ok' });
  client.send(Buffer.from('NOPE'));
  expect(await client.json()).toMatchObject({ code: 'bad_audio_magic' });
  client.send(Buffer.from('AUDIx'));
  expect(await client.json()).toMatchObject({ code: 'bad_audio_chunk' });
  client.send({
    type: 'config_update',
    config: { cfg_scale: 2, width: 5, unknown: 1, lookahead_ms: 5, cfg_cond: 1, yaw_multiplier: null },
  });
  expect(await client.json()).toEqual({ type: 'config_ok', updated: { cfg_scale: 2 } });
  client.send({ type: 'config_update', config: [1] });
  expect(await client.json()).toEqual({ type: 'error', message: 'config must be an object' });
  client.close();
});

test('the list of models says what is real', async () => {
  const read = async (base: string) =>
    ModelsReply.parse(await (await fetch(`${base}v1/audio2video/models`)).json());
  const fake = await read(server.gateway.url);
  expect(fake.models).toEqual([]);
  expect(fake.statuses.map(({ id }) => id)).toEqual([
    'flashtalk',
    'wav2lip',
    'quicktalk',
    'musetalk',
    'fasterliveportrait',
    'fasterliveportrait_video_clone',
  ]);
  expect(fake.statuses[0]).toEqual({ id: 'flashtalk', connected: false, reason: 'fallback_runtime' });
  const resident = await startTestServer();
  const real = await read(resident.gateway.url);
  expect(real.models).toEqual(['flashtalk', 'wav2lip']);
  expect(real.statuses[1]).toEqual({
    id: 'wav2lip',
    connected: true,
    reason: 'wav2lip_runtime',
    renderer: 'portrait',
  });
  expect(await (await fetch(`${resident.gateway.url}v1/avatar/models`)).json()).toEqual(real);
  await resident.gateway.close();
});
