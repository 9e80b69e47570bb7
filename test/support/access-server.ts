/** A real gateway whose door, tokens and message log stand on a real store, without an engine: the `fake` runtime answers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Tokens } from '../../src/main/gateway/tokens.ts';
import { openStore } from '../../src/main/store/sqlite/open-store.ts';
import type { ServerStart } from '../../src/main/studio-server/access-calls.ts';
import { createServerAccess } from '../../src/main/studio-server/server-access.ts';
import { SettingsBook } from '../../src/main/studio-server/settings-book.ts';
import { systemClock } from '../../src/main/system-clock.ts';
import { silentLog } from '../../src/shared/log.ts';
import type { StudioEvent } from '../../src/shared/studio-api.ts';
import { SocketClient } from './socket-client.ts';
import { startTestServer, type TestServer } from './test-server.ts';

/** One data folder; `start` may be called again after `stop`, as after a restart. */
export class AccessServer {
  readonly dataDir = mkdtempSync(path.join(tmpdir(), 'access-'));
  readonly events: StudioEvent[] = [];
  readonly #started: Partial<ServerStart>;
  #clients: SocketClient[] = [];
  #stop: (() => Promise<void>) | null = null;
  server!: TestServer;
  access!: ReturnType<typeof createServerAccess>;
  tokens!: Tokens;

  constructor(started: Partial<ServerStart> = {}) {
    this.#started = started;
  }

  /** Opens the store and listens. */
  async start(): Promise<void> {
    const store = openStore({ dataDir: this.dataDir, log: silentLog });
    this.tokens = new Tokens('the-api-token', store.access);
    const started = {
      portSetBy: null,
      usualPort: 8765,
      canAsk: true,
      requireToken: false,
      allowOrigins: [],
      ...this.#started,
    };
    this.access = createServerAccess({
      store: store.access,
      settings: new SettingsBook(store.settings),
      tokens: this.tokens,
      gateway: () => this.server.gateway,
      started,
      sessions: () => [],
      clock: systemClock,
      log: silentLog,
      version: 'test',
      announce: event => this.events.push(event),
    });
    const { door, tap, routes } = this.access;
    const { requireToken } = started;
    this.server = await startTestServer({
      deps: { runtime: 'fake' },
      gateway: { tokens: this.tokens, door, tap, requireToken },
      routes,
    });
    this.#stop = async () => {
      this.access.close();
      await this.server.gateway.close();
      store.close();
    };
  }

  /** Ends it; the folder stays. */
  async stop(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.close();
    await this.#stop?.();
    this.#stop = null;
  }

  /** Ends it and removes the folder. */
  async close(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Connects to the native protocol as a program of that name; rejects with the status of a refused upgrade. */
  async connect(
    userAgent: string,
    options: { path?: string; origin?: string; token?: string; port?: number } = {},
  ): Promise<SocketClient> {
    const { path: where = '/v1/avatar/realtime', origin, token, port } = options;
    const headers = {
      'user-agent': userAgent,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const url = `ws://127.0.0.1:${port ?? this.server.gateway.port}${where}`;
    const client = await SocketClient.open(url, { headers, ...(origin === undefined ? {} : { origin }) });
    this.#clients.push(client);
    return client;
  }

  /** The question that is open, as soon as there is one. */
  async question() {
    for (let i = 0; i < 4_000; i++) {
      const [first] = this.access.calls['access.questions']({}, []) as {
        id: string;
        name: string;
        waiting: number;
      }[];
      if (first !== undefined) return first;
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    throw new Error('nobody was asked about');
  }
}
