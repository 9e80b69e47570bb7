/** Native sessions of models that another server draws: created there in its own dialogue, and what it says passed on. */
import { afterEach, describe, expect, test } from 'vitest';
import {
  closeProxies,
  image,
  NATIVE,
  open,
  PICTURE,
  startFake,
  startFront,
  startRaw,
} from './proxied-server.ts';

afterEach(closeProxies);

describe('native sessions', () => {
  const config = { width: 128, height: 96, chunk_samples: 640 };

  test('go to the server of their model, whatever dialogue it speaks', async () => {
    const fake = await startFake();
    const { base } = await startFront({
      wav2lip: `${fake}/v1/audio2video/wav2lip`,
      flashhead: `${fake}${NATIVE}`,
    });
    const client = await open(base + NATIVE);
    const create = (model: string) => ({
      type: 'session.create',
      model,
      inputs: { image_b64: image },
      config,
    });
    // FlashTalk's dialogue has no chunk_samples to ask for: what was granted is told.
    expect(await client.ask(create('wav2lip'))).toMatchObject({
      type: 'session.created',
      renderer: 'proxy',
      audio: { chunk_samples: 17_920 },
      video: { width: 128, height: 96 },
    });
    expect((await client.speak(35_840)).jpegs).toHaveLength(1);
    client.sendAudio(2);
    expect(await client.json()).toMatchObject({ code: 'bad_audio_chunk' });
    expect(await client.ask(create('soulx-flashhead-1.3b'))).toMatchObject({
      audio: { chunk_samples: 640 },
      video: { width: 128, height: 96 },
    });
    const { metrics, jpegs } = await client.speak(1280);
    expect(metrics).toMatchObject({ chunk_index: 1 });
    expect(jpegs).toHaveLength(1);
    expect(await client.ask({ type: 'session.update', config: { postprocess: {} } })).toMatchObject({
      code: 'bad_config',
    });
    expect(await client.ask({ type: 'session.close' })).toMatchObject({ type: 'session.closed' });
  });

  test('hear its refusals, its end, and that there is none', async () => {
    const fake = await startFake();
    const raw = await startRaw(socket =>
      socket.on('message', (_data, isBinary) => {
        if (isBinary) socket.terminate();
        else
          socket.send(
            '{"type":"init_ok","frame_num":1,"motion_frames_num":0,"slice_len":1,"fps":25,"height":64,"width":64}',
          );
      }),
    );
    const { base } = await startFront({ quicktalk: fake, wav2lip: raw, musetalk: 'ws://127.0.0.1:9/' });
    const client = await open(base + NATIVE);
    const create = (model: string, more = {}) => ({
      type: 'session.create',
      model,
      inputs: { image_b64: image },
      config: more,
    });
    expect(await client.ask(create('musetalk'))).toMatchObject({
      code: 'runtime_error',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(await client.ask(create('soulx-flashtalk-14b'))).toMatchObject({ code: 'runtime_error' });
    expect(await client.ask(create('wav2lip', { delivery: 'live' }))).toMatchObject({ code: 'bad_config' });
    expect(await client.ask(create('wav2lip'))).toMatchObject({ audio: { chunk_samples: 640 } });
    client.sendAudio(1280);
    expect(await client.json()).toMatchObject({
      code: 'runtime_error',
      message: expect.stringContaining('broke'),
    });
    expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' });
  });

  test('stay here when their model has no server and the engine is resident', async () => {
    const { base } = await startFront({ wav2lip: 'ws://127.0.0.1:9/' }, 'resident');
    const client = await open(base + NATIVE);
    expect(await client.create(PICTURE)).toMatchObject({ type: 'session.created', renderer: 'portrait' });
  });
});
