/** Folders on their way in and out: hostile ones leave nothing, a ZIP holds what its folder held. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AvatarImports } from '../../../src/main/studio-server/avatar-imports.ts';
import type { AvatarLibrary } from '../../../src/main/studio-server/avatar-library.ts';
import { takeFolder } from '../../../src/main/studio-server/folder-intake.ts';
import { zipFolders } from '../../../src/main/studio-server/zip-stream.ts';
import type { ClipProgress } from '../../../src/shared/clip-import.ts';
import { StudioError } from '../../../src/shared/errors.ts';
import { pictureWith } from '../../support/fake-studio-engine.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { studioForTests } from './studio-fixture.ts';

let base = '';
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'folders-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** A folder as the page sends it, in pieces of odd sizes. */
const pack = (files: Record<string, string | Uint8Array>, pieceBytes = 7): AsyncIterable<Uint8Array> => {
  const entries = Object.entries(files).map(([name, data]) => ({ name, bytes: Buffer.from(data) }));
  const json = Buffer.from(
    JSON.stringify(entries.map(({ name, bytes }) => ({ path: name, bytes: bytes.length }))),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return inPieces(Buffer.concat([length, json, ...entries.map(({ bytes }) => bytes)]), pieceBytes);
};
async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes);
}
const never = new AbortController().signal;

describe('a folder from the page', () => {
  test('lies on the disk as it was', async () => {
    const files = { 'manifest.json': '{"id":"x"}', 'frames/frame_1.png': 'one', 'frames/empty.json': '' };
    await takeFolder(pack(files), path.join(base, 'in'), never);
    for (const [name, data] of Object.entries(files))
      expect(readFileSync(path.join(base, 'in', name), 'utf8')).toBe(data);
  });

  test.each([
    ['a path upwards', { '../evil.json': 'x' }],
    ['an absolute path', { '/tmp/evil.json': 'x' }],
    ['a program', { 'run.exe': 'x' }],
    ['one file twice', { 'a.png': 'x', 'A.PNG': 'y' }],
  ])('with %s is refused before anything is written', async (_name, files) => {
    await expect(takeFolder(pack(files), path.join(base, 'in'), never)).rejects.toMatchObject({
      code: 'avatar/unreadable',
    });
    expect(readdirSync(base)).toEqual([]);
  });

  test.each([
    ['cut short', Buffer.concat([Buffer.from([30, 0, 0, 0]), Buffer.from('[{"path":"a.png","bytes":5')])],
    ['with a list that is none', Buffer.concat([Buffer.from([2, 0, 0, 0]), Buffer.from('{}')])],
    ['with a list that is too long', Buffer.from([0, 0, 0, 255, 1])],
    ['that is empty', Buffer.alloc(0)],
  ])('%s is refused', async (_name, bytes) => {
    const taking = takeFolder(inPieces(bytes, 3), path.join(base, 'in'), never);
    await expect(taking).rejects.toMatchObject({ code: 'avatar/unreadable' });
  });
});

const at = studioForTests();

describe('imports', () => {
  const manual = new ManualClock();
  const library = (
    work: (progress: (progress: ClipProgress) => void, signal: AbortSignal) => Promise<void>,
  ) => ({
    importMoving: async (...[, , progress, signal]: Parameters<AvatarLibrary['importMoving']>) => {
      await work(progress, signal);
      return { avatar: at().studio.avatars.list()[0]!, notes: [] };
    },
    importFolder: async (): Promise<never> => {
      throw new StudioError('avatar/unreadable', 'no folder here');
    },
  });
  const uploads = {
    lend: async <T>(_body: AsyncIterable<Uint8Array>, _name: string, use: (file: string) => Promise<T>) =>
      use('clip'),
    place: async () => path.join(base, 'placed'),
  };
  const body = inPieces(Buffer.from('x'), 1);
  const file = { name: 'a.mp4', avatarName: 'a' };

  test('tell their progress, not more often than eyes need, and always the end', async () => {
    await at().importPicture(1);
    const told: number[] = [];
    const imports = new AvatarImports({
      avatars: library(async progress => {
        for (let framesDone = 1; framesDone <= 50; framesDone++) {
          progress({ phase: 'tracking', framesDone, framesTotal: 50 });
          manual.step(20);
        }
      }),
      uploads,
      clock: manual,
      told: (id, { framesDone }) => told.push(id === 'mine' ? framesDone : -1),
    });
    await imports.clip(body, file, 'mine');
    expect(told.length).toBeLessThan(12);
    expect(told[0]).toBe(1);
    expect(told.at(-1)).toBe(50);
  });

  test('are ended by their id, and by closing', async () => {
    const imports = new AvatarImports({
      avatars: library(
        (_progress, signal) =>
          new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(new StudioError('request/cancelled', 'ended'))),
          ),
      ),
      uploads,
      clock: manual,
      told: () => {},
    });
    const one = imports.clip(body, file, 'one');
    const two = imports.clip(body, file, null);
    imports.cancel('another');
    imports.cancel('one');
    await expect(one).rejects.toMatchObject({ code: 'request/cancelled' });
    imports.close();
    await expect(two).rejects.toMatchObject({ code: 'request/cancelled' });
  });

  test('of a folder leave nothing when they fail', async () => {
    const imports = new AvatarImports({
      avatars: library(async () => {}),
      uploads,
      clock: manual,
      told: () => {},
    });
    await expect(imports.folder(pack({ 'manifest.json': '{}' }), null)).rejects.toMatchObject({
      code: 'avatar/unreadable',
    });
    expect(existsSync(path.join(base, 'placed'))).toBe(false);
  });
});

test('an avatar goes out as a ZIP and comes back as itself, with what was settled', async () => {
  const { id } = await at().importPicture(1, 'out');
  const { avatars, api } = at().studio;
  const patch = { name: 'Ada', tags: ['course'], shape: 'square' as const, licence: 'CC0' };
  await api.call('avatars.updateProfile', { id, revision: 0, patch });
  const dir = path.join(base, 'out');
  await avatars.export(id, dir);
  const pieces: Uint8Array[] = [];
  const folders = (async function* () {
    yield { dir, name: 'Ada' };
  })();
  for await (const piece of zipFolders(folders)) pieces.push(piece);
  const files = unzipSync(Buffer.concat(pieces));
  expect(Object.keys(files).sort()).toEqual(['Ada/manifest.json', 'Ada/preview.png', 'Ada/reference.png']);
  expect(Buffer.from(files['Ada/reference.png']!)).toEqual(Buffer.from(pictureWith(1, 'out')));

  const back = path.join(base, 'back');
  mkdirSync(back);
  for (const [name, data] of Object.entries(files)) writeFileSync(path.join(back, path.basename(name)), data);
  at().store.avatars.remove(id);
  at().store.avatars.purge(new Date(Date.now() + 1000).toISOString());
  const { avatar } = await avatars.importFolder(back, () => {}, never);
  expect(avatar).toMatchObject({
    name: 'Ada',
    licence: 'CC0',
    profile: { tags: ['course'], shape: 'square' },
  });
  expect(avatar.id).not.toBe(id);
});
