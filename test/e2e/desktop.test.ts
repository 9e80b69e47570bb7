/**
 * The desktop app in a real Electron. Needs its binary and a display; says which is missing where it is. With MOUTHPIECE_INSTALLED
 * it tries the packed program of that path instead of the checkout's build.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { electronBinary, whyNoDisplay } from '../../scripts/house/electron-binary.mjs';
import { BUILT_DESKTOP } from '../support/built.ts';

const installed = process.env.MOUTHPIECE_INSTALLED;
const program = (): string => path.resolve(installed ?? electronBinary() ?? '');
const appArguments = installed === undefined ? [BUILT_DESKTOP] : [];
const missing = [
  installed === undefined && electronBinary() === null ? 'the Electron binary is not installed' : null,
  whyNoDisplay(),
].filter(reason => reason !== null);
/** Everything that is missing, or nothing. */
const why = missing.join(' and ');

const PICTURE = path.resolve(import.meta.dirname, '../../resources/avatars/mira/mira.png');

let folder = '';
let app: ElectronApplication | null = null;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'mouthpiece-desktop-'));
});
afterEach(async () => {
  await app?.close();
  app = null;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const environment = (): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  MOUTHPIECE_DATA: path.join(folder, 'data'),
  MOUTHPIECE_PORT: '0',
});

const profile = (): string => `--user-data-dir=${path.join(folder, 'electron')}`;

const start = async (...extra: string[]): Promise<Page> => {
  app = await _electron.launch({
    executablePath: program(),
    args: [...appArguments, profile(), ...extra],
    env: environment(),
  });
  const page = await app.firstWindow();
  await page.getByRole('main').waitFor();
  return page;
};

/** Starts the program once more, as the system does for a link or a file. It hands them over and ends. */
const startAgain = (...extra: string[]): void => {
  execFileSync(program(), [...appArguments, profile(), ...extra], { env: environment(), timeout: 30_000 });
};

const running = (): ElectronApplication => {
  if (app === null) throw new Error('The app does not run.');
  return app;
};

describe('the desktop app', () => {
  test('opens one sandboxed window on its own server and ends with it', async context => {
    if (why) return context.skip(why);
    const page = await start();
    expect(new URL(page.url()).hostname).toBe('127.0.0.1');
    expect(await page.evaluate('typeof require + typeof process')).toBe('undefinedundefined');
    expect(await page.evaluate('window.desktop.platform')).toBe(process.platform);
    expect(await running().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    await page.evaluate("window.open('https://example.org/')").catch(() => null);
    await page.evaluate("window.open('#/settings', 'feed')").catch(() => null);
    expect(running().windows().length).toBe(1);
  });

  test('answers the page about itself, and no other frame', async context => {
    if (why) return context.skip(why);
    const page = await start();
    expect(await page.evaluate('window.desktop.state()')).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      hotkeys: [],
      recovered: null,
    });
    const inFrame = await page.evaluate(`new Promise(resolve => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      resolve(typeof frame.contentWindow.desktop);
    })`);
    expect(inFrame).toBe('undefined');
  });

  test('remembers its window', async context => {
    if (why) return context.skip(why);
    await start();
    await running().evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 60, width: 1000, height: 700 });
    });
    await expect
      .poll(() => existsSync(path.join(folder, 'data', 'windows.json')), { timeout: 5000 })
      .toBe(true);
    await running().close();
    const { studio } = JSON.parse(readFileSync(path.join(folder, 'data', 'windows.json'), 'utf8'));
    expect(studio).toMatchObject({ width: 1000, height: 700 });
    await start();
    const bounds = await running().evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getNormalBounds(),
    );
    expect(bounds).toMatchObject({ width: 1000, height: 700 });
  });

  test('takes links and files of a second start', async context => {
    if (why) return context.skip(why);
    const page = await start();
    startAgain('mouthpiece://sessions');
    await expect.poll(() => page.evaluate('location.hash'), { timeout: 10_000 }).toBe('#/sessions');
    startAgain('mouthpiece://run/calc');
    const file = path.join(folder, 'opened.png');
    copyFileSync(PICTURE, file);
    startAgain(file);
    await expect
      .poll(() => page.evaluate('location.hash'), { timeout: 30_000 })
      .toMatch(/^#\/(avatars|mouth)?/);
    await expect.poll(() => page.getByText('opened').count(), { timeout: 30_000 }).toBeGreaterThan(0);
    expect(await running().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('opens the clean feed without a frame, above the others', async context => {
    if (why) return context.skip(why);
    const page = await start();
    const opened = running().waitForEvent('window');
    await page.evaluate("void window.open('#/feed?transparent=1&top=1&width=300&height=400', 'feed')");
    await opened;
    const feed = await running().evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().find(one => one.webContents.getURL().includes('#/feed'));
      return window && { top: window.isAlwaysOnTop(), size: window.getContentSize() };
    });
    expect(feed).toEqual({ top: true, size: [300, 400] });
  });

  test('loads a page that died again, and says so', async context => {
    if (why) return context.skip(why);
    await start();
    await running().evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    );
    await expect
      .poll(
        () =>
          running().evaluate(({ BrowserWindow }) =>
            BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
              "window.desktop ? window.desktop.state().then(state => state.recovered) : 'loading'",
            ),
          ),
        { timeout: 20_000 },
      )
      .toBe('crashed');
  });

  test('runs a command without a window', context => {
    if (why) return context.skip(why);
    const film = path.join(folder, 'hello.mp4');
    const run = (...args: string[]): string =>
      execFileSync(program(), [...appArguments, ...args], {
        env: environment(),
        encoding: 'utf8',
        timeout: 120_000,
      });
    expect(run('--help')).toContain('serve');
    run('say', '--text', 'Hello.', '--avatar', PICTURE, '--out', film);
    expect(readFileSync(film).subarray(4, 8).toString()).toBe('ftyp');
  });
});
