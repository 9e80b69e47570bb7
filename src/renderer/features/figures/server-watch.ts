/** The server as the screen shows it: address, engine, who is connected. Asks again every two seconds while the page is seen. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import type { ServerView, StudioApi } from '../../../shared/studio-api.ts';

const EVERY_MS = 2_000;

/** Counts of frames change without an event, so they are asked for; everything else announces itself. */
export class ServerWatch {
  readonly view: StoreApi<{ server: ServerView | null }>;
  readonly #api: StudioApi;
  readonly #clock: Clock;
  readonly #seen: () => boolean;
  #cancel: () => void = () => {};

  constructor(deps: { api: StudioApi; clock: Clock; seen: () => boolean }) {
    this.#api = deps.api;
    this.#clock = deps.clock;
    this.#seen = deps.seen;
    this.view = createStore<{ server: ServerView | null }>(() => ({ server: null }));
    this.#api.subscribe(event => {
      if (event.name === 'sessions.changed' || event.name === 'engine.changed') void this.#read();
    });
  }

  /** Begins to watch. */
  start(): void {
    this.#cancel();
    if (this.#seen()) void this.#read();
    this.#cancel = this.#clock.after(EVERY_MS, () => this.start());
  }

  async #read(): Promise<void> {
    try {
      this.view.setState({ server: await this.#api.call('server.status', {}) });
    } catch {
      // The connection's own state says that the server is away; figures of the past would be wrong.
      this.view.setState({ server: null });
    }
  }
}
