/** The methods about who may use the server: names → what they do. */

import { identifyApp } from '../../shared/app-name.ts';
import { StudioError } from '../../shared/errors.ts';
import type {
  ACCESS_METHODS,
  DoorView,
  ServerSettings,
  TokenScope,
  TokenView,
} from '../../shared/studio/access.ts';
import type { MESSAGE_METHODS } from '../../shared/studio/message-log.ts';
import type { StudioEvent } from '../../shared/studio-api.ts';
import type { Caller, NamedToken, OpenServer } from '../gateway/caller.ts';
import type { AppGate } from './app-gate.ts';
import type { ClientList } from './client-list.ts';
import type { MessageLog } from './message-log.ts';
import type { MessageViews } from './message-view.ts';
import type { StudioCalls } from './studio-calls.ts';

/** How the server was started. */
export type ServerStart = {
  /** The flag, variable or file that settles the port; null: the setting does. */ portSetBy: string | null;
  /** Where it listens when nothing is set. */ usualPort: number;
  /** False: nobody is ever asked (`serve`). */ canAsk: boolean;
  requireToken: boolean;
  allowOrigins: readonly string[];
};

/** Named tokens. Errors: store/not-found, store/conflict. */
export type TokenBook = {
  list(): NamedToken[];
  create(name: string, scopes: readonly TokenScope[]): { token: NamedToken; secret: string };
  revoke(id: string): void;
  restore(id: string): NamedToken;
};

/** What the methods act on. */
export type AccessCallDeps = {
  gate: AppGate;
  tokens: TokenBook;
  clients: ClientList;
  messages: MessageLog;
  views: MessageViews;
  /** The server, once it listens. */ gateway(): OpenServer;
  started: ServerStart;
  settings: { get(): ServerSettings; update(patch: Partial<ServerSettings>): void };
  announce(event: StudioEvent): void;
};

/** The methods of these tables, and two of the server's. */
type AccessMethod =
  | keyof typeof ACCESS_METHODS
  | keyof typeof MESSAGE_METHODS
  | 'server.clients'
  | 'server.disconnectClient';

/** Policy violation: the peer should not come again by itself. */
const POLICY = 1008;
/** Going away: it may come again later. */
const GOING_AWAY = 1001;

/** Builds their part of the table. */
export const createAccessCalls = (deps: AccessCallDeps): Pick<StudioCalls, AccessMethod> => {
  const { gate, tokens, clients, messages, views, started, settings, announce } = deps;
  const door = (): DoorView => {
    const { port, protocols } = deps.gateway();
    const current = settings.get();
    return {
      settings: current,
      port,
      portSetBy: started.portSetBy,
      canAsk: started.canAsk,
      requireToken: started.requireToken,
      allowOrigins: [...started.allowOrigins],
      protocols: protocols.map(({ id, paths }) => ({
        id,
        paths: [...new Set(paths)],
        enabled: !current.protocolsOff.includes(id),
      })),
    };
  };
  const changed = (): void => announce({ name: 'access.changed' });
  // Those that wait for the user's word are told by the gate, in their protocol's words.
  const end = (choose: (client: Caller) => boolean, code: number, reason: string): void => {
    const asking = new Set(
      deps
        .gateway()
        .clients()
        .flatMap(({ id, state }) => (state === 'asking' ? [id] : [])),
    );
    deps
      .gateway()
      .endClients(client => !client.isOwnPage && !asking.has(client.id) && choose(client), code, reason);
  };
  const viewOf = ({ id, name, scopes, createdAt, lastUsedAt }: NamedToken): TokenView => {
    const connections = deps
      .gateway()
      .clients()
      .filter(client => client.token?.id === id).length;
    return { id, name, scopes: [...scopes], createdAt, lastUsedAt, connections };
  };
  const neverAgain = (key: string): void =>
    end(
      client => client.token === null && identifyApp(client).key === key,
      POLICY,
      'The user does not let this app in.',
    );
  return {
    'access.door': door,
    'access.setDoor': (patch, named) => {
      const keys = Object.entries(patch).filter(([key, value]) => named.includes(key) && value !== undefined);
      settings.update(Object.fromEntries(keys));
      const { enabled, protocolsOff } = settings.get();
      gate.review();
      if (!enabled) end(() => true, GOING_AWAY, 'The server was switched off.');
      else
        end(({ protocol }) => protocolsOff.includes(protocol), GOING_AWAY, 'The protocol was switched off.');
      changed();
      return door();
    },
    'access.setPort': async ({ port }) => {
      if (started.portSetBy !== null) {
        throw new StudioError(
          'config/invalid',
          `The port is settled by ${started.portSetBy}. Change it there and start again.`,
        );
      }
      const before = deps.gateway().port;
      await deps.gateway().moveTo(port ?? started.usualPort);
      settings.update({ port });
      const now = deps.gateway().port;
      if (now !== before) announce({ name: 'server.moved', port: now });
      changed();
      return door();
    },
    'access.link': () => ({ url: deps.gateway().openUrl() }),
    'access.questions': () => gate.questions(),
    'access.answer': ({ id, answer }) => {
      const key = gate.questions().find(question => question.id === id)?.key;
      gate.answer(id, answer);
      if (answer === 'never' && key !== undefined) neverAgain(key);
      return {};
    },
    'access.apps': () => gate.apps(),
    'access.settleApp': ({ key, name, verdict }) => {
      gate.settle(key, name, verdict);
      if (verdict === 'never') neverAgain(key);
      return {};
    },
    'access.tokens': () => tokens.list().map(viewOf),
    'access.createToken': ({ name, scopes }) => {
      const { token, secret } = tokens.create(name, scopes);
      changed();
      return { token: viewOf(token), secret };
    },
    'access.revokeToken': ({ id }) => {
      tokens.revoke(id);
      changed();
      return {};
    },
    'access.restoreToken': ({ id }) => {
      const token = viewOf(tokens.restore(id));
      changed();
      return token;
    },
    'server.clients': () => clients.list(),
    'server.disconnectClient': ({ id }) => {
      deps.gateway().endClients(client => client.id === id, POLICY, 'The user ended the connection.');
      return {};
    },
    'messages.detail': ({ n }) => {
      const message = messages.get(n);
      if (message === null) throw new StudioError('store/not-found', 'This message is not kept any more.');
      return views.detail(message);
    },
    'messages.clear': () => {
      messages.clear();
      return {};
    },
  };
};
