/** The library of avatars: demo pictures, faces, hand-drawn mouths, doubles, bad files. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { pictureWith } from '../../support/fake-studio-engine.ts';
import { studioForTests } from './studio-fixture.ts';

const at = studioForTests();

describe('avatars', () => {
  test('the demo avatars come in once and stay away when removed', async () => {
    await at().studio.start();
    const [mira, ...others] = await at().studio.api.call('avatars.list', {});
    expect(mira).toMatchObject({
      id: 'mira',
      name: 'Mira',
      demo: true,
      licence: 'CC0',
      mouthSource: 'detected',
    });
    expect(others).toEqual([]);
    await at().studio.api.call('avatars.remove', { id: 'mira' });
    await at().studio.start();
    expect(await at().studio.api.call('avatars.list', {})).toEqual([]);
    expect(await at().studio.api.call('avatars.restore', { id: 'mira' })).toMatchObject({ id: 'mira' });
  });

  test('faces, hand-drawn mouths and back', async () => {
    const { id } = await at().importPicture(2);
    expect(await at().studio.api.call('avatars.chooseFace', { id, faceIndex: 1 })).toMatchObject({
      faceIndex: 1,
      mouth: { animation: { mouth_center: [0.4, 0.6] } },
    });
    await expect(at().studio.api.call('avatars.chooseFace', { id, faceIndex: 2 })).rejects.toMatchObject({
      code: 'request/invalid',
    });
    const mouth = {
      animation: { mouth_center: [0.5, 0.5] as [number, number], mouth_rx: 0.1, mouth_ry: 0.05 },
    };
    expect(await at().studio.api.call('avatars.setMouth', { id, mouth })).toMatchObject({
      mouthSource: 'hand',
      mouth,
    });
    expect(await at().studio.avatars.picture(id)).toMatchObject({ mouth, faceIndex: 1 });
    expect(await at().studio.api.call('avatars.setMouth', { id, mouth: null })).toMatchObject({
      mouthSource: 'detected',
    });
    const faceless = await at().importPicture(0);
    expect(faceless).toMatchObject({ mouth: null, mouthSource: 'none', faces: [] });
  });

  test('the same picture is one avatar, brought back when it was removed', async () => {
    const first = await at().importPicture(1);
    await at().studio.api.call('avatars.remove', { id: first.id });
    expect(await at().studio.avatars.picture(first.id)).toBeNull();
    expect((await at().importPicture(1)).id).toBe(first.id);
    expect(readdirSync(path.join(at().dataDir, 'avatars'))).toHaveLength(2);
  });

  test('bad pictures are named and leave nothing', async () => {
    const tries = [new Uint8Array(), Buffer.from('no picture'), new Uint8Array(20 * 1024 * 1024 + 1)];
    const codes = ['avatar/unreadable', 'avatar/unreadable', 'avatar/too-large'];
    for (const [i, picture] of tries.entries()) {
      await expect(at().studio.avatars.import(picture, { name: 'x' })).rejects.toMatchObject({
        code: codes[i],
      });
    }
    expect(at().studio.avatars.list()).toEqual([]);
    expect(existsSync(path.join(at().dataDir, 'avatars'))).toBe(false);
  });

  test('the picture on disk has the name of its hash', async () => {
    const { id } = await at().importPicture(1);
    const { picture } = at().studio.avatars.filesOf(id);
    expect(await readFile(picture)).toEqual(Buffer.from(pictureWith(1)));
    expect(path.basename(picture)).toMatch(/^[0-9a-f]{64}\.png$/);
  });
});
