/** Template videos on the wire: a film below the allowed roots is imported once and its frames are shown; what cannot be is refused without its path. */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { FilmShelf } from '../../../src/main/engine/film-shelf.ts';
import { createAvatarReader } from '../../../src/main/pipeline/avatar/avatar-reader.ts';
import { createVideoFile } from '../../../src/main/pipeline/encoding/video-file.ts';
import { type Message, SocketClient } from '../../support/socket-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PICTURE = new Uint8Array([0x89, 0x50, 1, 2]);

let house: string;
let root: string;
let reader: ReturnType<typeof createAvatarReader>;
beforeAll(() => {
  house = realpathSync(mkdtempSync(path.join(tmpdir(), 'films-')));
  root = path.join(house, 'allowed');
  mkdirSync(root);
  copyFileSync(path.join(ROOT, 'test/fixtures/avatars/talking-head.mp4'), path.join(root, 'head.mp4'));
  copyFileSync(path.join(root, 'head.mp4'), path.join(root, 'the-same.mp4'));
  copyFileSync(path.join(root, 'head.mp4'), path.join(house, 'outside.mp4'));
  writeFileSync(path.join(root, 'text.mp4'), 'no film');
  reader = createAvatarReader({ modelsDir: path.join(ROOT, 'resources/models') });
});
afterAll(async () => {
  await reader.close();
  rmSync(house, { recursive: true });
});

let imports: string[];
let server: TestServer;
let client: SocketClient;
const start = async (): Promise<void> => {
  const shelf = new FilmShelf({
    dir: path.join(house, 'cache'),
    engine: {
      importClip: (...job) => {
        imports.push(job[0].id);
        return reader.importClip(...job);
      },
    },
  });
  server = await startTestServer({
    deps: {
      films: shelf,
      preferences: () => ({ wav2lipRenderer: 'auto', musetalkRenderer: 'auto', frameRoots: [root] }),
    },
  });
  client = await SocketClient.open(`${server.wsBase}/v1/avatar/realtime`);
};
const stop = async (): Promise<void> => {
  client.close();
  await server.gateway.close();
};
beforeEach(async () => {
  imports = [];
  await start();
});
afterEach(stop);

const film = (name: string): Message => ({ template_mode: 'video', template_video: path.join(root, name) });

test('a film is imported once, by its content, and its frames go round in their own time', async () => {
  const created = await client.create(PICTURE, film('head.mp4'));
  expect(created).toMatchObject({ type: 'session.created', template_mode: 'video', reference_mode: 'image' });
  expect(JSON.stringify(created)).not.toContain(path.basename(house));
  const { frames } = server.sessions.asks[0]!.avatar;
  expect(frames).toMatchObject({ fps: 25, preprocessed: true, order: 'reference' });
  expect(readdirSync(frames!.dir).filter(name => name.endsWith('.jpg'))).toHaveLength(6);
  const metadata = JSON.parse(readFileSync(frames!.metadataPath!, 'utf8'));
  expect(metadata.frames['frame_00000.jpg'].animation.mouth_center).toHaveLength(2);
  expect(imports).toHaveLength(1);

  const again = await SocketClient.open(`${server.wsBase}/v1/avatar/realtime`);
  await again.create(PICTURE, film('the-same.mp4'));
  again.close();
  await stop();
  await start();
  await client.create(PICTURE, { ...film('head.mp4'), delivery: 'live' });
  expect(server.sessions.asks[0]?.avatar.frames).toMatchObject({ dir: frames!.dir, order: 'living' });
  expect(imports).toHaveLength(1);

  // An import that was cut short is made again.
  rmSync(path.join(frames!.dir, '..', 'film.json'));
  const third = await SocketClient.open(`${server.wsBase}/v1/avatar/realtime`);
  expect(await third.create(PICTURE, film('head.mp4'))).toMatchObject({ type: 'session.created' });
  third.close();
  expect(imports).toHaveLength(2);
});

test('what is no film, too long, outside or gone is refused by the field’s code', async () => {
  const long = await createVideoFile({
    path: path.join(root, 'long.mp4'),
    container: 'mp4',
    width: 64,
    height: 64,
    fps: 1,
    sound: null,
  });
  for (let i = 0; i < 24; i++)
    await long.addFrame({ width: 64, height: 64, channels: 3, data: new Uint8Array(64 * 64 * 3) }, i * 1e6);
  await long.finish();
  const cases: readonly [Message, string][] = [
    [film('text.mp4'), 'template_video cannot be used. The clip cannot be opened'],
    [film('long.mp4'), 'template_video cannot be used. The clip is 24 seconds long; 20 are taken at most.'],
    [film('gone.mp4'), 'template_video is no file that exists.'],
    [film('../outside.mp4'), 'template_video must be an absolute path under an allowed frame root.'],
  ];
  for (const [config, message] of cases) {
    const answer = await client.create(PICTURE, config);
    expect(answer).toMatchObject({ type: 'error', code: 'bad_template_video' });
    expect(answer.message).toContain(message);
    expect(JSON.stringify(answer)).not.toContain(path.basename(house));
  }
  expect(server.sessions.asks).toEqual([]);
  expect(readdirSync(path.join(house, 'cache')).filter(name => name.includes('.part'))).toEqual([]);
});

test('a frame reference wins over a film', async () => {
  const frames = path.join(root, 'frames');
  mkdirSync(frames, { recursive: true });
  writeFileSync(path.join(frames, 'frame_0.png'), 'x');
  await client.create(PICTURE, { ...film('head.mp4'), reference_mode: 'frames', ref_frame_dir: frames });
  expect(server.sessions.asks[0]?.avatar.frames?.dir).toBe(frames);
  expect(imports).toEqual([]);
});
