/** Moving avatars in the library: import, the same twice, sessions' input, removal for good, folders in and out. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MovingFolders } from '../../../src/main/store/moving-folders.ts';
import { PictureFiles } from '../../../src/main/store/picture-files.ts';
import { openStore } from '../../../src/main/store/sqlite/open-store.ts';
import type { Store } from '../../../src/main/store/store.ts';
import { AvatarLibrary } from '../../../src/main/studio-server/avatar-library.ts';
import { readOpenTalkingFolder } from '../../../src/main/studio-server/opentalking-folder.ts';
import { StudioError } from '../../../src/shared/errors.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { AvatarView } from '../../../src/shared/studio/avatars.ts';
import { FakeStudioEngine, pictureWith } from '../../support/fake-studio-engine.ts';

let base: string;
let store: Store;
let library: AvatarLibrary;
const never = new AbortController().signal;
const quiet = () => {};
const movingDir = () => join(base, 'data', 'avatars', 'moving');
const folderOf = (
  name: string,
  manifest: unknown,
  files: Record<string, string | Uint8Array> = {},
): string => {
  const dir = join(base, name);
  mkdirSync(join(dir, 'frames'), { recursive: true });
  writeFileSync(
    join(dir, 'manifest.json'),
    typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
  );
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(dir, file), bytes);
  return dir;
};

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'library-'));
  const dataDir = join(base, 'data');
  store = openStore({ dataDir, log: silentLog });
  library = new AvatarLibrary({
    store: store.avatars,
    files: new PictureFiles(dataDir),
    folders: new MovingFolders(dataDir),
    engine: new FakeStudioEngine(),
    changed: quiet,
  });
});
afterEach(() => {
  store.close();
  rmSync(base, { recursive: true, force: true });
});

const importClip = (path = '/clips/a.mp4') =>
  library.importMoving({ kind: 'clip', path }, { name: 'Anna' }, quiet, never);

describe('a clip', () => {
  test('becomes an avatar with frames that sessions can open', async () => {
    const { avatar, notes } = await importClip();
    expect(AvatarView.parse(avatar)).toMatchObject({ name: 'Anna', moving: { frames: 3, fps: 25 } });
    expect(notes).toEqual(['The first 20 seconds are taken.']);
    const input = await library.picture(avatar.id);
    const dir = join(movingDir(), avatar.id, 'frames');
    expect(input?.frames).toEqual({
      dir,
      metadataPath: join(dir, 'mouth_metadata.json'),
      fps: 25,
      preprocessed: true,
    });
    expect(existsSync(dir)).toBe(true);
    const { picture } = library.filesOf(avatar.id);
    expect(readFileSync(picture)).toEqual(Buffer.from(pictureWith(1, '/clips/a.mp4')));
  });

  test('the same twice is one avatar, with one folder; a removed one comes back', async () => {
    const first = await importClip();
    library.remove(first.avatar.id);
    expect((await importClip()).avatar.id).toBe(first.avatar.id);
    expect(library.list()).toHaveLength(1);
    expect(readdirSync(movingDir())).toEqual([first.avatar.id]);
    expect((await importClip('/clips/b.mp4')).avatar.id).not.toBe(first.avatar.id);
  });

  test('a failed or cancelled import leaves nothing', async () => {
    await expect(importClip('/clips/a.txt')).rejects.toMatchObject({ code: 'avatar/unreadable' });
    const stopped = library.importMoving(
      { kind: 'clip', path: '/a' },
      { name: 'A' },
      quiet,
      AbortSignal.abort(),
    );
    await expect(stopped).rejects.toThrow();
    expect(library.list()).toEqual([]);
    expect(readdirSync(movingDir())).toEqual([]);
  });

  test('an import whose process is ended leaves nothing', async () => {
    class EndedEngine extends FakeStudioEngine {
      override async importClip(
        ...[{ outDir }]: Parameters<FakeStudioEngine['importClip']>
      ): ReturnType<FakeStudioEngine['importClip']> {
        mkdirSync(join(`${outDir}.0123abcd.part`, 'frames'), { recursive: true });
        throw new StudioError('engine/timeout', 'The file could not be read to its end.');
      }
    }
    const dataDir = join(base, 'data');
    const ended = new AvatarLibrary({
      store: store.avatars,
      files: new PictureFiles(dataDir),
      folders: new MovingFolders(dataDir),
      engine: new EndedEngine(),
      changed: quiet,
    });
    const importing = ended.importMoving({ kind: 'clip', path: '/a.mp4' }, { name: 'A' }, quiet, never);
    await expect(importing).rejects.toMatchObject({ code: 'engine/timeout' });
    expect(readdirSync(movingDir())).toEqual([]);
  });

  test('removed for good, its folder goes too', async () => {
    const { avatar } = await importClip();
    library.remove(avatar.id);
    await library.purge(new Date(Date.now() + 60_000).toISOString());
    expect(readdirSync(movingDir())).toEqual([]);
    expect(store.avatars.get(avatar.id)).toBeNull();
  });

  test('is exported as its folder, never over another', async () => {
    const { avatar } = await importClip();
    const out = join(base, 'out');
    await library.export(avatar.id, out);
    expect(readdirSync(out).sort()).toEqual(['frames', 'manifest.json']);
    await expect(library.export(avatar.id, out)).rejects.toMatchObject({ code: 'store/failed' });
  });
});

describe('folders in OpenTalking’s form', () => {
  const mouth = { mouth_center: [0.5, 0.6], mouth_rx: 0.06, mouth_ry: 0.02 };

  test('a still goes out and comes back as itself', async () => {
    const { id } = await library.import(pictureWith(1), { name: 'Bo', mouth: { animation: mouth } as never });
    const out = join(base, 'out');
    await library.export(id, out);
    expect(readdirSync(out).sort()).toEqual(['manifest.json', 'preview.png', 'reference.png']);
    const folder = await readOpenTalkingFolder(out);
    expect(folder).toMatchObject({ name: 'Bo', mouth: { animation: mouth }, frames: null });
    const { avatar } = await library.importFolder(out, quiet, never);
    expect(avatar.id).toBe(id);
    await expect(library.export(id, out)).rejects.toMatchObject({ code: 'store/failed' });
    expect(existsSync(join(out, 'manifest.json'))).toBe(true);
  });

  test('metadata made for another picture is kept as an older version; what is found counts', async () => {
    const manifest = { id: 'c', metadata: { animation: mouth, source_image_hash: 'f'.repeat(64) } };
    const dir = folderOf('c', manifest, { 'reference.png': pictureWith(1) });
    expect(await readOpenTalkingFolder(dir)).toMatchObject({
      name: 'c',
      mouth: null,
      otherMouth: { animation: mouth, source_image_hash: 'f'.repeat(64) },
    });
    const { avatar } = await library.importFolder(dir, quiet, never);
    expect(avatar).toMatchObject({ mouthSource: 'detected', mouthRevision: 3 });
    expect(store.avatars.mouthHistory(avatar.id).map(({ source }) => source)).toEqual([
      'detected',
      'hand',
      'detected',
    ]);
    const faceless = folderOf('c2', manifest, { 'reference.png': pictureWith(0) });
    const blind = (await library.importFolder(faceless, quiet, never)).avatar;
    const hash = library.mouthOf(blind.id)?.source_image_hash;
    expect(hash).toBe('f'.repeat(64));
    expect(blind.pictureHash).not.toBe(hash);
  });

  test('frames are found where the manifest says', async () => {
    const manifest = { id: 'd', fps: 30, metadata: { reference_mode: 'frames', preprocessed: true } };
    const dir = folderOf('d', manifest, { 'frames/mouth_metadata.json': '{}' });
    const { frames } = await readOpenTalkingFolder(dir);
    expect(frames).toMatchObject({ fps: 30, preprocessed: true });
    expect(frames?.metadataPath).toMatch(/mouth_metadata\.json$/);
    expect((await library.importFolder(dir, quiet, never)).avatar.moving).toEqual({ frames: 3, fps: 25 });
  });

  test.each([
    ['no JSON', '{'],
    ['no id', {}],
    ['a folder outside', { id: 'e', metadata: { reference_mode: 'frames', frame_dir: '../' } }],
    ['an absolute folder', { id: 'e', metadata: { reference_mode: 'frames', frame_dir: '/' } }],
    ['a folder that is not there', { id: 'e', metadata: { reference_mode: 'frames', frame_dir: 'films' } }],
    ['no picture', { id: 'e' }],
  ])('%s is refused', async (_name, manifest) => {
    const work = readOpenTalkingFolder(folderOf('e', manifest));
    await expect(work).rejects.toMatchObject({ code: 'avatar/unreadable' });
  });

  test('a link out of the folder is refused', async () => {
    const dir = folderOf('f', { id: 'f', metadata: { reference_mode: 'frames', frame_dir: 'linked' } });
    symlinkSync(base, join(dir, 'linked'));
    await expect(readOpenTalkingFolder(dir)).rejects.toMatchObject({ code: 'avatar/unreadable' });
  });
});
