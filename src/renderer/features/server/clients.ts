/** Who is connected, with what each moves a second and its last minute. Asks every second while somebody looks. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import type { ClientView, ServerView } from '../../../shared/studio/server.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';
import { type ClientLook, type ClientPace, paceOf } from './client-pace.ts';

const EVERY_MS = 1000;

/** One row: the client, its sessions' figures together, and its pace. */
export type ClientRow = { client: ClientView; sessions: ServerView['sessions']; pace: ClientPace };

/** null: not asked yet, or the server is away. */
export type ClientsView = { rows: readonly ClientRow[] | null };

/** Looks while it is watched. */
export class Clients {
  readonly view: StoreApi<ClientsView>;
  readonly #api: StudioApi;
  readonly #clock: Clock;
  readonly #looks = new Map<string, { look: ClientLook; pace: ClientPace }>();
  #watchers = 0;
  #cancel: () => void = () => {};

  constructor(deps: { api: StudioApi; clock: Clock }) {
    this.#api = deps.api;
    this.#clock = deps.clock;
    this.view = createStore<ClientsView>(() => ({ rows: null }));
  }

  /** Looks until what is returned is called. */
  watch(): () => void {
    this.#watchers += 1;
    if (this.#watchers === 1) void this.#look();
    return () => {
      this.#watchers -= 1;
      if (this.#watchers === 0) this.#cancel();
    };
  }

  /** Closes a client's socket. */
  async disconnect(id: string): Promise<void> {
    await this.#api.call('server.disconnectClient', { id }).catch(() => {});
    await this.#read();
  }

  async #look(): Promise<void> {
    await this.#read();
    this.#cancel();
    if (this.#watchers > 0) this.#cancel = this.#clock.after(EVERY_MS, () => void this.#look());
  }

  async #read(): Promise<void> {
    try {
      const [clients, server] = await Promise.all([
        this.#api.call('server.clients', {}),
        this.#api.call('server.status', {}),
      ]);
      const at = this.#clock.now() / 1000;
      const rows = clients.map(client => this.#row(client, server, at));
      const present = new Set(clients.map(({ id }) => id));
      for (const id of this.#looks.keys()) if (!present.has(id)) this.#looks.delete(id);
      this.view.setState({ rows });
    } catch {
      this.view.setState({ rows: null });
    }
  }

  #row(client: ClientView, server: ServerView, at: number): ClientRow {
    const sessions = server.sessions.filter(({ id }) => client.sessionIds.includes(id));
    const look: ClientLook = {
      at,
      frames: Object.fromEntries(sessions.map(({ id, framesSent }) => [id, framesSent])),
      bytesIn: client.bytesIn,
      bytesOut: client.bytesOut,
    };
    const before = this.#looks.get(client.id);
    const pace = paceOf(before, look);
    this.#looks.set(client.id, pace === before?.pace ? before : { look, pace });
    return { client, sessions, pace };
  }
}
