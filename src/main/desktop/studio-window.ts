/** The one window: sandboxed, locked to the studio's origin, its place remembered by nobody but the system. */
import { fileURLToPath } from 'node:url';
import { BrowserWindow, type Session, shell } from 'electron';
import { linkTarget, mayUse } from './page-policy.ts';

const BACKGROUND = '#131316';

const guardPermissions = (session: Session, origin: string): void => {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const requestingUrl = details.requestingUrl ?? contents.getURL();
    const mediaTypes = 'mediaTypes' in details ? details.mediaTypes : undefined;
    answer(mayUse({ permission, requestingUrl, ...(mediaTypes ? { mediaTypes } : {}) }, origin));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingUrl, details) => {
    const mediaTypes = details.mediaType ? [details.mediaType] : undefined;
    return mayUse({ permission, requestingUrl, ...(mediaTypes ? { mediaTypes } : {}) }, origin);
  });
  session.setDevicePermissionHandler(() => false);
};

const guardNavigation = (window: BrowserWindow, origin: string): void => {
  const { webContents } = window;
  const openOutside = (url: string): void => {
    if (linkTarget(url, origin) === 'outside') void shell.openExternal(url);
  };
  webContents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
  webContents.on('will-navigate', event => {
    if (linkTarget(event.url, origin) === 'own') return;
    event.preventDefault();
    openOutside(event.url);
  });
  webContents.on('will-redirect', event => {
    if (linkTarget(event.url, origin) !== 'own') event.preventDefault();
  });
  webContents.on('will-attach-webview', event => event.preventDefault());
};

/** Opens the window on the studio's one-time address. `origin` is the loopback server's. */
export const openStudioWindow = async (options: {
  url: string;
  entryUrl: string;
}): Promise<BrowserWindow> => {
  const { origin } = new URL(options.url);
  const window = new BrowserWindow({
    width: 1360,
    height: 880,
    minWidth: 880,
    minHeight: 600,
    show: false,
    backgroundColor: BACKGROUND,
    title: 'Mouthpiece',
    autoHideMenuBar: process.platform !== 'darwin',
    webPreferences: {
      preload: fileURLToPath(new URL('../preload/index.cjs', options.entryUrl)),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // An avatar in a covered window must keep talking: other programs may be showing it.
      backgroundThrottling: false,
    },
  });
  guardPermissions(window.webContents.session, origin);
  guardNavigation(window, origin);
  window.once('ready-to-show', () => window.show());
  await window.loadURL(options.url);
  return window;
};
