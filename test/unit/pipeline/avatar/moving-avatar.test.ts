/** Moving avatars on real frames: tracking against known motion, metadata, hashes, caches, bounds. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAvatarReader } from '../../../../src/main/pipeline/avatar/avatar-reader.ts';
import type { FrameFolder } from '../../../../src/shared/avatar.ts';
import { FILM, filmPose, writeFilm } from '../../../support/film.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const MODELS = join(ROOT, 'resources/models');
const still = readFileSync(join(ROOT, 'test/fixtures/faces/astronaut.png'));
const FRAMES = 12;

let base: string;
let film: string;
let reader: ReturnType<typeof createAvatarReader>;
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'moving-'));
  film = join(base, 'film');
  await writeFilm(still, FRAMES, film);
  reader = createAvatarReader({ modelsDir: MODELS, cacheDir: join(base, 'cache') });
});
afterAll(async () => {
  await reader.close();
  rmSync(base, { recursive: true, force: true });
});

const TARGET = { ...FILM, fit: 'stretch', background: { kind: 'transparent' } } as const;
const open = (folder: Partial<FrameFolder> = {}, from = reader) =>
  from.frame(
    {
      picture: still,
      mouth: null,
      frames: { dir: film, metadataPath: null, fps: 25, preprocessed: false, ...folder },
    },
    TARGET,
  );
const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const names = (): string[] => readdirSync(film).sort();
const metadata = (name: string, value: unknown): string => {
  const file = join(base, name);
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
};
const failure = async (work: Promise<unknown>): Promise<{ code: string; message: string }> =>
  work.then(
    () => ({ code: 'none', message: '' }),
    (error: { code: string; message: string }) => error,
  );

describe('frames without metadata', () => {
  test('the landmarks follow the known motion to a pixel', async () => {
    const { frames, moving, landmarks: first } = await open();
    expect(frames?.count).toBe(FRAMES);
    expect(moving).toMatchObject({ fps: 25, order: 'living' });
    expect(first).toHaveLength(1404);
    const noseOf = async (index: number): Promise<[number, number, number]> => {
      const { landmarks, mouth, picture } = await frames!.at(index);
      expect([picture.width, picture.height, picture.channels]).toEqual([FILM.width, FILM.height, 4]);
      expect(mouth?.animation.outer_lip).toHaveLength(20);
      const at = (id: number): [number, number] => [
        landmarks![id * 3]! * FILM.width,
        landmarks![id * 3 + 1]! * FILM.height,
      ];
      const [right, left] = [at(33), at(263)];
      return [...at(1), Math.atan2(left[1] - right[1], left[0] - right[0])];
    };
    const start = await noseOf(0);
    const middle = [FILM.width / 2, FILM.height / 2 + 20];
    for (let i = 1; i < FRAMES; i++) {
      const [x, y, angle] = await noseOf(i);
      const from = filmPose(0);
      const to = filmPose(i);
      const turn = ((to.turn - from.turn) * Math.PI) / 180;
      const [dx, dy] = [start[0] - middle[0]! - from.x, start[1] - middle[1]! - from.y];
      const expectedX = middle[0]! + to.x + dx * Math.cos(turn) - dy * Math.sin(turn);
      const expectedY = middle[1]! + to.y + dx * Math.sin(turn) + dy * Math.cos(turn);
      expect(Math.hypot(x - expectedX, y - expectedY)).toBeLessThan(2.5);
      expect(Math.abs(angle - start[2] - turn)).toBeLessThan(0.03);
    }
  });

  test('a restart looks at nothing again; a touched file is a new avatar', async () => {
    await open();
    const later = createAvatarReader({
      modelsDir: join(base, 'no models here'),
      cacheDir: join(base, 'cache'),
    });
    // Without models nothing could be looked at; the manifest alone names their version.
    cpSync(join(MODELS, 'manifest.json'), join(base, 'no models here/manifest.json'));
    const again = await open({}, later);
    expect(again.cacheHit).toBe(true);
    expect(await failure(open({ maxFrames: 3 }, later))).toMatchObject({ code: 'model/missing' });
  });

  test('at most so many frames', async () => {
    expect((await open({ maxFrames: 4 })).frames?.count).toBe(4);
  });

  test('a frame without a face is shown without a mouth', async () => {
    const dir = join(base, 'half');
    cpSync(film, dir, { recursive: true });
    const blank = await sharp({ create: { ...FILM, channels: 3, background: '#456' } })
      .jpeg()
      .toBuffer();
    writeFileSync(join(dir, names()[2]!), blank);
    const { frames, moving } = await open({ dir, maxFrames: 5 });
    const mouths = await Promise.all([0, 1, 2, 3, 4].map(async i => (await frames!.at(i)).mouth !== null));
    expect(mouths).toEqual([true, true, false, true, true]);
    expect([...moving!.lipGaps].map(Number.isNaN)).toEqual([false, false, true, false, false]);
  });
});

describe('frames with metadata', () => {
  const mouth = { mouth_center: [0.5, 0.62], mouth_rx: 0.08, mouth_ry: 0.03 };
  test('metadata wins over what is found, crops are kept, hashes are checked', async () => {
    const frames = Object.fromEntries(
      names().map(name => [
        name,
        {
          animation: mouth,
          face_box: null,
          model_crop: [0.25, 0.25, 0.75, 0.75],
          model_crop_source: 'asset_tuned',
          source_frame_hash: hashOf(join(film, name)),
        },
      ]),
    );
    const metadataPath = metadata('good.json', { version: 1, frames, missing_frames: [] });
    const opened = await open({ metadataPath, preprocessed: true });
    const second = await opened.frames!.at(1);
    expect(second.mouth).toMatchObject({
      animation: mouth,
      model_crop: [0.25, 0.25, 0.75, 0.75],
      model_crop_source: 'asset_tuned',
    });
    frames[names()[3]!]!.source_frame_hash = 'f'.repeat(64);
    const wrong = await failure(
      open({ metadataPath: metadata('wrong.json', { frames }), preprocessed: true }),
    );
    expect(wrong.code).toBe('avatar/bad-metadata');
    expect(wrong.message).toContain('frame 4');
    expect((await open({ metadataPath: metadata('wrong.json', { frames }) })).frames?.count).toBe(FRAMES);
  });

  test.each([
    ['not JSON', '{'],
    ['not an object', '[]'],
    [
      'a centre far outside',
      { frames: { 'frame_00000.jpg': { animation: { ...mouth, mouth_center: [9, 9] } } } },
    ],
    ['a hash missing', { frames: { 'frame_00000.jpg': { animation: mouth } } }],
  ])('%s is refused without a path', async (_name, value) => {
    const error = await failure(open({ metadataPath: metadata('bad.json', value), preprocessed: true }));
    expect(error.code).toBe('avatar/bad-metadata');
    expect(error.message).not.toContain(base);
  });
});

test('a folder that is not there, or has no pictures, is refused without its path', async () => {
  for (const dir of [join(base, 'nowhere'), join(base, 'cache')]) {
    const error = await failure(open({ dir }));
    expect(error.code).toBe('avatar/unreadable');
    expect(error.message).not.toContain(base);
  }
});
