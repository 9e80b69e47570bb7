/** `config.postprocess`, `session.update` and FlashTalk's `config_update`: blend settings of one session, over real sockets. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CompositorOptions } from '../../../src/shared/compositor-options.ts';
import { type Message, SocketClient } from '../../support/socket-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

const PICTURE = new Uint8Array([0x89, 0x50, 1, 2]);
const image = Buffer.from(PICTURE).toString('base64');

let server: TestServer;
let clients: SocketClient[];
beforeEach(async () => {
  server = await startTestServer();
  clients = [];
});
afterEach(async () => {
  for (const client of clients) client.close();
  await server.gateway.close();
});

const open = async (path: string): Promise<SocketClient> => {
  const client = await SocketClient.open(server.wsBase + path);
  clients.push(client);
  return client;
};
const native = (): Promise<SocketClient> => open('/v1/avatar/realtime');

describe('at create', () => {
  test('every parameter has a name on the wire, and all are echoed as they hold', async () => {
    const client = await native();
    const postprocess = {
      mode: 'opentalking-improved',
      lower_lip_dynamic_expand: 0.5,
      enable_jaw_motion_blend: true,
      jaw_blend_alpha: 0.3,
      jaw_mask_expand_x: 0.1,
      jaw_mask_expand_y: 0.2,
      jaw_mask_offset_y: 1,
      jaw_mask_feather: 2,
      easy_mask_dilation: 3,
      easy_mask_feathering: 1,
    };
    const created = await client.create(PICTURE, { postprocess });
    const held = { ...postprocess, mode: 'opentalking_improved' };
    expect(created).toMatchObject({ postprocess: held, wav2lip_postprocess_mode: 'opentalking_improved' });
    expect(server.sessions.asks[0]?.compositor).toEqual({
      mode: 'opentalking_improved',
      lowerLipDynamicExpand: 0.5,
      enableJawMotionBlend: true,
      jawBlendAlpha: 0.3,
      jawMaskExpandX: 0.1,
      jawMaskExpandY: 0.2,
      jawMaskOffsetY: 1,
      jawMaskFeather: 2,
      easyMaskDilation: 3,
      easyMaskFeathering: 1,
    });
  });

  test('postprocess wins over compositor, that over wav2lip_postprocess_mode', async () => {
    const client = await native();
    const config: Message = {
      wav2lip_postprocess_mode: true,
      compositor: { mode: 'easy_improved', jawBlendAlpha: 0.5 },
      postprocess: { jaw_blend_alpha: 0.9 },
    };
    expect(await client.create(PICTURE, config)).toMatchObject({
      wav2lip_postprocess_mode: 'easy_improved',
      postprocess: { mode: 'easy_improved', jaw_blend_alpha: 0.9, jaw_mask_feather: 1.25 },
    });
  });

  test.each([
    [{ postprocess: { jaw_alpha: 1 } }, 'config.postprocess.jaw_alpha'],
    [{ postprocess: { jaw_blend_alpha: 2 } }, 'config.postprocess.jaw_blend_alpha'],
    [{ postprocess: { mode: 'pretty' } }, 'config.postprocess.mode'],
    [{ postprocess: { easy_mask_dilation: 'NaN' } }, 'config.postprocess.easy_mask_dilation'],
    [{ postprocess: [] }, 'config.postprocess'],
    [{ compositor: { jawBlendAlpha: -1 } }, 'config.compositor.jawBlendAlpha'],
  ])('%j is refused and named', async (config, name) => {
    const client = await native();
    expect(await client.create(PICTURE, config)).toMatchObject({
      type: 'error',
      code: 'bad_config',
      message: expect.stringContaining(name),
    });
  });
});

describe('while a session runs', () => {
  test('lock-step: applied between chunks, answered in its turn', async () => {
    const client = await native();
    await client.create(PICTURE);
    client.sendAudio(35_840);
    client.send({ type: 'session.update', config: { postprocess: { mode: 'easy_improved' } } });
    client.sendAudio(35_840);
    expect(await client.json()).toMatchObject({ type: 'metrics', chunk_index: 1 });
    await client.video();
    expect(await client.json()).toMatchObject({
      type: 'session.updated',
      session_id: expect.stringMatching(/^avt_/),
      postprocess: { mode: 'easy_improved', jaw_blend_alpha: 0.22 },
    });
    expect(await client.json()).toMatchObject({ type: 'metrics', chunk_index: 2 });
    await client.video();
    expect(server.sessions.configured).toEqual([{ options: {}, compositor: { mode: 'easy_improved' } }]);
  });

  test('a refused change is named and changes nothing; a slider’s move is silent', async () => {
    const client = await native();
    await client.create(PICTURE);
    const wrong = { type: 'session.update', config: { postprocess: { jaw_blend_alpha: 7 } } };
    expect(await client.ask(wrong)).toMatchObject({
      code: 'bad_config',
      message: expect.stringContaining('jaw_blend_alpha'),
    });
    client.send({ type: 'session.update', config: { compositor: { jawBlendAlpha: 0.5 } } });
    expect(await client.drain()).toEqual([]);
    expect(server.sessions.configured).toEqual([{ options: {}, compositor: { jawBlendAlpha: 0.5 } }]);
    client.send({ type: 'session.cancel' });
    await client.json();
    expect(await client.ask(wrong)).toMatchObject({ code: 'session_cancelled' });
  });

  test('without a session', async () => {
    const client = await native();
    const update = { type: 'session.update', config: { postprocess: {} } };
    expect(await client.ask(update)).toMatchObject({ code: 'session_required' });
  });

  test('live: the same', async () => {
    const client = await native();
    expect(await client.create(PICTURE, { delivery: 'live' })).toMatchObject({
      renderer: 'portrait',
      provider: null,
      notes: [],
      postprocess: { mode: 'basic' },
    });
    client.send({
      type: 'session.update',
      config: { postprocess: { mode: true }, portrait: { mouthAmount: 2 } },
    });
    expect(await client.json()).toMatchObject({
      type: 'session.updated',
      postprocess: { mode: 'opentalking_improved' },
    });
    expect(server.sessions.lives[0]?.configured).toEqual([
      { options: { mouthAmount: 2 }, compositor: { mode: 'opentalking_improved' } },
    ]);
  });
});

describe('FlashTalk', () => {
  const init = { type: 'init', ref_image: image, prompt: 'A person.', seed: 9999, preprocessed: false };

  test('old clients get the reference’s answer key for key', async () => {
    const client = await open('/v1/audio2video/wav2lip');
    const ok = await client.ask(init);
    expect(Object.keys(ok).at(-1)).toBe('preload');
    expect(server.sessions.asks[0]?.compositor).toEqual(CompositorOptions.parse({}));
    const update = { type: 'config_update', config: { cfg_scale: 2, width: 9 } };
    expect(await client.ask(update)).toEqual({ type: 'config_ok', updated: { cfg_scale: 2 } });
    expect(server.sessions.configured).toEqual([]);
  });

  test.each(['/', '/v1/audio2video/wav2lip'])(
    '%s takes postprocess at init and in config_update',
    async path => {
      const client = await open(path);
      const asked = await client.ask({ ...init, postprocess: { mode: 'easy_improved' } });
      expect(asked).toMatchObject({
        type: 'init_ok',
        wav2lip_postprocess_mode: 'easy_improved',
        renderer: 'portrait',
        provider: null,
        notes: [],
        postprocess: { mode: 'easy_improved', easy_mask_dilation: 2.5 },
      });
      const update = {
        type: 'config_update',
        config: { cfg_scale: 2, postprocess: { easy_mask_dilation: 1 } },
      };
      expect(await client.ask(update)).toMatchObject({
        type: 'config_ok',
        updated: { cfg_scale: 2, postprocess: { mode: 'easy_improved', easy_mask_dilation: 1 } },
      });
      expect(server.sessions.configured).toEqual([{ options: {}, compositor: { easyMaskDilation: 1 } }]);
      const wrong = { type: 'config_update', config: { postprocess: { easy_mask_dilation: 99 } } };
      expect(await client.ask(wrong)).toMatchObject({
        type: 'error',
        code: 'bad_config',
        message: expect.stringContaining('easy_mask_dilation'),
      });
    },
  );
});

describe('another mouth while a session runs', () => {
  const mouth = { animation: { mouth_center: [0.5, 0.6], mouth_rx: 0.1, outer_lip: null } };

  test('is taken with the reference’s defaults; null puts the detected one back', async () => {
    const client = await native();
    await client.create(PICTURE, { delivery: 'live' });
    client.send({ type: 'session.update', config: { mouth_metadata: mouth } });
    client.send({ type: 'session.update', config: { mouth_metadata: null } });
    expect((await client.drain()).filter(({ kind }) => kind === 'text')).toEqual([]);
    expect(server.sessions.lives[0]?.configured).toEqual([
      {
        options: {},
        compositor: {},
        mouth: { animation: { mouth_center: [0.5, 0.6], mouth_rx: 0.1, mouth_ry: 0.02 } },
      },
      { options: {}, compositor: {}, mouth: null },
    ]);
  });

  test.each([
    ['{"animation":{"mouth_center":[0.5,1e999]}}', 'animation.mouth_center.1'],
    [
      '{"animation":{"mouth_center":[0.5,0.5],"outer_lip":[[0,0],["NaN",0],[1,1]]}}',
      'animation.outer_lip.1.0',
    ],
    ['{"animation":"open"}', 'animation'],
    ['7', 'mouth_metadata'],
  ])('%s is refused and named', async (text, name) => {
    const client = await native();
    await client.create(PICTURE);
    expect(await client.ask(`{"type":"session.update","config":{"mouth_metadata":${text}}}`)).toMatchObject({
      code: 'bad_mouth_metadata',
      message: expect.stringContaining(name),
    });
    expect(server.sessions.configured).toEqual([]);
  });
});
