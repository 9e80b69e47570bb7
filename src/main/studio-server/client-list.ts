/** Who is connected: the gateway's sockets joined with their sessions and processes. Asks nobody twice. */

import { identifyApp } from '../../shared/app-name.ts';
import type { ClientView } from '../../shared/studio/server.ts';
import type { OpenSessionView } from '../engine/session-opener.ts';
import type { ClientFacts } from '../gateway/caller.ts';
import type { FindProcess } from './process-of-port.ts';

/** What it joins. */
export type ClientListDeps = {
  clients(): readonly ClientFacts[];
  sessions(): readonly Pick<OpenSessionView, 'id' | 'connectionId'>[];
  processOf: FindProcess;
};

/** One server's list. */
export class ClientList {
  readonly #deps: ClientListDeps;
  readonly #processes = new Map<string, string | null>();

  constructor(deps: ClientListDeps) {
    this.#deps = deps;
  }

  /** Oldest first. A process that is not known yet is there at a later look. */
  list(): ClientView[] {
    const clients = this.#deps.clients();
    this.#findProcesses(clients);
    const sessions = this.#deps.sessions();
    return clients.map(client => {
      const owned = new Set([client.id, ...client.continues]);
      const { key, name } = identifyApp(client);
      return {
        id: client.id,
        protocol: client.protocol,
        path: client.path,
        key,
        name: client.token?.name ?? name,
        origin: client.origin,
        userAgent: client.userAgent?.slice(0, 300) ?? null,
        process: this.#processes.get(client.id) ?? null,
        token: client.token?.name ?? null,
        isOwnPage: client.isOwnPage,
        state: client.state,
        since: client.since,
        bytesIn: client.bytesIn,
        bytesOut: client.bytesOut,
        queuedBytes: client.queuedBytes,
        replyMs: client.replyMs,
        sessionIds: sessions.flatMap(({ id, connectionId }) =>
          connectionId !== undefined && owned.has(connectionId) ? [id] : [],
        ),
      };
    });
  }

  #findProcesses(clients: readonly ClientFacts[]): void {
    const present = new Set(clients.map(({ id }) => id));
    for (const id of this.#processes.keys()) if (!present.has(id)) this.#processes.delete(id);
    for (const { id, remotePort } of clients) {
      if (this.#processes.has(id) || remotePort === null) continue;
      this.#processes.set(id, null);
      void this.#deps.processOf(remotePort).then(found => {
        if (this.#processes.has(id)) this.#processes.set(id, found);
      });
    }
  }
}
