/** Looks for updates, fetches and installs them when the user says so. Everything it decides is in update-state.ts. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { UpdateState } from '../../shared/desktop-facts.ts';
import type { Log } from '../../shared/log.ts';
import { firstUpdateState, nextUpdate, type UpdateEvent } from './update-state.ts';

const DAY_MS = 24 * 3_600_000;
/** The start of the app is busy enough. */
const FIRST_LOOK_MS = 30_000;

const packageType = (): string | null => {
  try {
    return readFileSync(path.join(process.resourcesPath, 'package-type'), 'utf8').trim();
  } catch {
    return null;
  }
};

/** The app's updates. Calls never throw: what fails is the state. */
export class Updates {
  #state: UpdateState = firstUpdateState({
    packaged: app.isPackaged,
    portable: process.env.PORTABLE_EXECUTABLE_DIR !== undefined,
    source: existsSync(path.join(process.resourcesPath, 'app-update.yml')),
    platform: process.platform,
    appImage: process.env.APPIMAGE !== undefined,
    packageType: packageType(),
  });
  #updater: Promise<AppUpdater> | null = null;
  readonly #changed: () => void;
  readonly #log: Log;
  #timer: NodeJS.Timeout | null = null;

  constructor(deps: { changed(): void; log: Log }) {
    this.#changed = deps.changed;
    this.#log = deps.log;
  }

  get state(): UpdateState {
    return this.#state;
  }

  /** Looks soon and then once a day while `wanted` says so. */
  start(wanted: () => boolean): void {
    if (this.#state.at === 'off') return;
    const look = (): void => {
      if (wanted()) void this.check();
      this.#timer = setTimeout(look, DAY_MS);
    };
    this.#timer = setTimeout(look, FIRST_LOOK_MS);
  }

  async check(): Promise<void> {
    await this.#run(updater => updater.checkForUpdates());
  }

  async download(): Promise<void> {
    if (this.#state.at !== 'available') return;
    this.#take({ name: 'download' });
    await this.#run(updater => updater.downloadUpdate());
  }

  /** Ends the app. */
  async install(): Promise<void> {
    if (this.#state.at !== 'ready') return;
    await this.#run(async updater => updater.quitAndInstall(false, true));
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #run(work: (updater: AppUpdater) => Promise<unknown>): Promise<void> {
    if (this.#state.at === 'off') return;
    try {
      this.#updater ??= this.#open();
      await work(await this.#updater);
    } catch (error) {
      this.#take({ name: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }

  async #open(): Promise<AppUpdater> {
    // Not loaded where updates are off: making it reads files that only an installed app has.
    const { default: electronUpdater } = await import('electron-updater');
    const updater = electronUpdater.autoUpdater;
    updater.autoDownload = false;
    updater.autoInstallOnAppQuit = false;
    updater.allowDowngrade = false;
    updater.logger = null;
    updater.on('checking-for-update', () => this.#take({ name: 'checking' }));
    updater.on('update-not-available', () => this.#take({ name: 'none' }));
    updater.on('update-available', ({ version, releaseNotes }) =>
      this.#take({ name: 'found', version, notes: releaseNotes }),
    );
    updater.on('download-progress', ({ percent }) => this.#take({ name: 'progress', percent }));
    updater.on('update-downloaded', () => this.#take({ name: 'fetched' }));
    updater.on('error', error => this.#take({ name: 'failed', message: error.message }));
    return updater;
  }

  #take(event: UpdateEvent): void {
    const next = nextUpdate(this.#state, event);
    if (event.name === 'failed') this.#log.warn('an update failed', { why: event.message });
    if (next === this.#state) return;
    this.#state = next;
    this.#changed();
  }
}
