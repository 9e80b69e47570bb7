/** The still screens look as they did: kept in test/fixtures/looks, small and soft. UPDATE_LOOKS=1 keeps them anew; look at them then. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareLook, lookDifference, lookOf } from '../support/look.ts';
import { IS_FULL, openPlace, type Place, visit, waitForRest } from './studio-visit.ts';

const FOLDER = fileURLToPath(new URL('../fixtures/looks/', import.meta.url));
/** Share of a screen that may differ: other fonts, other numbers. */
const MOST = 0.01;

/** The page's own connection: its figures change every second, and on a busy machine it has dropped frames. */
const FIGURES_HIDDEN = 'tr[data-own] { visibility: hidden; }';

/** Routes that hold still once they are there, and what shows that they are. */
const SCREENS: Readonly<Record<string, { path: string; isThere(page: Page): Promise<unknown> }>> = {
  avatars: { path: '/avatars', isThere: page => page.getByText('Mira').first().waitFor() },
  sessions: { path: '/sessions', isThere: page => page.getByRole('main').waitFor() },
  server: { path: '/server', isThere: page => page.locator('tr[data-own]').waitFor() },
  models: { path: '/models', isThere: page => page.getByRole('main').waitFor() },
  settings: {
    path: '/settings',
    isThere: page => page.getByText(/portrait, on the CPU/).waitFor({ timeout: 40_000 }),
  },
};

describe.each(IS_FULL ? (['dark', 'light'] as const) : (['dark'] as const))(
  'in the %s theme',
  colorScheme => {
    let place: Place;
    let page: Page;
    let close: () => Promise<void>;
    beforeAll(async () => {
      place = await openPlace({ greeted: true });
      ({ page, close } = await visit(place, { colorScheme, reducedMotion: 'reduce' }));
    });
    afterAll(async () => {
      await close?.();
      await place?.close();
    });

    const open = async (name: string): Promise<Buffer> => {
      const { path, isThere } = SCREENS[name]!;
      await page.goto(`${page.url().split('#')[0]}#${path}`);
      await isThere(page);
      await page.mouse.move(640, 2);
      await waitForRest(page);
      await page.waitForTimeout(300);
      return page.screenshot({ animations: 'disabled', caret: 'hide', style: FIGURES_HIDDEN });
    };

    test.each(Object.keys(SCREENS))('%s', async name => {
      const difference = await compareLook(`${FOLDER}${name}-${colorScheme}.png`, await open(name));
      expect(difference).toBeLessThanOrEqual(MOST);
    });

    test('a panel that moves is seen', async () => {
      const before = await lookOf(await open('server'));
      await page.addStyleTag({ content: 'main { margin-left: 60px !important; }' });
      expect(await lookDifference(before, await lookOf(await open('server')))).toBeGreaterThan(2 * MOST);
    });
  },
);
