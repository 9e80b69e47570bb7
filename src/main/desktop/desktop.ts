/** The desktop app's life: one instance, one studio, one window, one end. The studio is handed in. */
import { app, type BrowserWindow, dialog, Menu, shell } from 'electron';
import type { Host } from '../host.ts';
import type { Studio } from '../studio.ts';
import { createElectronHost } from './electron-host.ts';
import { type MenuActions, menuTemplate } from './menu-template.ts';
import { openStudioWindow } from './studio-window.ts';

/** What the desktop needs of the rest. `startStudio` resolves once the loopback server answers. */
export type DesktopParts = {
  /** `import.meta.url` of the built entry. */ entryUrl: string;
  startStudio(host: Host): Promise<{ studio: Studio; dataDir: string }>;
};

const installMenu = (actions: MenuActions): void =>
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate(process.platform, { packaged: app.isPackaged, actions })),
  );

/**
 * Runs the app until its window closes. A second start shows the first one's window. A studio that cannot start is told in a
 * dialog, with its message, and ends the app with code 1.
 */
export const runDesktop = async (parts: DesktopParts): Promise<void> => {
  if (!app.requestSingleInstanceLock()) return app.quit();
  app.setAppUserModelId('studio.mouthpiece.app');
  await app.whenReady();
  let window: BrowserWindow | null = null;
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  try {
    const { studio, dataDir } = await parts.startStudio(createElectronHost(parts.entryUrl));
    let closed = false;
    app.on('will-quit', event => {
      if (closed) return;
      event.preventDefault();
      void studio.close().finally(() => {
        closed = true;
        app.quit();
      });
    });
    app.on('window-all-closed', () => app.quit());
    installMenu({
      openInBrowser: () => void shell.openExternal(studio.openUrl()),
      showDataFolder: () => void shell.openPath(dataDir),
    });
    window = await openStudioWindow({ url: studio.url, entryUrl: parts.entryUrl });
  } catch (error) {
    dialog.showErrorBox('Mouthpiece could not start', error instanceof Error ? error.message : String(error));
    app.exit(1);
  }
};
