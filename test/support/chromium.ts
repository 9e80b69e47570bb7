/** Where a Chromium is on this machine. Starts nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

const KNOWN_PATHS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap(name => {
    const folder = process.env[name];
    return folder ? [join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')] : [];
  }),
};

const playwrightsOwn = (): string | undefined => {
  try {
    return chromium.executablePath();
  } catch {
    return undefined;
  }
};

/** The browser's path, or null: MOUTHPIECE_CHROMIUM first, then the system's, then Playwright's. */
export const findChromium = (): string | null => {
  const folders = process.platform === 'win32' ? [] : (process.env.PATH ?? '').split(':');
  const candidates = [
    process.env.MOUTHPIECE_CHROMIUM,
    ...PROGRAMS.flatMap(program => folders.map(folder => join(folder, program))),
    ...(KNOWN_PATHS[process.platform] ?? []),
    playwrightsOwn(),
  ];
  return candidates.find(path => path && existsSync(path)) ?? null;
};

/** Whether packages can be installed here without asking: Debian's apt, as root. */
export const hasApt = (): boolean => existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
