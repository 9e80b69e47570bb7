/** The menu: the system's own roles, developer tools only in development. */
import { expect, test } from 'vitest';
import { menuTemplate } from '../../../src/main/desktop/menu-template.ts';

const rolesOf = (platform: NodeJS.Platform, packaged: boolean): string => {
  const actions = { openInBrowser() {}, showDataFolder() {} };
  return JSON.stringify(menuTemplate(platform, { packaged, actions }));
};

test('macOS gets its application menu, the others quit from File', () => {
  expect(rolesOf('darwin', true)).toContain('"appMenu"');
  expect(rolesOf('linux', true)).not.toContain('"appMenu"');
  expect(rolesOf('linux', true)).toContain('"quit"');
});

test.each(['darwin', 'win32', 'linux'] as const)(
  'on %s developer tools stay out of the packaged app',
  platform => {
    expect(rolesOf(platform, true)).not.toContain('toggleDevTools');
    expect(rolesOf(platform, false)).toContain('toggleDevTools');
  },
);
