/** The application menu as data: standard roles, so that every shortcut is where users expect it. Builds nothing. */
import type { MenuItemConstructorOptions } from 'electron';

/** What the menu's own items do. */
export type MenuActions = { openInBrowser(): void; showDataFolder(): void };

/** The menu for a platform. Developer tools are there only outside the packaged app. */
export const menuTemplate = (
  platform: NodeJS.Platform,
  options: { packaged: boolean; actions: MenuActions },
): MenuItemConstructorOptions[] => {
  const { packaged, actions } = options;
  const mac = platform === 'darwin';
  const view: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    ...(packaged ? [] : [{ role: 'toggleDevTools' } as const]),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      role: 'fileMenu',
      submenu: [
        { label: 'Open in Browser', accelerator: 'CmdOrCtrl+Shift+B', click: () => actions.openInBrowser() },
        { label: 'Show Data Folder', click: () => actions.showDataFolder() },
        { type: 'separator' },
        { role: mac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    { role: 'viewMenu', submenu: view },
    { role: 'windowMenu' },
    ...(mac ? [] : [{ role: 'help', submenu: [{ role: 'about' }] } as MenuItemConstructorOptions]),
  ];
};
