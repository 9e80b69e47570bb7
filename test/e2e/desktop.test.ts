/** The desktop app in a real Electron. Needs its binary and a display; says which is missing where it is. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { electronBinary, whyNoDisplay } from '../../scripts/house/electron-binary.mjs';
import { BUILT_DESKTOP } from '../support/built.ts';

const whyNot = (): string | null =>
  whyNoDisplay() ?? (electronBinary() === null ? 'the Electron binary is not installed' : null);

describe('the desktop app', () => {
  test('opens one sandboxed window on its own server and ends with it', async context => {
    const why = whyNot();
    if (why) return context.skip(why);
    const dataDir = mkdtempSync(join(tmpdir(), 'mouthpiece-desktop-'));
    const app = await _electron.launch({
      executablePath: electronBinary() as string,
      args: [BUILT_DESKTOP, `--user-data-dir=${join(dataDir, 'electron')}`],
      env: { ...(process.env as Record<string, string>), MOUTHPIECE_DATA: dataDir, MOUTHPIECE_PORT: '0' },
    });
    const page = await app.firstWindow();
    await page.getByRole('main').waitFor();
    expect(new URL(page.url()).hostname).toMatch(/^(127\.0\.0\.1|localhost)$/);
    expect(await page.evaluate('typeof require + typeof process')).toBe('undefinedundefined');
    expect(await page.evaluate('window.desktop.platform')).toBe(process.platform);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    await page.evaluate("window.open('https://example.org/')").catch(() => null);
    expect(app.windows().length).toBe(1);
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
});
