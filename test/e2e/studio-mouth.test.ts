/** The mouth editor in a browser: by pointer, by keys, as text, drawn by four clicks. Ends in the live face's pixels and in what a server started anew has stored. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MouthMetadata } from '../../src/shared/mouth-metadata.ts';
import type { AvatarView } from '../../src/shared/studio/avatars.ts';
import { motionWithin, paintTeapot } from './studio-eyes.mjs';
import {
  askStudio,
  FACE_FILE,
  livePicture,
  openPlace,
  type Place,
  reopenPlace,
  visit,
} from './studio-visit.ts';

/** A shared machine may be slow: a test ends in a kill and a restart. */
const SLOW = 180_000;

const importPicture = async (place: Place, name: string, body: Buffer): Promise<AvatarView> => {
  const posted = await fetch(new URL('/studio/avatars', place.server.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${place.server.token}`, 'x-file-name': name },
    body: new Uint8Array(body),
  });
  return (await posted.json()) as AvatarView;
};

const json = (page: Page) => page.getByRole('textbox', { name: 'Mouth metadata as JSON' });
const mouthOf = async (page: Page): Promise<MouthMetadata> =>
  MouthMetadata.parse(JSON.parse(await json(page).inputValue()));
const outer = async (page: Page) => (await mouthOf(page)).animation.outer_lip ?? [];

/** The lowest point of the outer lips. */
const lowest = (points: readonly (readonly [number, number])[]): number =>
  points.reduce((best, [, y], index) => (y > points[best]![1] ? index : best), 0);

/** Where a share of the picture is on the page while the whole picture is shown, and how many pixels of the page one of its pixels is wide. */
const onPage = async (page: Page, avatar: AvatarView, [x, y]: readonly [number, number]) => {
  const box = (await page.getByRole('application').boundingBox())!;
  const zoom = Math.min(box.width / avatar.width, box.height / avatar.height);
  return {
    zoom,
    x: box.x + box.width / 2 + (x - 0.5) * avatar.width * zoom,
    y: box.y + box.height / 2 + (y - 0.5) * avatar.height * zoom,
  };
};

const editMouth = async (page: Page, id: string): Promise<void> => {
  await page.goto(`${page.url().split('#')[0]}#/mouth/${id}`);
  await livePicture(page).waitFor({ timeout: 60_000 });
  await page.getByRole('application').focus();
  await page.keyboard.press('0');
};

/** How much a live face that says a sentence changes about a place. */
const talkingAt = async (page: Page, [x, y]: readonly [number, number]): Promise<number> => {
  const box = [x - 0.06, y - 0.02, x + 0.06, y + 0.08];
  return livePicture(page).evaluate(motionWithin, { box, count: 14 });
};

const startSentence = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Sentence' }).click();
  await page.getByRole('button', { name: 'Sentence', pressed: true }).waitFor();
  await page.waitForTimeout(1_500);
};

describe('the mouth editor', () => {
  let place: Place;
  let page: Page;
  let complaints: string[];
  let eileen: AvatarView;
  beforeAll(async () => {
    place = await openPlace();
    const still = { headMotion: 0, breathing: 0, browMotion: 0, blinking: false };
    const { portrait } = await askStudio(place.server, 'settings.get', {});
    eileen = await importPicture(place, 'Eileen.png', readFileSync(FACE_FILE));
    await askStudio(place.server, 'settings.update', {
      portrait: { ...portrait, ...still },
      greeted: true,
      selectedAvatarId: eileen.id,
    });
    ({ page, complaints } = await visit(place));
    await editMouth(page, eileen.id);
  }, SLOW);
  afterAll(() => place?.close());

  test(
    'pointer and keys change the mouth, undo and redo go both ways, and the server keeps it',
    async () => {
      const before = await outer(page);
      await page.getByRole('switch', { name: 'Centre and radii' }).uncheck({ force: true });
      const index = lowest(before);
      const from = await onPage(page, eileen, before[index]!);
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(from.x, from.y + 12, { steps: 4 });
      await page.mouse.up();
      const dragged = await outer(page);
      const pixels = (dragged[index]![1] - before[index]![1]) * eileen.height;
      expect(Math.abs(pixels - 12 / from.zoom)).toBeLessThan(1.5);
      expect(dragged[0]).toEqual(before[0]);

      await page.keyboard.press('Control+z');
      expect(await outer(page)).toEqual(before);
      await page.keyboard.press('Control+Shift+z');
      expect(await outer(page)).toEqual(dragged);

      await page.getByRole('application').focus();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Shift+ArrowRight');
      const nudged = await outer(page);
      expect((nudged[0]![0] - before[0]![0]) * eileen.width).toBeCloseTo(10, 1);
      expect(nudged[1]).toEqual(dragged[1]);

      await page.keyboard.press('Control+s');
      await page.getByRole('button', { name: 'Saved' }).waitFor({ timeout: 60_000 });
      place = await reopenPlace(place);
      const stored = (await askStudio(place.server, 'avatars.list', {})).find(({ id }) => id === eileen.id)!;
      expect(stored.mouthSource).toBe('hand');
      const which = { id: stored.id, revision: stored.mouthRevision };
      const kept = await askStudio(place.server, 'avatars.mouthAt', which);
      expect(kept?.animation.outer_lip).toEqual(nudged);
      ({ page, complaints } = await visit(place));
      await livePicture(page).waitFor({ timeout: 60_000 });
      await editMouth(page, eileen.id);
      await page.getByRole('button', { name: 'Use detection' }).click();
      await expect.poll(() => outer(page)).toEqual(before);
    },
    SLOW,
  );

  test(
    'the live face talks where the mouth is moved to, and JSON puts it back',
    async () => {
      const original = await json(page).inputValue();
      const [x, y] = (await mouthOf(page)).animation.mouth_center;
      const away: readonly [number, number] = [x, y - 0.2];
      await startSentence(page);
      await expect.poll(() => talkingAt(page, [x, y]), { timeout: 60_000 }).toBeGreaterThan(1);
      const thereBefore = await talkingAt(page, away);
      expect(thereBefore).toBeLessThan(0.4);
      await page.getByRole('application').focus();
      for (let i = 0; i < Math.round((0.2 * eileen.height) / 10); i++)
        await page.keyboard.press('Shift+ArrowUp');
      expect((await mouthOf(page)).animation.mouth_center[1]).toBeCloseTo(away[1], 2);
      await expect.poll(() => talkingAt(page, away), { timeout: 60_000 }).toBeGreaterThan(1);

      await json(page).fill('{"animation": 3}');
      await page.getByRole('button', { name: 'Use this JSON' }).click();
      await page.getByRole('button', { name: 'Copy the error code avatar/bad-metadata' }).waitFor();
      await json(page).fill(original);
      await page.getByRole('button', { name: 'Use this JSON' }).click();
      await expect.poll(async () => (await mouthOf(page)).animation.mouth_center[1]).toBeCloseTo(y, 3);
      await page.getByRole('button', { name: 'Sentence' }).click();
    },
    SLOW,
  );

  test(
    'a drawing gets a mouth by four clicks, and talks',
    async () => {
      const picture = Buffer.from(await page.evaluate(paintTeapot));
      const teapot = await importPicture(place, 'Teapot.png', picture);
      expect(teapot.mouth).toBeNull();
      await page.goto(`${page.url().split('#')[0]}#/mouth/${teapot.id}`);
      for (const [step, click] of [
        ['One corner of the mouth', [0.35, 0.6]],
        ['The other corner', [0.65, 0.6]],
        ['The top of the upper lip', [0.5, 0.553]],
        ['The bottom of the lower lip', [0.5, 0.647]],
      ] as const) {
        await page.getByText(step).waitFor();
        const { x, y } = await onPage(page, teapot, click);
        await page.mouse.click(x, y);
      }
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('button', { name: 'Saved' }).waitFor({ timeout: 60_000 });
      const stored = (await askStudio(place.server, 'avatars.list', {})).find(({ id }) => id === teapot.id);
      expect(stored?.mouth?.animation.mouth_center[0]).toBeCloseTo(0.5, 2);
      expect(stored?.mouth?.animation.mouth_center[1]).toBeCloseTo(0.6, 2);
      await livePicture(page).waitFor({ timeout: 60_000 });
      const resting = await talkingAt(page, [0.5, 0.6]);
      await startSentence(page);
      await expect
        .poll(() => talkingAt(page, [0.5, 0.6]), { timeout: 60_000 })
        .toBeGreaterThan(resting * 2 + 0.5);
      expect(await talkingAt(page, [0.2, 0.15])).toBeLessThan(1);
      expect(complaints).toEqual([]);
    },
    SLOW,
  );
});
