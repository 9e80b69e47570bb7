/** The server of the loopback: one port at a time, shared sockets, a move to another port, an end. Knows no protocol and no engine. */
import type { Server } from 'node:http';
import type { Log } from '../../shared/log.ts';
import type { AsyncCloseable } from '../../shared/scope.ts';
import type { Route, SpokenProtocol } from '../protocols/front-end.ts';
import { type Door, type MessageTap, noTap, type OpenServer, openDoor } from './caller.ts';
import { DEFAULT_LIMITS, type GatewayLimits } from './limits.ts';
import { type Listener, type ListenerDeps, openListener } from './listener.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { StreamRoute } from './stream-route.ts';
import type { Tokens } from './tokens.ts';
import { WebSockets } from './web-sockets.ts';

/** What the gateway is made of. */
export type GatewayOptions = {
  /** Tried first; 0: any free one. */ port: number;
  /** How many ports from `port` on are tried; 1: only that one. */ portAttempts?: number;
  routes: readonly (Route | StreamRoute)[];
  /** Folder of the built page. */ staticDir: string;
  tokens: Tokens;
  requireToken: boolean;
  allowOrigins: readonly string[];
  metrics: GatewayMetrics;
  /** Answer of `/readyz`; `ok` false makes it a 503. */ ready(): { ok: boolean } & Record<string, unknown>;
  log: Log;
  limits?: Partial<GatewayLimits>;
  /** Default: everybody may come in. */ door?: Door;
  /** Default: nobody looks. */ tap?: MessageTap;
};

/** A listening server. */
export type Gateway = AsyncCloseable &
  OpenServer & {
    readonly url: string;
    readonly wsUrl: string;
    /** Hears of each move, with a new one-time link; gives what stops it. */
    onMoved(listener: (url: string) => void): () => void;
  };

/** How long the page may stay on the old port. */
export const MOVE_GRACE_MS = 3000;

const protocolsOf = (routes: readonly (Route | StreamRoute)[]): (SpokenProtocol & { paths: string[] })[] => {
  const found = new Map<string, SpokenProtocol & { paths: string[] }>();
  for (const route of routes) {
    if (route.kind === 'stream' || route.protocol === undefined) continue;
    const known = found.get(route.protocol.id);
    if (known === undefined) found.set(route.protocol.id, { ...route.protocol, paths: [route.path] });
    else known.paths.push(route.path);
  }
  return [...found.values()];
};

const ended = (server: Server): Promise<void> => new Promise(resolve => server.close(() => resolve()));

/** Listens on 127.0.0.1 only. @throws StudioError `config/invalid` when no port is free. */
export const createGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { tokens, log, metrics, tap = noTap, door = openDoor } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const httpRoutes = options.routes.filter(route => route.kind !== 'ws');
  const wsRoutes = options.routes.filter(route => route.kind === 'ws');
  const sockets = new WebSockets(wsRoutes, { log, limits, tap, onCount: metrics.connections });
  const deps: ListenerDeps = { ...options, limits, httpRoutes, sockets, door };
  const open = (port: number, attempts: number): Promise<Listener> => openListener(deps, port, attempts);
  let current = await open(options.port, options.portAttempts ?? 21);
  const leaving = new Set<Server>();
  const listeners = new Set<(url: string) => void>();
  const unwatch = tokens.onRevoked(id =>
    sockets.end(caller => caller.token?.id === id, 1008, 'The token was revoked.'),
  );

  const leave = async ({ port, server }: Listener): Promise<void> => {
    leaving.add(server);
    const gone = ended(server);
    sockets.end(
      (_caller, at, isSpoken) => at === port && isSpoken,
      1012,
      `The server listens on port ${current.port} now.`,
    );
    await new Promise(resolve => setTimeout(resolve, MOVE_GRACE_MS).unref());
    sockets.end((_caller, at) => at === port, 1012, 'The server listens elsewhere now.');
    server.closeAllConnections();
    await gone;
    leaving.delete(server);
  };
  const moveTo = async (port: number): Promise<void> => {
    if (closing !== null || port === current.port) return;
    const opened = await open(port, 1);
    // The server was closed while the port was opened.
    if (closing !== null) return ended(opened.server);
    const before = current;
    current = opened;
    void leave(before);
    for (const listener of listeners) listener(openUrl());
  };
  /** One move at a time: each leaves the port that the one before it came to. */
  let moving: Promise<void> = Promise.resolve();
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    unwatch();
    const gone = ended(current.server);
    current.server.closeIdleConnections();
    await sockets.close();
    for (const server of [current.server, ...leaving]) server.closeAllConnections();
    await gone;
  };
  const urlNow = (): string => `http://127.0.0.1:${current.port}/`;
  const openUrl = (): string => `${urlNow()}?token=${tokens.issueOneTime()}`;
  return {
    get port() {
      return current.port;
    },
    get url() {
      return urlNow();
    },
    get wsUrl() {
      return `ws://127.0.0.1:${current.port}/v1/avatar/realtime`;
    },
    openUrl,
    onMoved: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    protocols: protocolsOf(options.routes),
    clients: () => sockets.clients(),
    endClients: (choose, code, reason) =>
      sockets.end((caller, _port, isSpoken) => isSpoken && choose(caller), code, reason),
    moveTo: port => {
      const move = moving.then(() => moveTo(port));
      moving = move.catch(() => {});
      return move;
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
