/** The application menu as data, by the habits of the three systems. Standard roles keep every shortcut where users expect it. Builds nothing. */
import type { MenuItemConstructorOptions } from 'electron';
import type { ShellWords } from './wording.ts';

/** What the menu's own items do. `go` takes a route of the page. */
export type MenuActions = {
  addAvatar(): void;
  openInBrowser(): void;
  showDataFolder(): void;
  closeFeeds(): void;
  checkForUpdates(): void;
  go(route: string): void;
};

/** What differs between two menus. */
export type MenuFacts = {
  platform: NodeJS.Platform;
  packaged: boolean;
  canUpdate: boolean;
  words: ShellWords;
};

type Item = MenuItemConstructorOptions;

const LINE: Item = { type: 'separator' };

const appMenu = ({ words, canUpdate }: MenuFacts, actions: MenuActions): Item => ({
  role: 'appMenu',
  submenu: [
    { role: 'about', label: words.about },
    ...(canUpdate ? [{ label: words.checkForUpdates, click: () => actions.checkForUpdates() }] : []),
    LINE,
    { label: words.settings, accelerator: 'Command+,', click: () => actions.go('/settings') },
    LINE,
    { role: 'services' },
    LINE,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    LINE,
    { role: 'quit' },
  ],
});

const fileMenu = ({ platform, words }: MenuFacts, actions: MenuActions): Item => {
  const leave: Item =
    platform === 'darwin'
      ? { role: 'close', label: words.closeWindow }
      : { role: 'quit', label: platform === 'win32' ? words.exit : words.quit };
  return {
    label: words.file,
    submenu: [
      { label: words.addAvatar, click: () => actions.addAvatar() },
      LINE,
      {
        label: words.openInBrowser,
        accelerator: 'CmdOrCtrl+Shift+B',
        click: () => actions.openInBrowser(),
      },
      { label: words.showDataFolder, click: () => actions.showDataFolder() },
      // Windows and Linux keep the settings in the file menu; macOS in the menu of the app.
      ...(platform === 'darwin'
        ? []
        : [LINE, { label: words.settings, accelerator: 'Ctrl+,', click: () => actions.go('/settings') }]),
      LINE,
      leave,
    ],
  };
};

const editMenu = ({ words }: MenuFacts): Item => ({
  label: words.edit,
  submenu: [
    { role: 'undo', label: words.undo },
    { role: 'redo', label: words.redo },
    LINE,
    { role: 'cut', label: words.cut },
    { role: 'copy', label: words.copy },
    { role: 'paste', label: words.paste },
    { role: 'selectAll', label: words.selectAll },
  ],
});

const viewMenu = ({ words, packaged }: MenuFacts): Item => ({
  label: words.view,
  submenu: [
    { role: 'reload', label: words.reload },
    ...(packaged ? [] : [{ role: 'toggleDevTools', label: words.developerTools } as const]),
    LINE,
    { role: 'resetZoom', label: words.actualSize },
    { role: 'zoomIn', label: words.zoomIn },
    { role: 'zoomOut', label: words.zoomOut },
    LINE,
    { role: 'togglefullscreen', label: words.fullScreen },
  ],
});

const goMenu = ({ words }: MenuFacts, { go }: MenuActions): Item => ({
  label: words.go,
  // The page has Ctrl 1, Ctrl 2, … for the same places.
  submenu: [
    { label: words.stage, click: () => go('/') },
    { label: words.compare, click: () => go('/compare') },
    { label: words.sessions, click: () => go('/sessions') },
    { label: words.server, click: () => go('/server') },
    { label: words.models, click: () => go('/models') },
  ],
});

const windowMenu = ({ platform, words }: MenuFacts, actions: MenuActions): Item => ({
  label: words.window,
  ...(platform === 'darwin' ? { role: 'windowMenu' as const } : {}),
  submenu: [
    { role: 'minimize', label: words.minimize },
    ...(platform === 'darwin'
      ? [{ role: 'zoom' } as const, LINE, { role: 'front' } as const]
      : [{ role: 'close', label: words.closeWindow } as const]),
    LINE,
    // A window that clicks go through cannot be closed by hand.
    { label: words.closeFeeds, click: () => actions.closeFeeds() },
  ],
});

const helpMenu = ({ words, canUpdate }: MenuFacts, actions: MenuActions): Item => ({
  role: 'help',
  label: words.help,
  submenu: [
    ...(canUpdate ? [{ label: words.checkForUpdates, click: () => actions.checkForUpdates() }] : []),
    { role: 'about', label: words.about },
  ],
});

/** The whole menu. Developer tools are there only outside the packaged app. */
export const menuTemplate = (facts: MenuFacts, actions: MenuActions): MenuItemConstructorOptions[] => [
  ...(facts.platform === 'darwin' ? [appMenu(facts, actions)] : []),
  fileMenu(facts, actions),
  editMenu(facts),
  viewMenu(facts),
  goMenu(facts, actions),
  windowMenu(facts, actions),
  ...(facts.platform === 'darwin' ? [] : [helpMenu(facts, actions)]),
];
