/** One HTTP server on the loopback: lets requests in or not, finds their route, and never dies of one. Knows no protocol and no engine. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '../../shared/log.ts';
import type { AsyncCloseable } from '../../shared/scope.ts';
import type { Route } from '../protocols/front-end.ts';
import { decideAccess } from './access.ts';
import { HttpRouter } from './http-router.ts';
import { DEFAULT_LIMITS, type GatewayLimits } from './limits.ts';
import { listen } from './listen.ts';
import type { GatewayMetrics } from './metrics.ts';
import { readFacts } from './request-facts.ts';
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
};

/** A listening server. `openUrl` makes a new one-time link to the studio. */
export type Gateway = AsyncCloseable & {
  readonly port: number;
  readonly url: string;
  readonly wsUrl: string;
  openUrl(): string;
};

const refuseUpgrade = (socket: Duplex, status: number, reason: string, why: string): void => {
  const body = JSON.stringify({ error: { message: why } });
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};

/** Listens on 127.0.0.1 only. @throws StudioError `config/invalid` when no port is free. */
export const createGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { tokens, log, metrics } = options;
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    maxHeaderSize: 16 * 1024,
    keepAliveTimeout: 5000,
  });
  server.maxConnections = limits.maxConnections;
  const port = await listen(server, options.port, options.portAttempts ?? 21);
  const policy = { port, requireToken: options.requireToken, allowOrigins: options.allowOrigins };
  const httpRoutes = options.routes.filter(route => route.kind !== 'ws');
  const router = new HttpRouter(httpRoutes, { ...options, port, limits });
  const wsRoutes = options.routes.filter(route => route.kind === 'ws');
  const sockets = new WebSockets(wsRoutes, { log, limits, onCount: metrics.connections });

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void router.answer(request, response, policy);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const facts = readFacts(request, port, tokens);
    if (facts === null) {
      refuseUpgrade(socket, 400, 'Bad Request', 'The path is not valid.');
      return;
    }
    const decision = decideAccess(facts, policy);
    if (!decision.allow) {
      metrics.meter.error('gateway', decision.code);
      log.warn('a socket was refused', { path: facts.path, why: decision.why });
      const reason = decision.status === 401 ? 'Unauthorized' : 'Forbidden';
      refuseUpgrade(socket, decision.status, reason, decision.why);
    } else if (!sockets.has(facts.path)) {
      refuseUpgrade(socket, 404, 'Not Found', 'There is no such socket.');
    } else if (!sockets.hasRoom) {
      refuseUpgrade(socket, 503, 'Service Unavailable', 'Too many sockets are open. Close some.');
    } else {
      sockets.accept(request, socket, head, facts);
    }
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });

  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    const ended = new Promise<void>(resolve => server.close(() => resolve()));
    server.closeIdleConnections();
    await sockets.close();
    server.closeAllConnections();
    await ended;
  };
  const url = `http://127.0.0.1:${port}/`;
  return {
    port,
    url,
    wsUrl: `ws://127.0.0.1:${port}/v1/avatar/realtime`,
    openUrl: () => `${url}?token=${tokens.issueOneTime()}`,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
