/** The server as the screen shows it: address, engine, who is connected. Asks again every two seconds while the page is seen. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import type { ServerView } from '../../../shared/studio/server.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';
import { type Look, type Rates, ratesOf } from './rates.ts';

const EVERY_MS = 2_000;

/** The server, and what each session moves a second. */
export type WatchView = { server: ServerView | null; rates: Readonly<Record<string, Rates>> };

/** Counts of frames change without an event, so they are asked for; everything else announces itself. */
export class ServerWatch {
  readonly view: StoreApi<WatchView>;
  readonly #api: StudioApi;
  readonly #clock: Clock;
  readonly #seen: () => boolean;
  readonly #looks = new Map<string, Look>();
  #cancel: () => void = () => {};

  constructor(deps: { api: StudioApi; clock: Clock; seen: () => boolean }) {
    this.#api = deps.api;
    this.#clock = deps.clock;
    this.#seen = deps.seen;
    this.view = createStore<WatchView>(() => ({ server: null, rates: {} }));
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

  /** Ends another program's session. One that has ended by itself is no error. */
  async disconnect(id: string): Promise<void> {
    await this.#api.call('server.disconnect', { id }).catch(() => {});
    await this.#read();
  }

  /** An event may come right after a look: rates of so short a time say nothing, the last ones stay. */
  #ratesOf({ sessions }: ServerView): Readonly<Record<string, Rates>> {
    const at = this.#clock.now() / 1000;
    const known = this.view.getState().rates;
    const rates: Record<string, Rates> = {};
    for (const { id, framesSent: frames, bytesSent: bytes } of sessions) {
      const look = { at, frames, bytes };
      const before = this.#looks.get(id);
      const now = ratesOf(before, look) ?? known[id];
      if (now !== undefined) rates[id] = now;
      if (before === undefined || now !== known[id]) this.#looks.set(id, look);
    }
    return rates;
  }

  async #read(): Promise<void> {
    try {
      const server = await this.#api.call('server.status', {});
      this.view.setState({ server, rates: this.#ratesOf(server) });
    } catch {
      // The connection's own state says that the server is away; figures of the past would be wrong.
      this.view.setState({ server: null });
    }
  }
}
