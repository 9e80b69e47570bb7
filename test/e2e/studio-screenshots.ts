/** Takes the pictures of docs/screenshots from the built studio: `node test/e2e/studio-screenshots.ts [NAME…]`. No test; best on an idle machine. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { wav2LipProbe } from '../../scripts/models/wav2lip-probe.mjs';
import { installModel } from '../support/install-model.ts';
import { SocketClient } from '../support/socket-client.ts';
import {
  FACE_FILE,
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
  pose(page: Page, place: Place): Promise<void>;
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

/** Opens a screen by its place in the rail, and takes the pointer away. */
const openScreen = async (page: Page, index: number): Promise<void> => {
  await page
    .getByRole('navigation')
    .getByRole('link')
    .nth(index - 1)
    .click();
  await page.mouse.move(640, 4);
  await page.waitForTimeout(1_200);
};

/** The avatars' screen with the details of one, and another picture beside the demo avatars. */
const openAvatar = async (page: Page, id: string): Promise<void> => {
  await openScreen(page, 2);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Import pictures or clips' }).click();
  await (await chooser).setFiles(FACE_FILE);
  await page.getByRole('option', { name: /^astronaut/ }).waitFor({ timeout: 60_000 });
  await page.goto(`${page.url().split('#')[0]}#/avatars/${id}`);
  await page.mouse.move(640, 4);
  await page.waitForTimeout(1_200);
};

const editMouth = async (page: Page): Promise<void> => {
  await chooseAvatar(page, 'Mira');
  await page.goto(`${page.url().split('#')[0]}#/mouth/mira`);
  await livePicture(page).waitFor();
  await page.getByRole('button', { name: 'Sentence' }).click();
  await page.mouse.move(640, 4);
  await page.waitForTimeout(3_500);
};

const comparing = async (page: Page): Promise<void> => {
  await openScreen(page, 3);
  await page.getByRole('button', { name: /^(Speak|朗读)$/, disabled: false }).waitFor();
  for (let i = 0; i < 12; i++)
    await page.getByRole('slider', { name: /^(Mouth opening|张嘴幅度)$/ }).press('ArrowRight');
  await page.getByRole('button', { name: /^(Say it over and over|反复朗读)$/ }).click();
  await page.mouse.move(640, 4);
  await page.waitForTimeout(4_500);
};

const chooseSession = async (page: Page): Promise<void> => {
  await speak(page, ENGLISH);
  await waitForSilence(page);
  await openScreen(page, 3);
  await openScreen(page, 4);
  await page.getByRole('option').filter({ hasText: 'Sound' }).first().click();
  await page.waitForTimeout(600);
};

/** Two programs at work, as the server screen shows them. */
const watchClients = async (page: Page, place: Place): Promise<void> => {
  await openScreen(page, 5);
  const clients = await Promise.all(
    [0, 1].map(() => SocketClient.open(new URL('/v1/avatar/realtime', place.server.ws).href)),
  );
  for (const client of clients) await client.create(readFileSync(FACE_FILE));
  for (let i = 0; i < 4; i++) await Promise.all(clients.map(client => client.speak(35_840)));
  await page.waitForTimeout(1_500);
};

const measureModel = async (page: Page, place: Place): Promise<void> => {
  const models = join(place.server.dataDir, 'models');
  const bytes = wav2LipProbe({ kind: 'tint' });
  if (!existsSync(join(models, 'lips-96')))
    await installModel(models, { id: 'lips-96', kind: 'wav2lip', bytes });
  await openScreen(page, 6);
  await page.getByRole('button', { name: 'Measure' }).click();
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByRole('cell', { name: 'network' }).waitFor();
  await page.mouse.move(640, 4);
  await page.waitForTimeout(2_500);
};

const diagnose = async (page: Page): Promise<void> => {
  await openScreen(page, 7);
  await page.getByText(/portrait, on the CPU|portrait，在处理器上运行/).waitFor({ timeout: 40_000 });
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
  'avatars-dark': {
    place: 'open',
    pose: page => openAvatar(page, 'mira'),
  },
  'avatars-light': {
    place: 'open',
    options: { ...WIDE, colorScheme: 'light' },
    pose: page => openAvatar(page, 'nilo'),
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
  'mouth-editor-dark': { place: 'open', pose: editMouth },
  'mouth-editor-light': { place: 'open', options: { colorScheme: 'light' }, pose: editMouth },
  'compare-dark': { place: 'open', pose: comparing },
  'compare-chinese-wide-light': {
    place: 'open',
    options: { ...WIDE, colorScheme: 'light', locale: 'zh-CN' },
    pose: comparing,
  },
  'sessions-dark': { place: 'open', pose: chooseSession },
  'sessions-light': { place: 'open', options: { colorScheme: 'light' }, pose: chooseSession },
  'server-dark': { place: 'open', pose: watchClients },
  'server-light': { place: 'open', options: { colorScheme: 'light' }, pose: watchClients },
  'models-dark': { place: 'open', pose: measureModel },
  'models-light': { place: 'open', options: { colorScheme: 'light' }, pose: measureModel },
  'settings-dark': { place: 'open', pose: diagnose },
  'settings-light': {
    place: 'open',
    options: { ...WIDE, colorScheme: 'light', locale: 'zh-CN' },
    pose: diagnose,
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
  await pose(page, place);
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
