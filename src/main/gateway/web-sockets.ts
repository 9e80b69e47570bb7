/** WebSocket routes: upgrades that were let in, their peers, pings and their end. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { StudioError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { Dialogue, Route } from '../protocols/front-end.ts';
import type { Caller, ClientFacts, MessageTap } from './caller.ts';
import { HeldMessages, type HeldTotal } from './held-messages.ts';
import type { GatewayLimits } from './limits.ts';
import { Peer } from './peer.ts';

type WsRoute = Extract<Route, { kind: 'ws' }>;

/** Deps. `onCount` hears the number of open sockets. */
export type WebSocketsDeps = {
  log: Log;
  limits: GatewayLimits;
  tap: MessageTap;
  onCount(count: number): void;
};

/** A socket that was let in so far. `answer`: what is still asked of the user, if anything; `left` is called when it is gone. */
export type Arrival = {
  caller: Caller;
  query: URLSearchParams;
  port: number;
  answer: Promise<StudioError | null> | null;
  left(): void;
};

/** How long peers may take to answer a close. */
const GOODBYE_MS = 200;
/** Policy violation: the peer should not come again by itself. */
const REFUSED = 1008;
/** A close frame carries 123 bytes at most. */
const closeReason = (sentence: string): string =>
  Buffer.byteLength(sentence) <= 123 ? sentence : `${sentence.slice(0, 120)}...`;

/** A message may be megabytes of a picture: it is not copied first. */
const textOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('utf8');

const asBytes = (data: Buffer | ArrayBuffer | Buffer[]): Uint8Array => {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
};

/** One `ws` server per route, because the message bound belongs to the route. */
export class WebSockets {
  readonly #deps: WebSocketsDeps;
  readonly #servers = new Map<string, { route: WsRoute; server: WebSocketServer }>();
  readonly #peers = new Map<WebSocket, { peer: Peer; port: number }>();
  readonly #held: HeldTotal = { bytes: 0 };
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
      for (const { peer } of this.#peers.values()) peer.ping();
    }, deps.limits.pingMs);
    this.#pinger.unref();
  }

  /** The route of a path, if there is one. */
  route(path: string): WsRoute | null {
    return this.#servers.get(path)?.route ?? null;
  }

  /** Open sockets that speak a protocol, oldest first. */
  clients(): ClientFacts[] {
    return [...this.#peers.values()].flatMap(({ peer }) => (peer.isSpoken ? [peer.facts] : []));
  }

  /** Closes those that `choose` names; `port`: where it came in. */
  end(
    choose: (caller: Caller, port: number, isSpoken: boolean) => boolean,
    code: number,
    reason: string,
  ): void {
    for (const [socket, { peer, port }] of this.#peers) {
      if (!choose(peer.caller, port, peer.isSpoken)) continue;
      // Of a paused socket nothing is read, its goodbye neither.
      if (socket.isPaused) socket.resume();
      socket.close(code, reason);
      setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
    }
  }

  /** True when another socket is welcome. */
  get hasRoom(): boolean {
    return this.#peers.size < this.#deps.limits.maxWebSockets;
  }

  /** Finishes the handshake and hands the socket to its dialogue. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, arrival: Arrival): void {
    const entry = this.#servers.get(arrival.caller.path);
    if (entry === undefined) return;
    socket.once('close', () => arrival.left());
    entry.server.handleUpgrade(request, socket, head, webSocket => {
      this.#open(webSocket, socket, entry.route, arrival);
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

  #open(socket: WebSocket, stream: Duplex, route: WsRoute, { caller, query, port, answer }: Arrival): void {
    const { log, limits, onCount, tap } = this.#deps;
    const { path } = caller;
    const { protocol } = route;
    const peer = new Peer(socket, stream, { caller, query, isSpoken: protocol !== undefined }, limits, tap);
    this.#peers.set(socket, { peer, port });
    onCount(this.#peers.size);
    const guard = (act: () => void): void => {
      try {
        act();
      } catch (error) {
        log.error('a dialogue threw', { path, error: String(error) });
        socket.close(1011, 'Internal error.');
      }
    };
    let dialogue: Dialogue | null = answer === null ? route.open(peer) : null;
    const held = new HeldMessages(this.#held);
    const deliver = (to: Dialogue, bytes: Uint8Array, isBinary: boolean): void => {
      const data = isBinary ? bytes : textOf(bytes);
      peer.heard(data);
      guard(() => (typeof data === 'string' ? to.onText(data) : to.onBinary(data)));
    };
    socket.on('message', (data, isBinary) => {
      const bytes = asBytes(data);
      if (dialogue !== null) return deliver(dialogue, bytes, isBinary);
      held.push({ bytes, isBinary });
      if (held.isFull) socket.pause();
    });
    socket.on('error', error => log.info('a socket failed', { path, error: error.message }));
    socket.on('close', (code, reason) => {
      this.#peers.delete(socket);
      onCount(this.#peers.size);
      held.take();
      guard(() => dialogue?.onClose({ code, reason: reason.toString('utf8') }));
    });
    if (answer === null) return;
    peer.isAsking = true;
    void answer.then(refused => {
      peer.isAsking = false;
      if (socket.readyState !== socket.OPEN) return;
      if (socket.isPaused) socket.resume();
      if (refused !== null) {
        if (protocol !== undefined) peer.sendText(protocol.refusal(refused));
        socket.close(REFUSED, closeReason(refused.message));
        return;
      }
      guard(() => {
        dialogue = route.open(peer);
      });
      for (const { bytes, isBinary } of held.take())
        if (dialogue !== null) deliver(dialogue, bytes, isBinary);
    });
  }
}
