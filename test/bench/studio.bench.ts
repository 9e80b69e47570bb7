/** The studio page in Chromium while an avatar talks: how smooth it stays, how long input is blocked, how soon a slider is seen, how soon it takes text, what it holds in memory. */
import type { Page } from 'playwright-core';
import { watchPage, watchSides } from '../e2e/studio-eyes.mjs';
import {
  askStudio,
  livePicture,
  openPlace,
  type Place,
  say,
  visit,
  waitForSilence,
  waitForSpeech,
} from '../e2e/studio-visit.ts';
import { type Bench, type Figure, median, quantile } from './bench.ts';
import { coldFigures } from './studio-cold.ts';
import { memoryFigures } from './studio-memory.ts';

const TEXT =
  'Good morning. My name is on the door, but please, call me whatever you like. ' +
  'Five people came by before breakfast, and everyone was happy to wait for the bread.';
const WATCHED_MS = 6_000;
const SLIDER_TRIES = 8;

type Watched = { gaps: number[]; blocked: number[]; fps: number };

/** Moves sliders as a hand would, over and over, until told to stop. */
const fiddle = async (page: Page, until: number): Promise<void> => {
  const slider = page.getByRole('slider', { name: 'Head motion' });
  await slider.focus();
  for (let i = 0; performance.now() < until; i++) {
    await page.keyboard.press(i % 20 < 10 ? 'ArrowRight' : 'ArrowLeft');
    await page.waitForTimeout(60);
  }
};

const stageFigures = async (place: Place): Promise<Figure[]> => {
  const { page, close } = await visit(place);
  await livePicture(page).waitFor();
  await waitForSilence(page);
  await say(page, TEXT);
  await waitForSpeech(page);
  const watching = page.evaluate<Watched>(watchPage as never, WATCHED_MS as never);
  await fiddle(page, performance.now() + WATCHED_MS - 500);
  const { gaps, blocked, fps } = await watching;
  await close();
  return [
    {
      name: 'screen refreshes while it talks',
      value: 1000 / median(gaps),
      unit: '/s',
      target: 58,
      better: 'higher',
    },
    { name: 'gap of refreshes p99', value: quantile(gaps, 0.99), unit: 'ms' },
    { name: 'avatar frames shown while it talks', value: fps, unit: '/s', target: 24, better: 'higher' },
    { name: 'longest task', value: Math.max(0, ...blocked), unit: 'ms', target: 50 },
    { name: 'tasks over 50 ms', value: blocked.length, unit: '' },
  ];
};

const sliderFigures = async (place: Place): Promise<Figure[]> => {
  // Both sides begin alike and still; then one head turns.
  const { portrait } = await askStudio(place.server, 'settings.get', {});
  const still = { headMotion: 0, breathing: 0, browMotion: 0, blinking: false };
  await askStudio(place.server, 'settings.update', { portrait: { ...portrait, ...still }, greeted: true });
  const { page, close } = await visit(place);
  await livePicture(page).waitFor();
  await page.getByRole('link', { name: 'Compare' }).click();
  await page.getByRole('button', { name: 'Speak', exact: true, disabled: false }).waitFor();
  for (const name of ['Side by side', 'Mouth'])
    await page
      .locator('label')
      .filter({ hasText: new RegExp(`^${name}$`) })
      .click();
  await page.getByRole('button', { name: 'Say it over and over' }).click();
  const picture = page.getByRole('main').locator('canvas');
  // Another blend shows no head that turns.
  const mode = page.getByRole('combobox', { name: 'Mode' });
  await mode.click();
  await page.getByRole('option', { name: 'Basic', exact: true }).click();
  await page.waitForTimeout(1_500);
  const slider = page.getByRole('slider', { name: 'Head motion' });
  const seen: number[] = [];
  for (let i = 0; i < SLIDER_TRIES; i++) {
    await picture.evaluate(watchSides, { more: 2, limitMs: 3_000 });
    await slider.focus();
    await page.waitForTimeout(700);
    await page.keyboard.press('End');
    await page.waitForTimeout(1_500);
    const ms = await page.evaluate<number | null>('window.seen');
    if (ms !== null) seen.push(ms);
    await slider.press('Home');
    await page.waitForTimeout(900);
  }
  await close();
  return [
    { name: 'slider to picture, two sides talking', value: median(seen), unit: 'ms', target: 200 },
    { name: 'slider to picture p95', value: quantile(seen, 0.95), unit: 'ms' },
  ];
};

/** See Bench. Wants a build (`npm run build`) and a Chromium. */
export const studioBench: Bench = {
  name: 'studio',
  about:
    'the page: how soon it takes text; while an avatar talks: refreshes, long tasks, slider to picture, memory',
  run: async () => {
    const place = await openPlace();
    try {
      return [
        ...(await coldFigures(place)),
        ...(await stageFigures(place)),
        ...(await sliderFigures(place)),
        ...(await memoryFigures(place)),
      ];
    } finally {
      await place.close();
    }
  },
};
