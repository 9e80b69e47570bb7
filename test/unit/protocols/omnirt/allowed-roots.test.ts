/** Pictures of a folder are counted as the engine will take them. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { frameNames } from '../../../../src/main/pipeline/avatar/frame-folder.ts';
import { countPictures } from '../../../../src/main/protocols/omnirt/allowed-roots.ts';

test('a link to a picture inside the roots is no picture, and neither is a folder', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'roots-'));
  try {
    const folder = path.join(root, 'frames');
    mkdirSync(path.join(folder, 'folder.png'), { recursive: true });
    for (const name of ['a.png', 'b.jpg', 'notes.txt']) writeFileSync(path.join(folder, name), name);
    symlinkSync(path.join(folder, 'a.png'), path.join(folder, 'c.png'));
    expect(await countPictures(folder, [root])).toBe(2);
    expect(await frameNames(folder)).toHaveLength(2);
  } finally {
    rmSync(root, { recursive: true });
  }
});
