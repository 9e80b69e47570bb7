/** How soon the studio's page takes text: fresh visits to a server that is at rest. */
import type { Place } from '../e2e/studio-visit.ts';
import { type Figure, median } from './bench.ts';
import { atRest } from './processes.ts';
import { readyAt, watchReady } from './studio-ready.mjs';

const VISITS = 5;
const PATIENCE_MS = 60_000;

/** One visit with nothing in the browser's caches; ms since the navigation began. */
const readyMs = async ({ browser, server }: Place): Promise<number> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(watchReady);
    const address = new URL('/', server.url);
    address.searchParams.set('token', server.token);
    await page.goto(address.href);
    const seen = await page.waitForFunction(readyAt, null, { timeout: PATIENCE_MS });
    return (await seen.jsonValue()) as number;
  } finally {
    await context.close();
  }
};

/** The first visit is thrown away: it wakes what is made once. */
export const coldFigures = async (place: Place): Promise<Figure[]> => {
  await readyMs(place);
  const times: number[] = [];
  for (let i = 0; i < VISITS; i++) {
    await atRest(place.server.pid);
    times.push(await readyMs(place));
  }
  return [
    {
      name: 'page takes text, since navigation, server at rest',
      value: median(times) / 1000,
      unit: 's',
      target: 1.2,
    },
    { name: 'the same, best visit', value: Math.min(...times) / 1000, unit: 's' },
  ];
};
