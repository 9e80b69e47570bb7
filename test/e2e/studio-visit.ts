/** A visit to the studio page on a real server: the steps that several tests take. */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { askStudio } from '../support/ask-studio.ts';
import { openPage } from '../support/browser.ts';
import { BUILT_COMMAND_LINE } from '../support/built.ts';
import { findChromium } from '../support/chromium.ts';
import { type ServedStudio, serveStudio } from '../support/served-studio.ts';
import { lookAtMouth, transitionsOver } from './studio-eyes.mjs';

export { askStudio };

/** The long run looks at everything in every theme and language; the short one at each screen in one of them. */
export const IS_FULL = process.env.MOUTHPIECE_FULL === '1';

/** Recorded speech for files and the microphone. */
export const SPEECH_FILE = fileURLToPath(new URL('../fixtures/audio/speech.wav', import.meta.url));
/** A photograph with one face. */
export const FACE_FILE = fileURLToPath(new URL('../fixtures/faces/astronaut.png', import.meta.url));

/** Another face, turned to the side. */
export const TURNED_FACE_FILE = fileURLToPath(
  new URL('../fixtures/faces/nilo-three-quarter.png', import.meta.url),
);

/** A server and a browser whose microphone plays SPEECH_FILE. `soundNeedsGesture` keeps the browser's own autoplay rule. */
export type Place = { server: ServedStudio; browser: Browser; close(): Promise<void> };

/**
 * Starts both; `serve`: more of the server's command line. `greeted`: nobody is welcomed, what a test that is not about it spares
 * itself. `on`: another browser for a server that runs, which close() ends too.
 */
export const openPlace = async (
  options: {
    soundNeedsGesture?: boolean;
    serve?: readonly string[];
    greeted?: boolean;
    on?: ServedStudio;
  } = {},
): Promise<Place> => {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium found; name one in MOUTHPIECE_CHROMIUM.');
  const args = [
    '--no-sandbox',
    '--disable-dev-shm-usage',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${SPEECH_FILE}`,
    ...(options.soundNeedsGesture ? [] : ['--autoplay-policy=no-user-gesture-required']),
  ];
  const [server, browser] = await Promise.all([
    options.on ?? serveStudio({ entry: BUILT_COMMAND_LINE, args: options.serve ?? [] }),
    chromium.launch({ executablePath, args }),
  ]);
  if (options.greeted) await askStudio(server, 'settings.update', { greeted: true });
  return {
    server,
    browser,
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
};

/** Kills the server as a crash would, and starts another one on what it has stored. */
export const reopenPlace = async ({ server, browser }: Place): Promise<Place> => {
  const gone = once(server.process, 'exit');
  server.process.kill('SIGKILL');
  await gone;
  const again = await serveStudio({ entry: BUILT_COMMAND_LINE, args: ['--data', server.dataDir] });
  return {
    // The folder that was given stays the one, also when it is killed again.
    server: { ...again, dataDir: server.dataDir },
    browser,
    close: async () => {
      await browser.close();
      await again.close();
      rmSync(server.dataDir, { recursive: true, force: true });
    },
  };
};

/** How long a page is waited for: machines may be busy, ms. */
const PATIENCE = 75_000;

/** Opens the page with the reusable token, which lets any number of visitors in. */
export const visit = async (place: Place, options: Parameters<typeof openPage>[2] = {}) => {
  const address = new URL('/', place.server.url);
  address.searchParams.set('token', place.server.token);
  const opened = await openPage(place.browser, address.href, options);
  opened.page.setDefaultTimeout(PATIENCE);
  await opened.page.getByRole('main').waitFor();
  return opened;
};

/** The live picture. */
export const livePicture = (page: Page) => page.locator('canvas[data-pictured]');

/** Waits until the avatar is seen and silent (the first-run greeting is over). */
export const waitForSilence = async (page: Page): Promise<void> => {
  await livePicture(page).waitFor();
  await page.getByRole('button', { name: /^(Speak|朗读)$/ }).waitFor();
  await page
    .getByRole('status')
    .filter({ hasText: /^(Idle|待机)$/ })
    .waitFor();
};

/** Waits until nothing fades or slides any more: what axe reads and pictures show is then what stays. */
export const waitForRest = (page: Page): Promise<void> => page.evaluate(transitionsOver);

/** Types a text and says it. */
export const say = async (page: Page, text: string): Promise<void> => {
  const field = page.getByRole('textbox', { name: /^(Text to say|要说的文本)$/ });
  await field.fill(text);
  await field.press('Enter');
};

/** Waits until speech is heard. */
export const waitForSpeech = (page: Page): Promise<void> =>
  page
    .getByRole('status')
    .filter({ hasText: /^(Speaking|说话中)$/ })
    .waitFor();

/** How much the picture about the mouth changes, see lookAtMouth. */
export const mouthMotion = (page: Page, samples = 12): Promise<number> => page.evaluate(lookAtMouth, samples);
