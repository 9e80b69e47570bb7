/** The studio's window: sandboxed, at its old place, loaded again when its page dies or hangs. Knows no menu and no tray. */
import { fileURLToPath } from 'node:url';
import { BrowserWindow, dialog } from 'electron';
import { CrashWatch, type Fault } from './crash-watch.ts';
import type { PlaceBook } from './place-book.ts';
import { keepPlace, placeNow } from './placed-window.ts';
import type { WindowSizes } from './window-place.ts';
import type { ShellWords } from './wording.ts';

const BACKGROUND = '#131316';
const SIZES: WindowSizes = { width: 1360, height: 880, minWidth: 880, minHeight: 600 };
/** A page that does not answer this long after Electron noticed is given up, ms. */
const HUNG_MS = 10_000;

/** What the window needs. `address` makes a new one-time link at each call; `recovered` is told after a reload. */
export type StudioWindowDeps = {
  entryUrl: string;
  places: PlaceBook;
  address(): string;
  words(): ShellWords;
  recovered(fault: Fault): void;
};

const reviveWhenNeeded = (window: BrowserWindow, deps: StudioWindowDeps): void => {
  const { webContents } = window;
  const watch = new CrashWatch();
  let hangs: NodeJS.Timeout | null = null;
  const answersAgain = (): void => {
    if (hangs !== null) clearTimeout(hangs);
    hangs = null;
  };
  const reload = (fault: Fault): void => {
    const { hash } = new URL(webContents.getURL() || deps.address());
    deps.recovered(fault);
    void window.loadURL(deps.address() + hash).catch(() => {});
  };
  const ask = async (fault: Fault): Promise<void> => {
    const words = deps.words();
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: words.pageFails,
      detail: words.pageFailsMore,
      buttons: [words.tryAgain, words.closeWindow],
      cancelId: 1,
    });
    if (window.isDestroyed()) return;
    watch.forget();
    if (response === 0) reload(fault);
    else window.destroy();
  };
  const heal = (reason: string, fault: Fault): void => {
    answersAgain();
    const remedy = watch.judge(reason, performance.now());
    if (remedy === 'reload') reload(fault);
    else if (remedy === 'ask') void ask(fault);
  };
  let gaveUp = false;
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (window.isDestroyed()) return;
    heal(reason, gaveUp ? 'hung' : 'crashed');
    gaveUp = false;
  });
  window.on('unresponsive', () => {
    hangs ??= setTimeout(() => {
      hangs = null;
      gaveUp = true;
      // Its end is told by render-process-gone.
      webContents.forcefullyCrashRenderer();
    }, HUNG_MS);
  });
  window.on('responsive', answersAgain).on('closed', answersAgain);
};

/** Makes the window and starts loading the page; it is shown when there is something to see. `route` behind the `#`. */
export const openStudioWindow = (deps: StudioWindowDeps, route: string): BrowserWindow => {
  const { maximized, ...area } = placeNow(deps.places, 'studio', SIZES);
  const window = new BrowserWindow({
    ...area,
    minWidth: SIZES.minWidth,
    minHeight: SIZES.minHeight,
    show: false,
    backgroundColor: BACKGROUND,
    title: 'Mouthpiece',
    autoHideMenuBar: process.platform !== 'darwin',
    webPreferences: {
      preload: fileURLToPath(new URL('../preload/index.cjs', deps.entryUrl)),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
      // An avatar in a covered window must keep talking: other programs may be showing it.
      backgroundThrottling: false,
    },
  });
  keepPlace(window, deps.places, 'studio');
  reviveWhenNeeded(window, deps);
  window.once('ready-to-show', () => {
    if (maximized) window.maximize();
    else window.show();
  });
  void window.loadURL(deps.address() + (route === '/' ? '' : `#${route}`)).catch(() => {});
  return window;
};
