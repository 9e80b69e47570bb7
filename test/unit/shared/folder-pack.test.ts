/** Names of files that come with a folder: only what belongs to an avatar, nowhere else than in it. */
import { describe, expect, test } from 'vitest';
import { FolderList, isFolderPath } from '../../../src/shared/folder-pack.ts';

test.each([
  'manifest.json',
  'reference.png',
  'frames/frame_00001.jpg',
  'frames/mouth_metadata.json',
  'a b/画像 (1).webp',
  'x/y/z.jpeg',
])('%s is taken', path => {
  expect(isFolderPath(path)).toBe(true);
});

test.each([
  '../manifest.json',
  'frames/../../x.png',
  '/etc/x.png',
  'C:/x.png',
  'frames\\x.png',
  '.hidden.png',
  'frames/.DS_Store',
  'run.sh',
  'x.png.exe',
  'con.json',
  'LPT1.png',
  'frames//x.png',
  'a/b/c/x.png',
  'x .png/y.png ',
  'trailing./x.png',
  'nul\0.png',
  `${'x'.repeat(200)}.png`,
  '',
])('%j is refused', path => {
  expect(isFolderPath(path)).toBe(false);
});

describe('a list', () => {
  const list = (...paths: string[]) => FolderList.safeParse(paths.map(path => ({ path, bytes: 1 }))).success;
  test('names each file once, also where case does not count', () => {
    expect(list('a.png', 'b.png')).toBe(true);
    expect(list('a.png', 'A.png')).toBe(false);
  });
  test('is bounded', () => {
    expect(FolderList.safeParse([]).success).toBe(false);
    expect(FolderList.safeParse([{ path: 'a.png', bytes: 33 * 1024 * 1024 }]).success).toBe(false);
    const many = Array.from({ length: 40 }, (_, i) => ({ path: `${i}.png`, bytes: 20 * 1024 * 1024 }));
    expect(FolderList.safeParse(many).success).toBe(false);
    expect(FolderList.safeParse(many.slice(0, 20)).success).toBe(true);
  });
});
