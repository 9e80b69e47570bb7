/** A real Chromium with one page, and everything it complained about. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

/** `complaints` grows with every console error, page error and failed request. */
export type OpenPage = { page: Page; complaints: string[]; close(): Promise<void> };

const FLAGS = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // Containers run the tests as root and have a small /dev/shm.
  '--no-sandbox',
  '--disable-dev-shm-usage',
];

/** Starts Chromium. Throws when there is none; the gate has looked for one before. */
export const launchChromium = async (): Promise<Browser> => {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium found; name one in MOUTHPIECE_CHROMIUM.');
  return chromium.launch({ executablePath, args: FLAGS });
};

/** Opens `url` in a fresh context of `browser`. */
export const openPage = async (
  browser: Browser,
  url: string,
  options: {
    width?: number;
    height?: number;
    colorScheme?: 'dark' | 'light';
    locale?: string;
    reducedMotion?: 'reduce';
  } = {},
): Promise<OpenPage> => {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.colorScheme ?? 'dark',
    locale: options.locale ?? 'en-US',
    ...(options.reducedMotion === undefined ? {} : { reducedMotion: options.reducedMotion }),
    permissions: ['microphone'],
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', error => complaints.push(`page: ${error.message}`));
  page.on('response', response => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  // A machine that does something else is slow with a first page, ms.
  await page.goto(url, { timeout: 90_000 });
  return { page, complaints, close: () => context.close() };
};
