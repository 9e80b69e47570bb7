/** Takes the pictures of docs/screenshots from the built studio: `node test/e2e/studio-screenshots.ts [NAME…]`. No test; best on an idle machine. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import {
  livePicture,
  openPlace,
  type Place,
  say,
  visit,
  waitForSilence,
  waitForSpeech,
} from './studio-visit.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const ENGLISH = 'Good morning. I am very happy to talk to you today.';
const CHINESE = '早上好，我叫米拉，很高兴今天和你说话。';
const WIDE = { width: 1920, height: 1080 };

type Picture = {
  place: 'open' | 'locked';
  options?: Parameters<typeof visit>[1];
  pose(page: Page): Promise<void>;
};

const chooseAvatar = async (page: Page, name: string): Promise<void> => {
  await page
    .getByRole('button', { name: new RegExp(`${name}`) })
    .first()
    .click();
  await livePicture(page).waitFor();
};

/** Into the middle of a sentence. */
const speak = async (page: Page, text: string): Promise<void> => {
  await waitForSilence(page);
  await say(page, text);
  await waitForSpeech(page);
  await page.waitForTimeout(2_300);
};

const PICTURES: Readonly<Record<string, Picture>> = {
  'first-run': { place: 'locked', pose: page => waitForSpeech(page) },
  'studio-dark': {
    place: 'open',
    pose: async page => {
      await chooseAvatar(page, 'Nilo');
      await speak(page, ENGLISH);
    },
  },
  'studio-light': {
    place: 'open',
    options: { colorScheme: 'light' },
    pose: async page => {
      await chooseAvatar(page, 'Mira');
      await speak(page, ENGLISH);
    },
  },
  'figures-wide-dark': {
    place: 'open',
    options: WIDE,
    pose: async page => {
      await page
        .locator('label')
        .filter({ hasText: /^Figures$/ })
        .click();
      await waitForSilence(page);
      await page.waitForTimeout(12_000);
      await speak(page, ENGLISH);
    },
  },
  'chinese-wide-light': {
    place: 'open',
    options: { ...WIDE, colorScheme: 'light', locale: 'zh-CN' },
    pose: page => speak(page, CHINESE),
  },
  mouth: {
    place: 'open',
    pose: async page => {
      await page.getByRole('button', { name: 'Show the mouth' }).click();
      await page.mouse.move(640, 720);
      await page.waitForTimeout(500);
    },
  },
  microphone: {
    place: 'open',
    pose: async page => {
      await page.getByRole('button', { name: 'Speak with the microphone' }).click();
      await page.mouse.move(640, 720);
      await page.waitForTimeout(4_000);
    },
  },
  'save-video': {
    place: 'open',
    options: { colorScheme: 'light' },
    pose: async page => {
      await speak(page, ENGLISH);
      await waitForSilence(page);
      await page.getByRole('button', { name: 'Save video' }).click();
      await page.getByRole('button', { name: /^Save · / }).click();
      await page.getByText(/^Drawing \d+ of \d+$/).waitFor();
    },
  },
  commands: {
    place: 'open',
    options: { colorScheme: 'light' },
    pose: async page => {
      await page.keyboard.press('Control+k');
      await page.waitForTimeout(500);
    },
  },
};

const take = async (place: Place, name: string, { options, pose }: Picture): Promise<void> => {
  const { page, close } = await visit(place, options);
  await livePicture(page).waitFor();
  await pose(page);
  const png = await page.screenshot();
  await sharp(png).png({ palette: true, quality: 92, effort: 8 }).toFile(`${FOLDER}${name}.png`);
  console.log(name);
  await close();
};

mkdirSync(FOLDER, { recursive: true });
const wanted = process.argv.slice(2);
for (const kind of ['locked', 'open'] as const) {
  const chosen = Object.entries(PICTURES).filter(
    ([name, picture]) => picture.place === kind && (wanted.length === 0 || wanted.includes(name)),
  );
  if (chosen.length === 0) continue;
  const place = await openPlace({ soundNeedsGesture: kind === 'locked' });
  for (const [name, picture] of chosen) await take(place, name, picture);
  await place.close();
}
