/** The shell around a running studio: window, feeds, menu, tray, keys and wakefulness, each made elsewhere and put together here. */
import { app, type BrowserWindow, dialog, globalShortcut, Menu, powerSaveBlocker, shell } from 'electron';
import { DESKTOP_CHANNELS, type DesktopState } from '../../shared/desktop-facts.ts';
import type { Log } from '../../shared/log.ts';
import type { Studio } from '../studio.ts';
import { AVATAR_FILE_ENDINGS } from './avatar-file.ts';
import type { Fault } from './crash-watch.ts';
import { routeOfLink } from './deep-link.ts';
import { answerDesktopCalls } from './desktop-calls.ts';
import { FeedWindows } from './feed-windows.ts';
import { Hotkeys } from './hotkeys.ts';
import { importFile } from './import-files.ts';
import { LiveWatch } from './live-watch.ts';
import { menuTemplate } from './menu-template.ts';
import { PlaceBook } from './place-book.ts';
import { ShellState } from './shell-state.ts';
import { openStudioWindow } from './studio-window.ts';
import { TrayIcon } from './tray-icon.ts';
import { Updates } from './updates.ts';
import { guardContents, guardSession } from './window-guards.ts';
import { SHELL_WORDS, type ShellWords, shellLanguage } from './wording.ts';

const RECOVERED_MS = 10_000;

/** What it stands on. */
export type ShellDeps = { studio: Studio; dataDir: string; resources: string; entryUrl: string; log: Log };

/** Made once the studio runs; `start` shows it. */
export class Shell {
  readonly #deps: ShellDeps;
  readonly #places: PlaceBook;
  readonly #feeds: FeedWindows;
  readonly #state: ShellState;
  readonly #updates: Updates;
  readonly #hotkeys = new Hotkeys({
    registry: globalShortcut,
    pressed: command => this.#send(DESKTOP_CHANNELS.command, command),
  });
  readonly #live = new LiveWatch();
  #window: BrowserWindow | null = null;
  #tray: TrayIcon | null = null;
  #menuOf = '';
  #awake: number | null = null;
  #recovered: Fault | null = null;
  #sent = '';
  /** Changes when the server moves to another port. */ #origin: string;
  #stopHearing: (() => void)[] = [];

  constructor(deps: ShellDeps) {
    this.#deps = deps;
    this.#places = new PlaceBook(deps.dataDir);
    this.#feeds = new FeedWindows({
      places: this.#places,
      origin: () => this.#origin,
      address: () => deps.studio.openUrl(),
      changed: () => this.#refresh(),
    });
    this.#state = new ShellState({
      api: deps.studio.api,
      changed: () => this.#refresh(),
      log: deps.log,
    });
    this.#origin = new URL(deps.studio.url).origin;
    this.#updates = new Updates({ changed: () => this.#tellPage(), log: deps.log });
  }

  /** Guards every page before the first is made. */
  async start(): Promise<void> {
    const { studio } = this.#deps;
    await this.#state.start();
    app.on('web-contents-created', (_event, contents) => {
      guardSession(contents.session, () => this.#origin);
      guardContents(contents, {
        origin: () => this.#origin,
        feedPlace: flags => this.#feeds.place(flags),
        feedOpened: (window, flags) => this.#feeds.add(window, flags),
      });
    });
    const stopMoves = studio.onMoved(url => {
      this.#origin = new URL(url).origin;
      this.#feeds.move();
      this.#refresh();
    });
    const stopCalls = answerDesktopCalls({
      caller: () => ({ contentsId: this.#window?.webContents.id ?? null, origin: this.#origin }),
      state: () => this.#answerState(),
      checkForUpdates: () => this.#updates.check(),
      downloadUpdate: () => this.#updates.download(),
      installUpdate: () => this.#updates.install(),
    });
    this.#stopHearing = [stopMoves, stopCalls];
    this.#tray = this.#openTray();
    this.#updates.start(() => this.#state.settings.desktop.checkForUpdates);
    this.#refresh();
  }

  /** Whether closing the last window leaves the app running: macOS programs do, the others where the user set it. */
  get staysWithoutWindow(): boolean {
    return process.platform === 'darwin' || this.#state.settings.desktop.closeToTray;
  }

  /** Shows the window; on a route of the page when one is given. */
  open(route?: string): void {
    if (this.#window !== null) {
      if (this.#window.isMinimized()) this.#window.restore();
      this.#window.show();
      this.#window.focus();
      if (route !== undefined) this.#send(DESKTOP_CHANNELS.route, route);
      return;
    }
    const deps = {
      entryUrl: this.#deps.entryUrl,
      places: this.#places,
      address: () => this.#deps.studio.openUrl(),
      words: () => this.#words(),
      recovered: (fault: Fault) => {
        this.#recovered = fault;
        this.#deps.log.warn('the page of the window was loaded again', { why: fault });
      },
    };
    this.#window = openStudioWindow(deps, route ?? '/');
    this.#window.on('closed', () => {
      this.#window = null;
    });
  }

  /** Opens what a start, a link or the system asks for. Links of no meaning only show the window. */
  async openAll(ask: { links: readonly string[]; files: readonly string[] }): Promise<void> {
    const routes = ask.links.map(routeOfLink).filter(route => route !== null);
    this.open(routes.at(-1));
    const { token } = this.#deps.studio;
    for (const file of ask.files) {
      try {
        this.open(`/avatars/${await importFile(file, { port: this.#port, token })}`);
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        dialog.showErrorBox(this.#words().notImported, detail);
      }
    }
  }

  /** Lets go of what the system lent. */
  close(): void {
    for (const stop of this.#stopHearing) stop();
    this.#hotkeys.close();
    this.#state.close();
    this.#updates.close();
    this.#stayAwake(false);
    this.#feeds.closeAll();
    this.#tray?.close();
  }

  get #port(): number {
    return Number(new URL(this.#origin).port);
  }

  #words(): ShellWords {
    return SHELL_WORDS[shellLanguage(this.#state.settings.language, app.getPreferredSystemLanguages())];
  }

  #openTray(): TrayIcon | null {
    try {
      return new TrayIcon(this.#deps.resources, {
        open: () => this.open(),
        setAccepting: on => void this.#state.setAccepting(on),
        closeFeeds: () => this.#feeds.closeAll(),
        quit: () => app.quit(),
      });
    } catch (error) {
      // Some Linux desktops have none; the window and the menu do the same.
      this.#deps.log.warn('there is no tray here', { error: String(error) });
      return null;
    }
  }

  /** After anything that menu, tray, keys or page show has changed. */
  #refresh(): void {
    const { settings, view } = this.#state;
    const words = this.#words();
    this.#showMenu(words);
    this.#tray?.update(
      { ...view, sessions: view.sessions.length, port: this.#port, feeds: this.#feeds.count },
      words,
    );
    this.#stayAwake(this.#live.see(view.sessions, performance.now()) || this.#feeds.count > 0);
    this.#hotkeys.use(settings.desktop.hotkeys);
    this.#openAtLogin(settings.desktop.openAtLogin);
    this.#tellPage();
  }

  #showMenu(words: ShellWords): void {
    if (this.#menuOf === words.file) return;
    this.#menuOf = words.file;
    const { studio, dataDir } = this.#deps;
    const canUpdate = this.#updates.state.at !== 'off';
    const facts = { platform: process.platform, packaged: app.isPackaged, canUpdate, words };
    const template = menuTemplate(facts, {
      addAvatar: () => void this.#pickFiles(),
      openInBrowser: () => void shell.openExternal(studio.openUrl()),
      showDataFolder: () => void shell.openPath(dataDir),
      closeFeeds: () => this.#feeds.closeAll(),
      checkForUpdates: () => {
        this.open('/settings');
        void this.#updates.check();
      },
      go: route => this.open(route),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  async #pickFiles(): Promise<void> {
    const extensions = Object.values(AVATAR_FILE_ENDINGS).flat();
    const { canceled, filePaths } = await dialog.showOpenDialog({
      properties: ['openFile', 'multiSelections'],
      filters: [{ name: this.#words().avatarFiles, extensions }],
    });
    if (!canceled) await this.openAll({ links: [], files: filePaths });
  }

  #stayAwake(wanted: boolean): void {
    if (wanted && this.#awake === null) this.#awake = powerSaveBlocker.start('prevent-display-sleep');
    if (!wanted && this.#awake !== null) {
      powerSaveBlocker.stop(this.#awake);
      this.#awake = null;
    }
  }

  #openAtLogin(wanted: boolean): void {
    // Linux has no such registry; a checkout must not put itself there.
    if (!app.isPackaged || process.platform === 'linux') return;
    if (app.getLoginItemSettings().openAtLogin !== wanted)
      app.setLoginItemSettings({ openAtLogin: wanted, args: ['--hidden'] });
  }

  #pageState(): DesktopState {
    return {
      version: app.getVersion(),
      update: this.#updates.state,
      hotkeys: this.#hotkeys.states,
      recovered: this.#recovered,
    };
  }

  /** The page says once why it was loaded again; a reload of the user's own a moment later is none. */
  #answerState(): DesktopState {
    const state = this.#pageState();
    if (state.recovered !== null) setTimeout(() => this.#forgetFault(), RECOVERED_MS).unref();
    return state;
  }

  #forgetFault(): void {
    this.#recovered = null;
    this.#tellPage();
  }

  #tellPage(): void {
    const state = this.#pageState();
    const asText = JSON.stringify(state);
    if (asText === this.#sent) return;
    this.#sent = asText;
    this.#send(DESKTOP_CHANNELS.stateChanged, state);
  }

  #send(channel: string, value: unknown): void {
    if (this.#window !== null && !this.#window.isDestroyed()) this.#window.webContents.send(channel, value);
  }
}
