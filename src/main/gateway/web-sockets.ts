/** WebSocket routes: upgrades that were let in, their peers, pings and their end. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../../shared/log.ts';
import type { Route } from '../protocols/front-end.ts';
import type { GatewayLimits } from './limits.ts';
import { Peer } from './peer.ts';
import type { RequestFacts } from './request-facts.ts';

type WsRoute = Extract<Route, { kind: 'ws' }>;

/** Deps. `onCount` hears the number of open sockets. */
export type WebSocketsDeps = { log: Log; limits: GatewayLimits; onCount(count: number): void };

/** How long peers may take to answer a close. */
const GOODBYE_MS = 200;

const asBytes = (data: Buffer | ArrayBuffer | Buffer[]): Uint8Array => {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
};

/** One `ws` server per route, because the message bound belongs to the route. */
export class WebSockets {
  readonly #deps: WebSocketsDeps;
  readonly #servers = new Map<string, { route: WsRoute; server: WebSocketServer }>();
  readonly #peers = new Map<WebSocket, Peer>();
  readonly #pinger: NodeJS.Timeout;

  constructor(routes: readonly WsRoute[], deps: WebSocketsDeps) {
    this.#deps = deps;
    for (const route of routes) {
      const server = new WebSocketServer({
        noServer: true,
        maxPayload: route.maxMessageBytes,
        perMessageDeflate: false,
        clientTracking: false,
      });
      this.#servers.set(route.path, { route, server });
    }
    this.#pinger = setInterval(() => {
      for (const peer of this.#peers.values()) peer.ping();
    }, deps.limits.pingMs);
    this.#pinger.unref();
  }

  /** True when a route of this path exists. */
  has(path: string): boolean {
    return this.#servers.has(path);
  }

  /** True when another socket is welcome. */
  get hasRoom(): boolean {
    return this.#peers.size < this.#deps.limits.maxWebSockets;
  }

  /** Finishes the handshake and hands the socket to its dialogue. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, facts: RequestFacts): void {
    const entry = this.#servers.get(facts.path);
    if (entry === undefined) return;
    entry.server.handleUpgrade(request, socket, head, webSocket => {
      this.#open(webSocket, socket, entry.route, facts, request.headers['user-agent'] ?? null);
    });
  }

  /** Says goodbye, then cuts off what stays. */
  async close(): Promise<void> {
    clearInterval(this.#pinger);
    for (const socket of this.#peers.keys()) socket.close(1001, 'The server closes.');
    for (let waited = 0; this.#peers.size > 0 && waited < GOODBYE_MS; waited += 10) {
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    for (const socket of this.#peers.keys()) socket.terminate();
    for (const { server } of this.#servers.values()) server.close();
  }

  #open(
    socket: WebSocket,
    stream: Duplex,
    route: WsRoute,
    facts: RequestFacts,
    userAgent: string | null,
  ): void {
    const { log, limits, onCount } = this.#deps;
    const { path, query, origin } = facts;
    const peer = new Peer(socket, stream, { id: randomUUID(), path, query, origin, userAgent }, limits);
    this.#peers.set(socket, peer);
    onCount(this.#peers.size);
    const guard = (act: () => void): void => {
      try {
        act();
      } catch (error) {
        log.error('a dialogue threw', { path, error: String(error) });
        socket.close(1011, 'Internal error.');
      }
    };
    const dialogue = route.open(peer);
    socket.on('message', (data, isBinary) => {
      const bytes = asBytes(data);
      guard(() =>
        isBinary ? dialogue.onBinary(bytes) : dialogue.onText(Buffer.from(bytes).toString('utf8')),
      );
    });
    socket.on('error', error => log.info('a socket failed', { path, error: error.message }));
    socket.on('close', (code, reason) => {
      this.#peers.delete(socket);
      onCount(this.#peers.size);
      guard(() => dialogue.onClose({ code, reason: reason.toString('utf8') }));
    });
  }
}
