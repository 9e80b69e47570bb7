/** One port: an HTTP server on the loopback that lets requests and sockets in or not. Knows no route of its own. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { StudioError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { type AccessPolicy, decideAccess } from './access.ts';
import type { Door } from './caller.ts';
import { HTTP_STATUS } from './http-errors.ts';
import { HttpRouter, type RouterOptions } from './http-router.ts';
import { listen } from './listen.ts';
import { callerOf } from './read-caller.ts';
import { readFacts } from './request-facts.ts';
import type { WebSockets } from './web-sockets.ts';

/** What all ports share. */
export type ListenerDeps = Omit<RouterOptions, 'port' | 'policy'> & {
  httpRoutes: ConstructorParameters<typeof HttpRouter>[0];
  sockets: WebSockets;
  door: Door;
  requireToken: boolean;
  allowOrigins: readonly string[];
  log: Log;
};

/** A port that is listened on. */
export type Listener = { port: number; server: Server };

const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
};

const refuse = (socket: Duplex, status: number, code: string, message: string): void => {
  const body = JSON.stringify({ error: { code, message } });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_WORDS[status] ?? 'Error'}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};

/** Listens on 127.0.0.1 only. @throws StudioError `config/invalid` when no port is free. */
export const openListener = async (
  deps: ListenerDeps,
  wanted: number,
  attempts: number,
): Promise<Listener> => {
  const { limits, tokens, metrics, log, sockets, door } = deps;
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    maxHeaderSize: 16 * 1024,
    keepAliveTimeout: 5000,
  });
  server.maxConnections = limits.maxConnections;
  const port = await listen(server, wanted, attempts);
  const policy = (): AccessPolicy => {
    const { mayAsk, origins } = door.strangers();
    const { requireToken } = deps;
    const allowOrigins = origins.length === 0 ? deps.allowOrigins : [...deps.allowOrigins, ...origins];
    return { port, requireToken, allowOrigins, strangersMayAsk: mayAsk };
  };
  const router = new HttpRouter(deps.httpRoutes, { ...deps, port });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void router.answer(request, response, policy());
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const facts = readFacts(request, port, tokens);
    if (facts === null) return refuse(socket, 400, 'request/invalid', 'The path is not valid.');
    const route = sockets.route(facts.path);
    const spoken = route?.protocol;
    const routeFacts = {
      isSpoken: spoken !== undefined,
      scope: route?.scope ?? (spoken === undefined ? null : 'protocols'),
    } as const;
    const decision = decideAccess(facts, policy(), routeFacts);
    if (!decision.allow) {
      metrics.meter.error('gateway', decision.code);
      log.warn('a socket was refused', { path: facts.path, why: decision.why });
      return refuse(socket, decision.status, decision.code, decision.why);
    }
    if (route === null) return refuse(socket, 404, 'store/not-found', 'There is no such socket.');
    if (!sockets.hasRoom) {
      return refuse(socket, 503, 'session/busy', 'Too many sockets are open. Close some.');
    }
    const caller = callerOf(request, facts, spoken?.id ?? 'studio', port);
    const gone = new AbortController();
    const answer = spoken === undefined ? null : door.check(caller, gone.signal);
    if (answer instanceof StudioError) {
      metrics.meter.error('gateway', answer.code);
      log.info('a socket was not let in', { path: facts.path, code: answer.code });
      return refuse(socket, HTTP_STATUS[answer.code], answer.code, answer.message);
    }
    if (facts.token !== null) tokens.touch(facts.token.id);
    sockets.accept(request, socket, head, {
      caller,
      query: facts.query,
      port,
      answer,
      left: () => gone.abort(),
    });
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  return { port, server };
};
