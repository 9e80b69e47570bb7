/** The server screen in a browser, with a program of its own that asks to come in: asked, let in, seen, looked at, sent away, moved. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../support/browser.ts';
import { type ServedStudio, serveStudio } from '../support/served-studio.ts';
import { SocketClient } from '../support/socket-client.ts';
import { askStudio, FACE_FILE, IS_FULL, SPEECH_FILE, visit, waitForRest } from './studio-visit.ts';

const at = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const EXAMPLE = at('../../examples/node/record-session.mjs');

let server: ServedStudio;
let browser: Browser;
let page: Page;
let complaints: string[];
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'mouthpiece-server-'));
  [server, browser] = await Promise.all([
    serveStudio({ entry: at('../support/asking-studio.ts') }),
    launchChromium(),
  ]);
  await askStudio(server, 'settings.update', { greeted: true });
  ({ page, complaints } = await visit({ server, browser, close: async () => {} }));
  await show('/server');
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Goes to a route. */
const show = (route: string) => page.evaluate(`location.hash = ${JSON.stringify(route)}`);

/** The example client, as a user would run it. */
const runExample = (out: string): ChildProcess & { said: string[] } => {
  const args = ['--server', server.ws, '--picture', FACE_FILE, '--speech', SPEECH_FILE, '--size', '64x64'];
  const child = spawn(process.execPath, [EXAMPLE, ...args, '--out', path.join(folder, out)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', data => said.push(String(data)));
  return Object.assign(child, { said });
};
const endOf = async (child: ChildProcess): Promise<number> =>
  child.exitCode ?? ((await once(child, 'exit'))[0] as number);
const question = () => page.getByRole('article');

test('an unknown program waits for the user; refused it is told so, let in by the keyboard it draws and is seen', async () => {
  // The list above appears a little later and moves the switch.
  await page.getByRole('table').first().waitFor();
  await page.getByRole('switch', { name: 'Ask about new apps' }).click();
  await expect
    .poll(async () => (await askStudio(server, 'access.door', {})).settings.askNewApps, { timeout: 20_000 })
    .toBe(true);

  const refused = runExample('no.avi');
  await question()
    .getByText(/wants to connect/)
    .waitFor({ timeout: 60_000 });
  await question()
    .getByText(/record-session\.mjs|A program on this computer/)
    .waitFor();
  await show('/models');
  await question().getByRole('button', { name: 'Never' }).click();
  expect(await endOf(refused)).toBe(1);
  expect(refused.said.join('')).toContain('access_refused');
  const [app] = await askStudio(server, 'access.apps', {});
  expect(app).toMatchObject({ verdict: 'never' });

  await show('/server/access');
  await page.getByRole('button', { name: /^Forget / }).click();
  await expect.poll(() => askStudio(server, 'access.apps', {}), { timeout: 20_000 }).toEqual([]);

  await show('/server/messages');
  const child = runExample('yes.avi');
  await question()
    .getByText(/wants to connect/)
    .waitFor({ timeout: 60_000 });
  await page.keyboard.press('Alt+j');
  await page.locator('#first-app-question:focus').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await question().waitFor({ state: 'detached' });
  await page.getByRole('option').filter({ hasText: 'VIDX' }).first().waitFor({ timeout: 60_000 });
  expect(await endOf(child)).toBe(0);
  expect(readFileSync(path.join(folder, 'yes.avi')).subarray(0, 4).toString()).toBe('RIFF');
  expect(await askStudio(server, 'access.apps', {})).toMatchObject([{ verdict: 'always' }]);
}, 240_000);

test('a message is looked at, and the dialogue is saved as a transcript', async () => {
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('textbox', { name: 'Search in messages' }).fill('session.created');
  await page.getByRole('option').first().click();
  const details = page.getByRole('complementary', { name: /^Message/ });
  await details.getByText('session_id').first().waitFor();
  expect(await details.textContent()).not.toContain(server.dataDir);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const coming = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^Dialogue of/ }).click();
  const file = path.join(folder, 'dialogue.jsonl');
  await (await coming).saveAs(file);
  const steps = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(steps[0]).toMatchObject({ path: '/v1/avatar/realtime' });
  expect(steps.some(step => step.serverVideo > 0)).toBe(true);
}, 120_000);

const LOOKS = [
  ['dark', ''],
  ['light', ''],
  ['light', '/messages'],
  ['light', '/access'],
] as const;

test('the three parts and a question pass axe', async () => {
  const asking = SocketClient.open(`${server.ws}/v1/avatar/realtime`, {
    headers: { 'user-agent': 'Kiosk/1.0' },
  });
  for (const [colorScheme, part] of IS_FULL ? LOOKS : LOOKS.slice(2)) {
    await page.emulateMedia({ colorScheme });
    await show(`/server${part}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await waitForRest(page);
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html.slice(0, 200)])).toEqual([]);
  }
  (await asking).close();
}, 120_000);

test('the server moves to another port and the page follows', async () => {
  await show('/server');
  const before = Number(new URL(page.url()).port);
  const field = page.getByRole('textbox', { name: 'Port' });
  await field.fill(String(before + 1000));
  await page.getByRole('button', { name: 'Move' }).click();
  await page.waitForURL(url => url.port === String(before + 1000) && url.hash === '#/server', {
    timeout: 60_000,
  });
  await page.getByRole('heading', { name: 'Server' }).waitFor({ timeout: 60_000 });
  const moved = { url: `http://127.0.0.1:${before + 1000}/`, token: server.token };
  expect((await askStudio(moved, 'access.door', {})).settings.port).toBe(before + 1000);
  const old = await fetch(`http://127.0.0.1:${before}/healthz`).then(
    answer => answer.status,
    () => 'gone',
  );
  expect(old).toBe('gone');
  expect(complaints.filter(text => !/WebSocket|ERR_/.test(text))).toEqual([]);
}, 120_000);
