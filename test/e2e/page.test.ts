/** The studio page in a real Chromium: it opens without a complaint, can be used by everyone, and calls nobody but its own server. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, openPage } from '../support/browser.ts';
import { BUILT_COMMAND_LINE } from '../support/built.ts';
import { type ServedStudio, serveStudio } from '../support/served-studio.ts';

/** The reusable token lets any number of contexts in; the one in `url` is good for one. */
const visitAddress = (server: ServedStudio): string => {
  const address = new URL('/', server.url);
  address.searchParams.set('token', server.token);
  return address.href;
};

describe('the studio page', () => {
  let server: ServedStudio;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([serveStudio({ entry: BUILT_COMMAND_LINE }), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test.each(['dark', 'light'] as const)(
    'opens in the %s theme without a complaint and passes axe',
    async colorScheme => {
      const { page, complaints, close } = await openPage(browser, visitAddress(server), { colorScheme });
      await page.getByRole('main').waitFor();
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(complaints).toEqual([]);
      await close();
    },
  );
});
