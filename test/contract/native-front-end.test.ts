/** The native protocol over real sockets, in both runtimes: what the reference server answers, and where we answer better. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeVideo } from '../support/omnirt-wire.ts';
import { SocketClient } from '../support/socket-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const PICTURE = readFileSync(new URL('../fixtures/faces/astronaut.png', import.meta.url)).toString('base64');
const NOT_A_PICTURE = Buffer.from('fake-image-bytes').toString('base64');

const create = (image: string, config: Record<string, unknown> = {}, rest: Record<string, unknown> = {}) => ({
  type: 'session.create',
  inputs: { image_b64: image, prompt: 'A person is talking.' },
  config,
  ...rest,
});

const framesOf = (bytes: Uint8Array): number => {
  const decoded = decodeVideo(bytes);
  if ('fault' in decoded) throw new Error(decoded.fault);
  return decoded.jpegs.length;
};

describe.each(['fake', 'resident'] as const)('/v1/avatar/realtime, %s', runtime => {
  let server: TestServer;
  let client: SocketClient;
  const image = runtime === 'fake' ? NOT_A_PICTURE : PICTURE;
  beforeEach(async () => {
    server = await startTestServer({ deps: { runtime } });
    client = await SocketClient.open(`${server.wsBase}/v1/avatar/realtime`);
  });
  afterEach(async () => {
    client.close();
    await server.gateway.close();
  });

  test('create, chunks, cancel, close', async () => {
    client.send(create(image));
    const created = await client.json();
    expect(created).toMatchObject({
      type: 'session.created',
      session_id: expect.stringMatching(/^avt_[0-9a-f]{32}$/),
      trace_id: expect.stringMatching(/^trace_[0-9a-f]{32}$/),
      audio: { format: 'pcm_s16le', sample_rate: 16000, channels: 1, chunk_samples: 17920 },
      video: { encoding: 'jpeg-seq', wire_magic: 'VIDX', fps: 25, width: 416, height: 704 },
      reference_mode: 'image',
      template_mode: 'image',
      wav2lip_postprocess_mode: 'basic',
      preprocessed: false,
      lookahead_chunks: 0,
      mouth_metadata: {},
      runtime_config: {},
    });
    expect(created.renderer).toBe(runtime === 'fake' ? undefined : 'portrait');
    for (const index of [1, 2, 3]) {
      client.sendAudio(35_840);
      const metrics = await client.json();
      expect(metrics).toMatchObject({ type: 'metrics', chunk_index: index });
      expect(Object.keys(metrics)).toEqual(['type', 'chunk_index', 'infer_ms', 'encode_ms']);
      expect(framesOf(await client.binary())).toBe(runtime === 'fake' ? 1 : 28);
    }
    client.send({ type: 'session.cancel' });
    expect(await client.json()).toEqual({ type: 'session.cancelled', session_id: created.session_id });
    client.sendAudio(35_840);
    expect(await client.json()).toMatchObject({ type: 'error', code: 'session_cancelled' });
    client.send({ type: 'session.close' });
    expect(await client.json()).toEqual({ type: 'session.closed', session_id: created.session_id });
    client.send({ type: 'session.close' });
    expect(await client.json()).toEqual({ type: 'session.closed', session_id: null });
    client.send({ type: 'session.cancel' });
    expect(await client.json()).toEqual({ type: 'session.cancelled', session_id: null });
    client.sendAudio(35_840);
    expect(await client.json()).toMatchObject({ code: 'session_required' });
    client.send(create(image));
    expect(await client.json()).toMatchObject({ type: 'session.created' });
    if (runtime === 'resident') expect(server.sessions.closedIds).toContain(created.session_id);
  });

  test('a second create closes the first silently, also when it is refused', async () => {
    client.send(create(image));
    const first = await client.json();
    client.send(create(image, { width: 128, height: 128 }));
    const second = await client.json();
    expect(second).toMatchObject({ type: 'session.created', video: { width: 128, height: 128 } });
    expect(second.session_id).not.toBe(first.session_id);
    client.send(create('not-base64'));
    expect(await client.json()).toMatchObject({ code: 'bad_image_base64' });
    client.sendAudio(35_840);
    expect(await client.json()).toMatchObject({ code: 'session_required' });
  });

  test('wrong chunks are named and change nothing', async () => {
    client.send(create(image, { chunk_samples: 640 }));
    await client.json();
    client.sendAudio(1278);
    expect(await client.json()).toEqual({
      type: 'error',
      code: 'bad_audio_chunk',
      message: 'Expected 1280 bytes of pcm_s16le audio, got 1278.',
    });
    client.send(new Uint8Array([1, 2, 3]));
    expect(await client.json()).toMatchObject({ code: 'bad_audio_magic' });
    client.send(Buffer.from('NOPE0000'));
    expect(await client.json()).toMatchObject({ code: 'bad_audio_magic' });
    client.sendAudio(1280);
    expect(await client.json()).toMatchObject({ type: 'metrics', chunk_index: 1 });
    await client.binary();
  });

  test.each([
    ['{', 'bad_json'],
    ['[]', 'bad_json'],
    ['null', 'bad_json'],
    ['{"type":"nonsense"}', 'unsupported_message'],
    ['{}', 'unsupported_message'],
    [JSON.stringify({ type: 'session.create', inputs: 5 }), 'bad_config'],
    [JSON.stringify({ type: 'session.create', inputs: {}, config: [] }), 'bad_config'],
    [JSON.stringify({ type: 'session.create' }), 'missing_image'],
    [JSON.stringify(create('QUJD\n')), 'bad_image_base64'],
    [JSON.stringify(create('data:image/png;base64,QUJD')), 'bad_image_base64'],
    [JSON.stringify(create(image, { reference_mode: 'video' })), 'bad_reference_mode'],
    [JSON.stringify(create(image, { reference_mode: 'frames' })), 'missing_frame_dir'],
    [JSON.stringify(create(image, { reference_mode: 'frames', ref_frame_dir: '/etc' })), 'bad_frame_dir'],
    [JSON.stringify(create(image, { ref_frame_metadata_path: '/etc/x' })), 'bad_frame_metadata'],
    [JSON.stringify(create(image, { prepared_cache_dir: '/etc/x' })), 'bad_prepared_cache_dir'],
    [JSON.stringify(create(image, { template_mode: 'x' })), 'bad_template_mode'],
    [JSON.stringify(create(image, { template_mode: 'video' })), 'missing_template_video'],
    [JSON.stringify(create(image, { template_mode: 'video', template_video: '/x' })), 'bad_template_video'],
    [JSON.stringify(create(image, { template_mode: 'frames' })), 'missing_template_frame_dir'],
    [JSON.stringify(create(image, { quicktalk_face_cache: '/x' })), 'bad_quicktalk_face_cache'],
    [JSON.stringify(create(image, { mouth_metadata: [1] })), 'bad_mouth_metadata'],
    [JSON.stringify(create(image, { fps: 0 })), 'bad_config'],
    [JSON.stringify(create(image, { width: 'wide' })), 'bad_config'],
    [JSON.stringify(create(image, { width: 100_000 })), 'bad_config'],
    [JSON.stringify(create(image, { chunk_samples: 0 })), 'bad_config'],
    [JSON.stringify(create(image, { delivery: 'sometimes' })), 'bad_config'],
  ])('%s → %s', async (text, code) => {
    client.send(text);
    const answer = await client.json();
    expect(answer).toMatchObject({ type: 'error', code, message: expect.any(String) });
    expect(JSON.stringify(answer)).not.toContain('/etc');
    expect(await client.drain()).toEqual([]);
  });

  test('knobs of other models are echoed, file paths never', async () => {
    const mouth = { animation: { mouth_center: [0.5, 0.56], mouth_rx: 0.06, mouth_ry: 0.02 } };
    client.send(
      create(
        image,
        {
          chunk_samples: 16,
          wav2lip_postprocess_mode: 'opentalking-improved',
          mouth_metadata: mouth,
          cfg_scale: 2,
          source_path: '/home/x',
        },
        { model: 'wav2lip', backend: 'auto' },
      ),
    );
    const created = await client.json();
    expect(created).toMatchObject({
      wav2lip_postprocess_mode: 'opentalking_improved',
      mouth_metadata: mouth,
      runtime_config: { cfg_scale: 2 },
      audio: { chunk_samples: 16 },
    });
    expect(JSON.stringify(created)).not.toContain('/home/x');
  });

  test('random bytes leave the server alive', async () => {
    for (let i = 0; i < 60; i++) {
      const bytes = Buffer.alloc(i * 7, i * 31 + 7);
      client.send(bytes);
      client.send(bytes.toString('latin1'));
    }
    await client.drain();
    client.send(create(image));
    expect(await client.json()).toMatchObject({ type: 'session.created' });
  });
});

test('resident refuses a picture it cannot read; fake never looks', async () => {
  const server = await startTestServer();
  const client = await SocketClient.open(`${server.wsBase}/v1/avatar/realtime`);
  client.send(create(NOT_A_PICTURE));
  expect(await client.json()).toMatchObject({ code: 'bad_image' });
  client.send(create(NOT_A_PICTURE, { reference_mode: 'video' }));
  expect(await client.json()).toMatchObject({ code: 'bad_reference_mode' });
  client.close();
  await server.gateway.close();
});
