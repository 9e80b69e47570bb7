/** What a drop holds: avatar folders by their manifest, pictures and clips beside them, ZIP files. */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { isZip, readZip, sortDropped } from '../../../../../src/renderer/features/avatars/folder-files.ts';

const placed = (path: string, type = '') => ({
  path,
  file: new File(['x'], path.split('/').at(-1)!, { type }),
});

describe('a drop', () => {
  test('with folders that have a manifest imports them whole', () => {
    const { folders, files } = sortDropped([
      placed('all/mia/manifest.json'),
      placed('all/mia/frames/frame_1.png', 'image/png'),
      placed('all/mia/.DS_Store'),
      placed('all/mia/old/manifest.json'),
      placed('all/leo/manifest.json'),
      placed('all/loose.jpg', 'image/jpeg'),
      placed('all/notes.txt', 'text/plain'),
    ]);
    expect(folders.map(({ name, files: inside }) => [name, inside.map(({ path }) => path)])).toEqual([
      ['mia', ['manifest.json', 'frames/frame_1.png', 'old/manifest.json']],
      ['leo', ['manifest.json']],
    ]);
    expect(files.map(({ name }) => name)).toEqual(['loose.jpg']);
  });

  test('of single files takes them all, so that a refusal can say why', () => {
    const { files } = sortDropped([placed('a.png', 'image/png'), placed('b.txt', 'text/plain')]);
    expect(files.map(({ name }) => name)).toEqual(['a.png', 'b.txt']);
  });
});

describe('a ZIP', () => {
  const zip = (files: Record<string, string>, name = 'x.zip') =>
    new File(
      [new Uint8Array(zipSync(Object.fromEntries(Object.entries(files).map(([k, v]) => [k, strToU8(v)]))))],
      name,
    );
  test('gives the files an avatar may have', async () => {
    const files = await readZip(
      zip({ 'mia/manifest.json': '{}', 'mia/reference.png': 'p', 'mia/run.sh': 'x' }),
    );
    expect(files.map(({ path, file }) => [path, file.type])).toEqual([
      ['mia/manifest.json', 'application/json'],
      ['mia/reference.png', 'image/png'],
    ]);
    expect(await files[1]!.file.text()).toBe('p');
    expect(sortDropped(files).folders[0]?.name).toBe('mia');
  });
  test('that is none says so', async () => {
    await expect(readZip(new File(['no zip'], 'x.zip'))).rejects.toMatchObject({ code: 'avatar/unreadable' });
    expect(isZip({ name: 'A.ZIP', type: '' })).toBe(true);
    expect(isZip({ name: 'a.png', type: 'image/png' })).toBe(false);
  });
});
