/** The studio screen as a whole: languages, themes, keyboard, access, and coming back after the connection was lost. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { alphaOf, dress, focusedLabel, focusedName, visibleText } from './studio-eyes.mjs';
import {
  askStudio,
  IS_FULL,
  livePicture,
  openPlace,
  type Place,
  visit,
  waitForRest,
} from './studio-visit.ts';

/** How the two long walks look at the screens: the short run in one way each, the long one in every theme, language and size. */
const EVERYBODY = (['dark', 'light'] as const).flatMap(colorScheme =>
  (['en-US', 'zh-CN'] as const).flatMap(locale =>
    [
      { width: 1280, height: 800 },
      { width: 1920, height: 1080 },
    ].map(size => ({ colorScheme, locale, ...size })),
  ),
);
const looks = (colorScheme: string, locale: string) =>
  EVERYBODY.filter(
    look => IS_FULL || (look.colorScheme === colorScheme && look.locale === locale && look.width === 1280),
  );

/** Violations of WCAG 2.2 AA as readable lines. */
const violations = async (page: Page): Promise<string[]> => {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`));
};

/** Names of what Tab reaches. */
const tabThrough = async (page: Page, count: number): Promise<string[]> => {
  const reached: string[] = [];
  for (let i = 0; i < count; i++) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(focusedLabel));
  }
  return reached;
};

describe('the studio screen', { timeout: 300_000 }, () => {
  let place: Place;
  beforeAll(async () => {
    // The page must live with it like any other program.
    place = await openPlace({ serve: ['--require-token'], greeted: true });
  });
  afterAll(() => place?.close());
  // A page that a failed test left open would go on talking, and slow the next one down.
  afterEach(async () => {
    for (const context of place.browser.contexts()) await context.close();
  });

  test.each(looks('dark', 'en-US'))('can be used by everyone: %o', async options => {
    const { page, complaints, close } = await visit(place, options);
    await livePicture(page).waitFor();
    for (const colorScheme of IS_FULL ? [options.colorScheme] : (['light', 'dark'] as const)) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`[data-mantine-color-scheme=${colorScheme}]`).first().waitFor();
      await waitForRest(page);
      expect(await violations(page), colorScheme).toEqual([]);
    }
    await page
      .locator('label')
      .filter({ hasText: /^(Figures|数据)$/ })
      .click();
    await page.getByRole('button', { name: /^(Save video|保存视频)/ }).click();
    await page.getByRole('heading', { name: /^(Save what was said last|保存刚才说的内容)$/ }).waitFor();
    await waitForRest(page);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^(Settings|设置)$/ }).click();
    await page.getByRole('heading', { name: /^(Settings|设置)$/ }).waitFor();
    await waitForRest(page);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test.each(looks('light', 'zh-CN'))(
    'so can every other screen: %o',
    async options => {
      const { page, complaints, close } = await visit(place, options);
      await livePicture(page).waitFor();
      const [avatar] = await askStudio(place.server, 'avatars.list', {});
      await page.goto(`${page.url().split('#')[0]}#/mouth/${avatar!.id}`);
      await page.getByRole('application').waitFor();
      await waitForRest(page);
      const found: Record<string, string[]> = { mouth: await violations(page) };
      for (const screen of ['compare', 'sessions', 'server', 'models']) {
        await page.goto(`${page.url().split('#')[0]}#/${screen}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        if (screen === 'sessions') await page.getByRole('option').first().click();
        await waitForRest(page);
        found[screen] = await violations(page);
        const reached = await tabThrough(page, 24);
        expect(reached, `${screen} by keyboard`).toContain(/zh/.test(options.locale) ? '设置' : 'Settings');
      }
      expect(found).toEqual({ mouth: [], compare: [], sessions: [], server: [], models: [] });
      expect(complaints).toEqual([]);
      await close();
    },
    300_000,
  );

  test('language and theme are changed at once and kept', async () => {
    const kept = () => askStudio(place.server, 'settings.get', {});
    const { page, close } = await visit(place);
    await livePicture(page).waitFor();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page
      .locator('label')
      .filter({ hasText: /^中文$/ })
      .click();
    await page.getByRole('heading', { name: '设置' }).waitFor();
    await page
      .locator('label')
      .filter({ hasText: /^浅色$/ })
      .click();
    await expect.poll(() => page.evaluate(dress)).toEqual({ language: 'zh-CN', scheme: 'light' });
    await expect.poll(kept).toMatchObject({ language: 'zh', theme: 'light' });
    await close();
    const again = await visit(place);
    await again.page.getByRole('button', { name: '设置' }).waitFor();
    await again.page.getByRole('button', { name: '设置' }).click();
    await again.page
      .locator('label')
      .filter({ hasText: /^English$/ })
      .click();
    await again.page
      .locator('label')
      .filter({ hasText: /^System$/ })
      .last()
      .click();
    await expect.poll(kept).toMatchObject({ language: 'en', theme: 'system' });
    await again.close();
  });

  test('everything is reached by keyboard, and commands by Ctrl+K', async () => {
    const { page, close } = await visit(place);
    await livePicture(page).waitFor();
    const wanted = [
      'Skip to the main part',
      'Commands',
      'Settings',
      'Text to say',
      'Voice',
      'Play an audio file',
      'Show the mouth',
    ];
    const missing = new Set(wanted);
    for (let i = 0; i < 70 && missing.size > 0; i++) {
      await page.keyboard.press('Tab');
      missing.delete(await page.evaluate(focusedName));
    }
    expect([...missing]).toEqual([]);
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Search commands' }).fill('type a');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(focusedName)).toBe('Text to say');
    await close();
  });

  test('the clean window shows the stage with nothing around it and nothing behind it', async () => {
    const { page, complaints, close } = await visit(place);
    await livePicture(page).waitFor();
    const feed = await page.context().newPage();
    await feed.goto(`${page.url().split('#')[0]}#/feed?transparent=1`);
    await livePicture(feed).waitFor();
    expect(await feed.evaluate(visibleText)).toBe('');
    const alphaAt = (x: number, y: number): Promise<number> =>
      livePicture(feed).evaluate(alphaOf, [x, y] as [number, number]);
    await expect.poll(() => alphaAt(0.5, 0.6), { timeout: 60_000 }).toBe(255);
    expect(await alphaAt(0.01, 0.01)).toBe(0);
    expect(complaints).toEqual([]);
    await feed.close();
    // A streaming program has no cookie of the studio: its link opens this and nothing else.
    const { secret } = await askStudio(place.server, 'access.createToken', { name: 'OBS', scopes: ['feed'] });
    const other = await place.browser.newContext();
    const shown = await other.newPage();
    await shown.goto(`${place.server.url.split('?')[0]}feed?token=${secret}#/feed`);
    await livePicture(shown).waitFor();
    for (const closed of ['', 'metrics', 'v1/models']) {
      const reply = await other.request.get(`${place.server.url.split('?')[0]}${closed}`);
      expect([closed, reply.status()]).toEqual([closed, 401]);
    }
    await other.close();
    await close();
  });

  test('a key that comes before anybody is on the stage is not lost', async () => {
    const { page, close } = await visit(place);
    await livePicture(page).waitFor();
    await page.reload();
    await page.getByRole('main').waitFor();
    await page.keyboard.press('Control+e');
    await page.getByRole('application').waitFor();
    await close();
  });

  test('a lost connection is said, and mended by itself', async () => {
    const { page, close } = await visit(place);
    let isDown = false;
    let cut = async (): Promise<void> => {};
    await page.routeWebSocket(/\/v1\/avatar\/realtime/, async socket => {
      if (isDown) return socket.close({ code: 1011 });
      socket.connectToServer();
      cut = () => socket.close({ code: 1011 });
    });
    await page.reload();
    await livePicture(page).waitFor();
    isDown = true;
    await cut();
    const said = page.getByText('Connection lost').first();
    await said.waitFor();
    isDown = false;
    await said.waitFor({ state: 'detached' });
    await livePicture(page).waitFor();
    await close();
  });
});
