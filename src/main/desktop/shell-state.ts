/** What the shell shows of the studio: settings, sessions, the door for other programs. Asked from the studio's API, kept for menus and tray. */

import type { Log } from '../../shared/log.ts';
import type { ServerView } from '../../shared/studio/server.ts';
import { StudioSettings } from '../../shared/studio/settings.ts';
import type { StudioApi } from '../../shared/studio-api.ts';

/** The server as the tray shows it. */
export type ShellView = {
  engine: ServerView['engine'];
  sessions: ServerView['sessions'];
  accepting: boolean;
};

/** Performances are noticed within this time, ms. */
const LOOK_MS = 5000;

/** Looks at the studio when it announces something, and every few seconds. */
export class ShellState {
  settings: StudioSettings = StudioSettings.parse({});
  view: ShellView = { engine: 'starting', sessions: [], accepting: true };
  readonly #api: StudioApi;
  readonly #changed: () => void;
  readonly #log: Log;
  #timer: NodeJS.Timeout | null = null;
  #unsubscribe: () => void = () => {};
  #looking = false;

  constructor(deps: { api: StudioApi; changed(): void; log: Log }) {
    this.#api = deps.api;
    this.#changed = deps.changed;
    this.#log = deps.log;
  }

  /** Reads everything once; then `changed` tells of each new look. */
  async start(): Promise<void> {
    this.settings = await this.#api.call('settings.get', {});
    this.#unsubscribe = this.#api.subscribe(event => {
      if (event.name === 'settings.changed') {
        this.settings = event.settings;
        this.#changed();
      } else if (event.name === 'sessions.changed' || event.name === 'access.changed') void this.look();
      else if (event.name === 'engine.changed') {
        this.view = { ...this.view, engine: event.engine };
        this.#changed();
      }
    });
    await this.look();
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
  }

  /** Asks the studio how it is. Never throws. */
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const [{ engine, sessions }, { settings }] = await Promise.all([
        this.#api.call('server.status', {}),
        this.#api.call('access.door', {}),
      ]);
      this.view = { engine, sessions, accepting: settings.enabled };
      this.#changed();
    } catch (error) {
      this.#log.warn('the shell could not look at the studio', { error: String(error) });
    } finally {
      this.#looking = false;
    }
  }

  /** Lets other programs connect, or turns them away. Never throws. */
  async setAccepting(on: boolean): Promise<void> {
    await this.#api.call('access.setDoor', { enabled: on }).catch(error => {
      this.#log.warn('the server could not be switched', { error: String(error) });
    });
    await this.look();
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#unsubscribe();
  }
}
