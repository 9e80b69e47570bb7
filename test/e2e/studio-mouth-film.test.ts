/** The mouth editor on films and between windows: key frames seen in exported pixels, the mask on the canvas, versions, another window, another picture. Ends in rows that are there after a kill. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AvatarView } from '../../src/shared/studio/avatars.ts';
import { readVideo } from '../support/read-video.ts';
import { colourAt } from './studio-eyes.mjs';
import {
  askStudio,
  FACE_FILE,
  livePicture,
  openPlace,
  type Place,
  reopenPlace,
  visit,
} from './studio-visit.ts';

const SIDE = 320;
const FRAMES = 10;
/** A shared machine may be slow: a test draws videos, and ends in a kill and a restart. */
const SLOW = { timeout: 60_000 };
const LONG = 180_000;

/** A folder of frames that stand still, so that whatever moves in a video was drawn. */
const packFilm = async (): Promise<Buffer> => {
  const jpeg = await sharp(FACE_FILE)
    .resize(SIDE, SIDE, { fit: 'cover', position: 'top' })
    .flatten()
    .jpeg({ quality: 92 })
    .toBuffer();
  const manifest = Buffer.from(
    JSON.stringify({
      id: 'film',
      name: 'Film',
      fps: 25,
      metadata: { reference_mode: 'frames', frame_dir: 'frames' },
    }),
  );
  const files = [
    { path: 'manifest.json', bytes: manifest },
    ...Array.from({ length: FRAMES }, (_, i) => ({ path: `frames/frame_0000${i}.jpg`, bytes: jpeg })),
  ];
  const list = Buffer.from(
    JSON.stringify(files.map(({ path: name, bytes }) => ({ path: name, bytes: bytes.length }))),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(list.length);
  return Buffer.concat([length, list, ...files.map(({ bytes }) => bytes)]);
};

const post = async (place: Place, where: string, name: string, body: Uint8Array): Promise<AvatarView> => {
  const response = await fetch(new URL(where, place.server.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${place.server.token}`, 'x-file-name': name },
    body: Buffer.from(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as AvatarView;
};

/** How much the middle pixel of a video of the avatar speaking changes, 0..255. */
const middleOfVideo = async (place: Place, avatarId: string, folder: string): Promise<number> => {
  const speech = { kind: 'text', text: 'Oh wow, how are you?', language: 'en' } as const;
  const size = { width: SIDE, height: SIDE };
  const { id } = await askStudio(place.server, 'exports.start', { avatarId, speech, ...size });
  const find = async () => (await askStudio(place.server, 'exports.list', {})).find(view => view.id === id);
  await expect.poll(async () => (await find())?.state, SLOW).toBe('done');
  const file = path.join(folder, `${id}.mp4`);
  const answer = await fetch(new URL((await find())!.downloadUrl!, place.server.url), {
    headers: { authorization: `Bearer ${place.server.token}` },
  });
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
  const middles = (await readVideo(file)).frames.map(({ centre }) => centre[0]!);
  return Math.max(...middles) - Math.min(...middles);
};

const editMouth = async (page: Page, id: string): Promise<void> => {
  await page.goto(`${page.url().split('#')[0]}#/mouth/${id}`);
  await livePicture(page).waitFor(SLOW);
  await page.getByRole('application').focus();
};

const nudge = async (page: Page, key: string, times: number): Promise<void> => {
  await page.getByRole('application').focus();
  for (let i = 0; i < times; i++) await page.keyboard.press(key);
};

const save = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+s');
  await page.getByRole('button', { name: 'Saved' }).waitFor(SLOW);
};

const avatarOf = async (place: Place, id: string): Promise<AvatarView> =>
  (await askStudio(place.server, 'avatars.list', {})).find(avatar => avatar.id === id)!;

describe('the mouth editor, films and windows', () => {
  let place: Place;
  let folder: string;
  let film: AvatarView;
  let eileen: AvatarView;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'mouth-film-'));
    place = await openPlace();
    film = await post(place, '/studio/avatar-folders', 'Film', await packFilm());
    eileen = await post(place, '/studio/avatars', 'Eileen.png', readFileSync(FACE_FILE));
    await askStudio(place.server, 'settings.update', { greeted: true, selectedAvatarId: eileen.id });
  }, LONG);
  afterAll(async () => {
    await place?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test(
    'a key frame of a film is kept over a kill, and the exported frames are drawn by it',
    async () => {
      const before = await middleOfVideo(place, film.id, folder);
      const { page, complaints } = await visit(place);
      await editMouth(page, film.id);
      const strip = page.getByRole('slider', { name: 'Frame' });
      await page.getByText('Tracked. Any change here sets a key frame').waitFor(SLOW);
      await strip.focus();
      for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
      await expect.poll(() => strip.getAttribute('aria-valuenow')).toBe('5');
      const [x, y] = film.mouth!.animation.mouth_center;
      const away = (share: number): number => Math.round(((0.5 - share) * SIDE) / 10);
      await nudge(page, x < 0.5 ? 'Shift+ArrowRight' : 'Shift+ArrowLeft', Math.abs(away(x)));
      await nudge(page, y < 0.5 ? 'Shift+ArrowDown' : 'Shift+ArrowUp', Math.abs(away(y)));
      await page.getByText('Key frame: set by hand').waitFor();
      await save(page);
      await page.close();
      expect(complaints).toEqual([]);
      place = await reopenPlace(place);
      const { mouthRevision: revision } = await avatarOf(place, film.id);
      const mouth = await askStudio(place.server, 'avatars.mouthAt', { id: film.id, revision });
      expect(mouth!.key_frames).toMatchObject([{ frame: 4 }]);
      const [keyX, keyY] = mouth!.key_frames![0]!.animation.mouth_center;
      expect(Math.hypot(keyX - 0.5, keyY - 0.5)).toBeLessThan(0.04);
      const after = await middleOfVideo(place, film.id, folder);
      expect(after).toBeGreaterThan(before * 3);
      expect(after).toBeGreaterThan(20);
    },
    LONG,
  );

  test(
    'the mask of a mode lies over the lips, follows them, and not over the forehead',
    async () => {
      const { page } = await visit(place);
      await editMouth(page, eileen.id);
      await page.keyboard.press('0');
      for (const name of ['Inner mouth', 'Centre and radii', 'Handles of the whole mouth'])
        await page.getByRole('switch', { name }).uncheck({ force: true });
      const canvas = page.getByRole('application');
      const box = (await canvas.boundingBox())!;
      const zoom = Math.min(box.width / eileen.width, box.height / eileen.height);
      const shownAt = ([x, y]: readonly [number, number]): [number, number] => [
        0.5 + ((x - 0.5) * eileen.width * zoom) / box.width,
        0.5 + ((y - 0.5) * eileen.height * zoom) / box.height,
      ];
      const [x, y] = eileen.mouth!.animation.mouth_center;
      // Between the curves, whose handles lie over the mask; and where that will be when the mouth has moved up.
      const steps = Math.round((0.14 * eileen.height) / 10);
      const within = 0.008;
      const above = within - (steps * 10) / eileen.height;
      const look = async (dy: number) => canvas.evaluate(colourAt, shownAt([x, y + dy]));
      const bare = { lips: await look(within), brow: await look(above) };
      await page.getByRole('switch', { name: 'Show the blend mask over the picture' }).check({ force: true });
      // The mask is greener than skin, teeth and hair.
      const green = ([r, g]: readonly number[]): number => g! - r!;
      const tint = async (dy: number, from: number[]): Promise<number> => green(await look(dy)) - green(from);
      await expect.poll(() => tint(within, bare.lips), SLOW).toBeGreaterThan(20);
      expect(Math.abs(await tint(above, bare.brow))).toBeLessThan(6);
      await nudge(page, 'Shift+ArrowUp', steps);
      await expect.poll(() => tint(above, bare.brow), SLOW).toBeGreaterThan(20);
      await page.close();
    },
    LONG,
  );

  test(
    'two windows, another picture, and the way back by versions',
    async () => {
      const [{ page: one }, { page: two }] = [await visit(place), await visit(place)];
      await editMouth(one, eileen.id);
      await editMouth(two, eileen.id);
      await nudge(two, 'ArrowRight', 3);
      await nudge(one, 'ArrowLeft', 5);
      await save(one);
      await two.getByText('Another window saved version 2 of this mouth').waitFor(SLOW);
      await two.getByRole('button', { name: 'Save mine' }).click();
      await two.getByRole('button', { name: 'Saved' }).waitFor(SLOW);
      const [x] = eileen.mouth!.animation.mouth_center;
      const shift = async () =>
        ((await avatarOf(place, eileen.id)).mouth!.animation.mouth_center[0] - x) * eileen.width;
      expect(await shift()).toBeCloseTo(3, 0);
      // The clean window follows.
      const json = (page: Page) => page.getByRole('textbox', { name: 'Mouth metadata as JSON' });
      const shown = async (page: Page) => JSON.parse(await json(page).inputValue());
      await expect
        .poll(async () => (await shown(one)).animation.mouth_center[0], SLOW)
        .toBeCloseTo(x + 3 / eileen.width, 4);
      await two.close();

      const foreign = { ...(await shown(one)), source_image_hash: 'f'.repeat(64) };
      await json(one).fill(JSON.stringify(foreign));
      await one.getByRole('button', { name: 'Use this JSON' }).click();
      await one.getByText('This mouth was made for another picture').waitFor();
      await one.getByRole('button', { name: 'It fits this picture' }).click();
      await expect.poll(async () => (await shown(one)).source_image_hash).toBe(eileen.pictureHash);
      await save(one);

      const versions = one.getByRole('list', { name: 'Versions' });
      await versions.getByRole('button', { name: /Version 1\b/ }).click();
      await one.getByText(/Yours is up to [\d.]+ px away/).waitFor(SLOW);
      await one.getByRole('textbox', { name: 'Name of this version' }).fill('as found');
      await one.getByRole('button', { name: 'Restore' }).click();
      await versions.getByText('From version 1').waitFor(SLOW);
      await one.close();
      place = await reopenPlace(place);
      expect(await shift()).toBeCloseTo(0, 1);
      const kept = await askStudio(place.server, 'avatars.mouthHistory', { id: eileen.id });
      expect(kept.map(({ revision, restoredFrom }) => [revision, restoredFrom])).toEqual([
        [5, 1],
        [4, null],
        [3, null],
        [2, null],
        [1, null],
      ]);
      expect(kept.at(-1)!.label).toBe('as found');
    },
    LONG,
  );
});
