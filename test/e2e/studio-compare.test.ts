/** Comparing looks in a browser: what the halves show, how soon a slider is seen, a blind test, and the winner in the server's settings. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { greyStrip, sidesDiffer, watchSides } from './studio-eyes.mjs';
import { askStudio, openPlace, type Place, visit, waitForSilence } from './studio-visit.ts';

let place: Place;
let page: Page;
let complaints: string[];
beforeAll(async () => {
  place = await openPlace();
  const { portrait } = await askStudio(place.server, 'settings.get', {});
  const still = { headMotion: 0, breathing: 0, browMotion: 0, blinking: false };
  await askStudio(place.server, 'settings.update', { portrait: { ...portrait, ...still }, greeted: true });
  ({ page, complaints } = await visit(place));
  await waitForSilence(page);
  await page.getByRole('link', { name: 'Compare' }).click();
  await page.getByRole('button', { name: 'Speak', exact: true, disabled: false }).waitFor();
});
afterAll(() => place?.close());

const choose = (name: string) =>
  page
    .locator('label')
    .filter({ hasText: new RegExp(`^${name}$`) })
    .click();
const picture = () => page.getByRole('main').locator('canvas');
const mouthOpening = () => page.getByRole('slider', { name: 'Mouth opening' });
const strip = (from: number, to: number): Promise<number[]> =>
  picture().evaluate(greyStrip, [from, to] as [number, number]);
const distance = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;

/** The greatest difference of the sides in some samples. */
const mostDifferent = async (): Promise<number> => {
  let most = 0;
  for (let i = 0; i < 14; i++) {
    most = Math.max(most, await picture().evaluate(sidesDiffer));
    await page.waitForTimeout(120);
  }
  return most;
};

test('equal settings look equal, a slider is seen at once, and the winner is kept', async () => {
  // Side B begins with another blend; a preset of A makes both alike.
  await choose('A');
  await page.getByRole('textbox', { name: 'Name of a preset' }).fill('As it is');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await choose('B');
  await page.getByRole('button', { name: 'As it is', exact: true }).click();
  await expect
    .poll(async () => (await askStudio(place.server, 'settings.get', {})).presets)
    .toMatchObject([{ name: 'As it is', portrait: { headMotion: 0 } }]);

  await choose('Side by side');
  await choose('Mouth');
  await page.getByRole('button', { name: 'Say it over and over' }).click();
  await page.waitForTimeout(3_000);
  const alike = await mostDifferent();
  expect(alike).toBeLessThan(4);

  // A moving head shows whether the mouth is open just then or not.
  const headMotion = page.getByRole('slider', { name: 'Head motion' });
  await picture().evaluate(watchSides, { more: 2, limitMs: 8_000 });
  await headMotion.focus();
  await page.waitForTimeout(1_500);
  await page.keyboard.press('End');
  const seenMs = await page.evaluate<number | null>('window.seen');
  console.log(`a slider was seen after ${seenMs?.toFixed(0)} ms`);
  expect(seenMs).not.toBeNull();
  expect(seenMs).toBeLessThan(3_000);
  await headMotion.press('Home');

  await mouthOpening().press('Home');
  await page.waitForTimeout(600);
  expect(await mostDifferent()).toBeGreaterThan(alike + 3);

  await page.getByRole('button', { name: 'Keep B' }).click();
  await page.getByRole('button', { name: 'B is in use' }).waitFor();
  await expect
    .poll(async () => (await askStudio(place.server, 'settings.get', {})).portrait.mouthAmount)
    .toBe(0);
  await page.getByRole('button', { name: 'Say it over and over' }).click();
}, 120_000);

test('the wipe shows one side left of its line and the other right of it', async () => {
  await choose('A');
  await page.getByRole('slider', { name: 'Relax a smile' }).press('Home');
  await choose('B');
  await page.getByRole('slider', { name: 'Relax a smile' }).press('End');
  await choose('Wipe');
  await page.waitForTimeout(2_000);
  const wipe = page.getByRole('slider', { name: 'Where the first side ends, in percent' });
  const box = (await wipe.boundingBox())!;
  const drag = async (share: number): Promise<void> => {
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * share, box.y + box.height / 2, { steps: 3 });
    await page.mouse.up();
    await page.waitForTimeout(150);
  };
  const look = async () => ({ left: await strip(0.36, 0.48), right: await strip(0.52, 0.64) });
  await drag(0.95);
  const first = await look();
  await drag(0.05);
  const second = await look();
  await drag(0.5);
  expect(Number(await wipe.getAttribute('aria-valuenow'))).toBeCloseTo(50, -1);
  const both = await look();
  expect(distance(first.left, second.left)).toBeGreaterThan(0.4);
  expect(distance(both.left, first.left)).toBeLessThan(distance(both.left, second.left));
  expect(distance(both.right, second.right)).toBeLessThan(distance(both.right, first.right));
});

test('a blind test hides which is which until it is revealed', async () => {
  await page.locator('label').filter({ hasText: 'Hide which is which, and vote' }).click();
  await page.getByText('Which looks better?').waitFor();
  expect(await mouthOpening().count()).toBe(0);
  expect(await page.getByRole('button', { name: /^Keep|is in use$/ }).isDisabled()).toBe(true);
  await page.waitForTimeout(300);
  const hidden = await picture().screenshot();
  await page.getByRole('button', { name: 'Left', exact: true }).click();
  await page.getByRole('button', { name: 'No difference' }).click();
  await page.getByText('2 votes').waitFor();
  expect(await page.getByText(/^A \d · B \d/).count()).toBe(0);
  await page.getByRole('button', { name: 'Reveal' }).click();
  const result = await page.getByText(/^A \d · B \d/).textContent();
  expect(result).toMatch(/^A (1 · B 0|0 · B 1) · No difference 1$/);
  await page.waitForTimeout(300);
  expect((await picture().screenshot()).equals(hidden)).toBe(false);
  expect(complaints).toEqual([]);
});
