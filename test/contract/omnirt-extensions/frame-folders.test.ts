/** Frame avatars on the wire: path fields within the allowed roots, links and dots resolved, no path in any answer; and preloading. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_OMNIRT_SETTINGS } from '../../../src/main/protocols/omnirt/omnirt-settings.ts';
import { type Message, SocketClient } from '../../support/socket-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

const PICTURE = new Uint8Array([0x89, 0x50, 1, 2]);
const image = Buffer.from(PICTURE).toString('base64');

let house: string;
let root: string;
let frames: string;
beforeAll(() => {
  house = realpathSync(mkdtempSync(path.join(tmpdir(), 'frames-')));
  root = path.join(house, 'allowed');
  frames = path.join(root, 'mia', 'frames');
  mkdirSync(frames, { recursive: true });
  mkdirSync(path.join(root, 'empty'));
  mkdirSync(path.join(root, 'leaking'));
  mkdirSync(path.join(house, 'allowed-too'));
  mkdirSync(path.join(house, 'secret'));
  for (const name of ['frame_00000.png', 'frame_00001.JPG', 'notes.txt'])
    writeFileSync(path.join(frames, name), Buffer.from([0x89, 0x50, 1]));
  writeFileSync(path.join(root, 'mia', 'mouth.json'), '{}');
  writeFileSync(path.join(root, 'clip.mp4'), 'x');
  writeFileSync(path.join(house, 'secret', 'frame_0.png'), 'x');
  writeFileSync(path.join(house, 'secret', 'mouth.json'), '{}');
  writeFileSync(path.join(house, 'allowed-too', 'frame_0.png'), 'x');
  symlinkSync(path.join(house, 'secret'), path.join(root, 'way-out'));
  symlinkSync(path.join(house, 'secret', 'frame_0.png'), path.join(root, 'leaking', 'frame_0.png'));
  symlinkSync(frames, path.join(root, 'same'));
});
afterAll(() => rmSync(house, { recursive: true }));

let server: TestServer;
let client: SocketClient;
beforeEach(async () => {
  server = await startTestServer({
    deps: {
      preferences: () => ({ wav2lipRenderer: 'auto', musetalkRenderer: 'auto', frameRoots: [root] }),
    },
  });
  client = await SocketClient.open(`${server.wsBase}/v1/avatar/realtime`);
});
afterEach(async () => {
  client.close();
  await server.gateway.close();
});

const framed = (dir: string, more: Message = {}): Message => ({
  reference_mode: 'frames',
  ref_frame_dir: dir,
  ...more,
});

describe('a folder of frames', () => {
  test('reaches the engine resolved; its path is never told', async () => {
    const config = framed(frames, {
      ref_frame_metadata_path: path.join(root, 'mia', 'mouth.json'),
      prepared_cache_dir: path.join(root, 'mia', 'not', 'there', 'yet'),
      preprocessed: true,
      fps: 30,
    });
    const created = await client.create(PICTURE, config);
    expect(created).toMatchObject({ type: 'session.created', reference_mode: 'frames', preprocessed: true });
    expect(JSON.stringify(created)).not.toContain('allowed');
    expect(server.sessions.asks[0]?.avatar.frames).toEqual({
      dir: frames,
      metadataPath: path.join(root, 'mia', 'mouth.json'),
      fps: 30,
      preprocessed: true,
      maxFrames: DEFAULT_OMNIRT_SETTINGS.maxReferenceFrames,
      order: 'reference',
    });
  });

  test('live sessions play it livelier; inputs win over config; links inside the root are fine', async () => {
    client.send({
      type: 'session.create',
      inputs: { image_b64: image, ref_frame_dir: path.join(root, 'same') },
      config: { delivery: 'live', ...framed('/etc') },
    });
    expect(await client.json()).toMatchObject({ reference_mode: 'frames' });
    expect(server.sessions.asks[0]?.avatar.frames).toMatchObject({
      dir: frames,
      metadataPath: null,
      order: 'living',
    });
  });

  test('a template’s frames serve as well', async () => {
    const config = { template_mode: 'frames', template_frame_dir: frames };
    expect(await client.create(PICTURE, config)).toMatchObject({
      template_mode: 'frames',
      reference_mode: 'image',
    });
    expect(server.sessions.asks[0]?.avatar.frames?.dir).toBe(frames);
  });

  const refusals: readonly [string, () => Message, string][] = [
    ['outside', () => framed(path.join(house, 'secret')), 'bad_frame_dir'],
    ['outside by dots', () => framed(`${root}/mia/../../secret`), 'bad_frame_dir'],
    ['outside by a link', () => framed(path.join(root, 'way-out')), 'bad_frame_dir'],
    ['a neighbour whose name begins alike', () => framed(path.join(house, 'allowed-too')), 'bad_frame_dir'],
    ['a folder whose frame leads outside', () => framed(path.join(root, 'leaking')), 'bad_frame_dir'],
    ['relative', () => framed('mia/frames'), 'bad_frame_dir'],
    ['with a zero byte', () => framed(`${frames}\0`), 'bad_frame_dir'],
    ['not there', () => framed(path.join(root, 'nobody')), 'bad_frame_dir'],
    ['a file', () => framed(path.join(root, 'clip.mp4')), 'bad_frame_dir'],
    ['empty', () => framed(path.join(root, 'empty')), 'bad_frame_dir'],
    [
      'metadata outside',
      () => framed(frames, { ref_frame_metadata_path: path.join(house, 'secret', 'mouth.json') }),
      'bad_frame_metadata',
    ],
    [
      'metadata by a link',
      () => framed(frames, { ref_frame_metadata_path: path.join(root, 'way-out', 'mouth.json') }),
      'bad_frame_metadata',
    ],
    ['metadata that is a folder', () => ({ ref_frame_metadata_path: frames }), 'bad_frame_metadata'],
    [
      'a cache outside',
      () => framed(frames, { prepared_cache_dir: path.join(house, 'new') }),
      'bad_prepared_cache_dir',
    ],
    [
      'a cache beyond a link',
      () => framed(frames, { prepared_cache_dir: path.join(root, 'way-out', 'new') }),
      'bad_prepared_cache_dir',
    ],
    [
      'preprocessed without metadata',
      () => framed(frames, { preprocessed: true }),
      'preprocessed_asset_invalid',
    ],
    [
      'a template folder outside',
      () => ({ template_mode: 'frames', template_frame_dir: house }),
      'bad_template_frame_dir',
    ],
    [
      'a template video outside',
      () => ({ template_mode: 'video', template_video: path.join(house, 'x') }),
      'bad_template_video',
    ],
    [
      'a template video',
      () => ({ template_mode: 'video', template_video: path.join(root, 'clip.mp4') }),
      'bad_config',
    ],
    ['a face cache outside', () => ({ quicktalk_face_cache: house }), 'bad_quicktalk_face_cache'],
  ];
  test.each(refusals)('%s is refused without its path', async (_name, config, code) => {
    const answer = await client.create(PICTURE, config());
    expect(answer).toMatchObject({ type: 'error', code });
    expect(JSON.stringify(answer)).not.toContain(path.basename(house));
    expect(server.sessions.asks).toEqual([]);
  });
});

test('FlashTalk’s init takes the same fields', async () => {
  const socket = await SocketClient.open(`${server.wsBase}/v1/audio2video/wav2lip`);
  expect(await socket.ask({ type: 'init', ref_image: image, ...framed(frames) })).toMatchObject({
    type: 'init_ok',
    reference_mode: 'frames',
  });
  expect(server.sessions.asks[0]?.avatar.frames?.dir).toBe(frames);
  socket.close();
});

describe('preload', () => {
  const preload = async (body: unknown, place = '/v1/audio2video/wav2lip/preload'): Promise<Response> =>
    fetch(new URL(place, server.gateway.url), {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  test('prepares, and says whether it had to', async () => {
    const body = { avatar_id: 'mia', ref_image: image, ref_frame_dir: frames };
    const first = await preload(body);
    expect(first.status).toBe(200);
    expect(await first.json()).toEqual({
      type: 'preload_result',
      frames: 2,
      elapsed_ms: expect.any(Number),
      cache_hit: false,
      cache_source: 'built',
    });
    const second = await preload({ ...body, reference_mode: 'image' }, '/v1/avatar/wav2lip/preload');
    expect(await second.json()).toMatchObject({ cache_hit: true, cache_source: 'memory' });
    expect(server.sessions.closedIds).toEqual([]);
  });

  test.each([
    [{ ref_image: image }, 'missing_frame_dir'],
    [{ ref_image: image, ref_frame_dir: '/etc' }, 'bad_frame_dir'],
    [{}, 'missing_frame_dir'],
    [{ ref_image: 'not-base64' }, 'bad_image_base64'],
    ['{', 'bad_json'],
    ['[]', 'bad_json'],
  ])('%j → %s, with HTTP 200', async (body, code) => {
    const reply = await preload(body);
    expect(reply.status).toBe(200);
    const answer = await reply.json();
    expect(answer).toMatchObject({ type: 'error', code });
    expect(JSON.stringify(answer)).not.toContain('/etc');
  });

  test('OpenTalking sends no picture: the first frame stands for it', async () => {
    const reply = await preload({ avatar_id: 'mia', ref_frame_dir: frames, preprocessed: false, fps: 25 });
    expect(await reply.json()).toMatchObject({ type: 'preload_result', frames: 2 });
  });

  test('a picture of 20 MB fits', async () => {
    const large = Buffer.alloc(15_000_000, 'A').toString();
    expect(await (await preload({ ref_image: large, ref_frame_dir: frames })).json()).toMatchObject({
      code: 'bad_image',
    });
  });
});
