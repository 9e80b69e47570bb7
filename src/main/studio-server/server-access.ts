/** Who may use the server and what they say there: the gate, the message log, their methods and routes, put together. */
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { StudioEvent } from '../../shared/studio-api.ts';
import type { Door, MessageTap, OpenServer } from '../gateway/caller.ts';
import type { StreamRoute } from '../gateway/stream-route.ts';
import type { Route } from '../protocols/front-end.ts';
import type { AccessStore } from '../store/access-store.ts';
import { createAccessCalls, type ServerStart, type TokenBook } from './access-calls.ts';
import { AppGate } from './app-gate.ts';
import { ClientList, type ClientListDeps } from './client-list.ts';
import { MessageLog } from './message-log.ts';
import { createMessageRoutes } from './message-routes.ts';
import { MessageViews } from './message-view.ts';
import { findProcess } from './process-of-port.ts';
import type { SettingsBook } from './settings-book.ts';

/** What the server is, beside the studio. `gateway` is asked once it listens. */
export type ServerAccess = { tokens: TokenBook; gateway(): OpenServer; started: ServerStart };

/** What they stand on. */
export type ServerAccessDeps = ServerAccess & {
  store: AccessStore;
  settings: Pick<SettingsBook, 'get' | 'update'>;
  sessions: ClientListDeps['sessions'];
  clock: Clock;
  log: Log;
  version: string;
  announce(event: StudioEvent): void;
};

/** The parts. */
export const createServerAccess = (
  deps: ServerAccessDeps,
): {
  door: Door;
  tap: MessageTap;
  calls: ReturnType<typeof createAccessCalls>;
  routes: (Route | StreamRoute)[];
  close(): void;
} => {
  const { store, clock, log, announce, started, tokens, version } = deps;
  const settings = {
    get: () => deps.settings.get().server,
    update: (patch: object) => {
      const server = { ...deps.settings.get().server, ...patch };
      const next = deps.settings.update({ server }, ['server']);
      announce({ name: 'settings.changed', settings: next });
    },
  };
  const gate = new AppGate({
    store,
    settings: settings.get,
    canAsk: started.canAsk,
    processOf: findProcess,
    clock,
    log,
    asked: questions => announce({ name: 'access.questions', questions }),
    changed: () => announce({ name: 'access.changed' }),
  });
  const clients = new ClientList({
    clients: () => deps.gateway().clients(),
    sessions: deps.sessions,
    processOf: findProcess,
  });
  const messages = new MessageLog(clock);
  const views = new MessageViews(() => deps.gateway().protocols);
  const { gateway } = deps;
  return {
    door: gate,
    tap: messages,
    calls: createAccessCalls({
      gate,
      tokens,
      clients,
      messages,
      views,
      gateway,
      started,
      settings,
      announce,
    }),
    routes: createMessageRoutes({ log: messages, views, clock, version }),
    close: () => {
      gate.close();
      messages.close();
    },
  };
};
