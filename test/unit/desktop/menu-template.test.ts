/** The menus: the habits of three systems, two languages, developer tools only in development. */
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { type MenuFacts, menuTemplate } from '../../../src/main/desktop/menu-template.ts';
import { trayTemplate, trayTip } from '../../../src/main/desktop/tray-template.ts';
import { SHELL_WORDS, shellLanguage } from '../../../src/main/desktop/wording.ts';

const PLATFORMS = ['darwin', 'win32', 'linux'] as const;

const build = (part: Partial<MenuFacts>, done: string[] = []) =>
  menuTemplate(
    { platform: 'linux', packaged: true, canUpdate: true, words: SHELL_WORDS.en, ...part },
    {
      addAvatar: () => done.push('add'),
      openInBrowser: () => done.push('browser'),
      showDataFolder: () => done.push('folder'),
      closeFeeds: () => done.push('feeds'),
      checkForUpdates: () => done.push('updates'),
      go: route => done.push(route),
    },
  );

const all = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap(item => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])]);

describe('the menu', () => {
  test('is led by the app on macOS; the others quit from File, each with its word', () => {
    expect(build({ platform: 'darwin' })[0]).toMatchObject({ role: 'appMenu' });
    expect(all(build({ platform: 'win32' })).find(({ role }) => role === 'quit')?.label).toBe('Exit');
    expect(all(build({ platform: 'linux' })).find(({ role }) => role === 'quit')?.label).toBe('Quit');
    expect(all(build({ platform: 'linux' })).some(({ role }) => role === 'appMenu')).toBe(false);
  });

  test.each(PLATFORMS)('on %s has its settings where people look for them', platform => {
    const found = all(build({ platform })).find(({ label }) => label === SHELL_WORDS.en.settings);
    expect(found?.accelerator).toBe(platform === 'darwin' ? 'Command+,' : 'Ctrl+,');
  });

  test.each(PLATFORMS)('on %s developer tools stay out of the packaged app', platform => {
    const roles = (packaged: boolean) => all(build({ platform, packaged })).map(({ role }) => role);
    expect(roles(true)).not.toContain('toggleDevTools');
    expect(roles(false)).toContain('toggleDevTools');
  });

  test.each(PLATFORMS)('on %s is wholly Chinese in Chinese', platform => {
    const latin = all(build({ platform, words: SHELL_WORDS.zh }))
      .flatMap(({ label }) => label ?? [])
      .filter(label => !/[\u4e00-\u9fff]/.test(label));
    expect(latin).toEqual([]);
  });

  test('has no way to updates where there are none', () => {
    const labels = (canUpdate: boolean) => all(build({ canUpdate })).map(({ label }) => label);
    expect(labels(true)).toContain(SHELL_WORDS.en.checkForUpdates);
    expect(labels(false)).not.toContain(SHELL_WORDS.en.checkForUpdates);
  });

  test('does what it says', () => {
    const done: string[] = [];
    for (const item of all(build({}, done))) (item.click as (() => void) | undefined)?.();
    expect(done).toEqual([
      'add',
      'browser',
      'folder',
      '/settings',
      '/',
      '/compare',
      '/sessions',
      '/server',
      '/models',
      'feeds',
      'updates',
    ]);
  });
});

describe('the tray', () => {
  const facts = { port: 8765, engine: 'up' as const, sessions: 2, accepting: true, feeds: 0 };
  const { en, zh } = SHELL_WORDS;
  const labels = (part: Partial<typeof facts>) =>
    trayTemplate({ ...facts, ...part }, en, {
      open: () => {},
      setAccepting: () => {},
      closeFeeds: () => {},
      quit: () => {},
    }).flatMap(({ label }) => label ?? []);

  test('says how the server is and how many are there', () => {
    expect(trayTip(facts, en)).toBe('Mouthpiece: Server on port 8765, 2 sessions');
    expect(trayTip({ ...facts, sessions: 1, engine: 'starting' }, en)).toContain('starting, 1 session');
    expect(trayTip({ ...facts, sessions: 0, engine: 'down' }, en)).toContain('restarting, No sessions');
    expect(trayTip({ ...facts, accepting: false }, zh)).toContain('服务器已关闭');
  });

  test('switches the server and closes feeds while there are some', () => {
    const switched: boolean[] = [];
    const menu = trayTemplate(facts, en, {
      open: () => {},
      setAccepting: on => switched.push(on),
      closeFeeds: () => {},
      quit: () => {},
    });
    const box = menu.find(({ type }) => type === 'checkbox');
    (box?.click as (() => void) | undefined)?.();
    expect([box?.checked, switched]).toEqual([true, [false]]);
    expect(labels({ feeds: 0 })).not.toContain(en.closeFeeds);
    expect(labels({ feeds: 1 })).toContain(en.closeFeeds);
  });
});

test('the shell speaks the language of the settings, or of the system', () => {
  expect(shellLanguage('zh', ['en-GB'])).toBe('zh');
  expect(shellLanguage('system', ['fr-FR', 'zh-Hans-CN', 'en'])).toBe('zh');
  expect(shellLanguage('system', ['fr-FR'])).toBe('en');
  expect(Object.keys(SHELL_WORDS.zh)).toEqual(Object.keys(SHELL_WORDS.en));
});
