/** Avatars on the studio page: import, lips, rename, delete, undo. What is kept is asked of a page opened anew. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lipCentre, paintWall, transferOf } from './studio-eyes.mjs';
import { FACE_FILE, livePicture, openPlace, type Place, TURNED_FACE_FILE, visit } from './studio-visit.ts';

const cards = (page: Page) => page.getByRole('list', { name: 'Avatars' }).getByRole('listitem');

const importFiles = async (
  page: Page,
  files: Parameters<import('playwright-core').FileChooser['setFiles']>[0],
) => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import pictures or clips', exact: true }).click();
  await (await chooser).setFiles(files);
};

describe('avatars', () => {
  let place: Place;
  let page: Page;
  beforeAll(async () => {
    place = await openPlace({ greeted: true });
    ({ page } = await visit(place));
    await livePicture(page).waitFor();
  });
  afterAll(() => place?.close());

  test('demo avatars are there, with their lips drawn', async () => {
    await expect.poll(() => cards(page).count()).toBeGreaterThanOrEqual(2);
    expect(await cards(page).first().locator('path').count()).toBeGreaterThanOrEqual(2);
  });

  test('a picture and a broken file are imported at once: one arrives, one says what is wrong', async () => {
    await importFiles(page, [
      { name: 'Ada.png', mimeType: 'image/png', buffer: readFileSync(FACE_FILE) },
      { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no picture') },
    ]);
    await page.getByRole('button', { name: 'Put Ada on the stage' }).waitFor({ timeout: 30_000 });
    await page.getByText('The picture cannot be read').waitFor();
    await page.getByRole('button', { name: 'Copy the error code avatar/unreadable' }).waitFor();
    await page.getByRole('button', { name: 'Dismiss broken.png' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Ada');
    await livePicture(page).waitFor();
  });

  test('the lips found lie on the mouth', async () => {
    await page.getByRole('button', { name: 'Show the mouth' }).click();
    const lips = await page.getByRole('img', { name: 'Detected lips of Ada' }).evaluate(lipCentre, 512);
    // The mouth of test/fixtures/faces/astronaut.landmarks.json.
    expect(lips[0]).toBeCloseTo(0.4365, 2);
    expect(lips[1]).toBeCloseTo(0.287, 1);
    await page.getByRole('button', { name: 'Back to live' }).click();
  });

  test('drop and paste import too', async () => {
    const before = await cards(page).count();
    const dataTransfer = await page.evaluateHandle(transferOf, {
      name: 'Dropped.png',
      bytes: [...readFileSync(TURNED_FACE_FILE)],
    });
    await page.dispatchEvent('body', 'dragenter', { dataTransfer });
    await page.getByText('Drop to import').waitFor();
    await page.dispatchEvent('.mantine-Dropzone-root', 'drop', { dataTransfer });
    await page.getByRole('button', { name: 'Put Dropped on the stage' }).waitFor({ timeout: 30_000 });
    expect(await cards(page).count()).toBe(before + 1);
  });

  test('a name is changed in place, by keyboard, and kept', async () => {
    await page.getByRole('button', { name: 'Put Dropped on the stage' }).press('F2');
    const field = page.getByRole('textbox', { name: 'Name of the avatar' });
    await field.fill('Grace');
    await field.press('Enter');
    await page.getByRole('button', { name: 'Put Grace on the stage' }).waitFor();
    const other = await visit(place);
    await other.page.getByRole('button', { name: 'Put Grace on the stage' }).waitFor();
    await other.close();
  });

  test('a deleted avatar comes back by undo', async () => {
    await page.getByRole('button', { name: 'Put Grace on the stage' }).press('Delete');
    const undo = page.getByRole('alert').filter({ hasText: 'Grace was deleted' });
    await page.getByRole('button', { name: 'Put Grace on the stage' }).waitFor({ state: 'detached' });
    await undo.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Put Grace on the stage' }).waitFor();
  });

  test('a picture without a face is kept and says that its mouth is not set', async () => {
    const blank = await page.evaluate(paintWall);
    await importFiles(page, [{ name: 'Wall.png', mimeType: 'image/png', buffer: Buffer.from(blank) }]);
    await page
      .getByRole('button', { name: 'Put Wall on the stage' })
      .filter({ hasText: 'Mouth not set' })
      .waitFor({ timeout: 30_000 });
    await livePicture(page).waitFor();
  });
});
