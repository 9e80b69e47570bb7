/** One WebSocket as a dialogue's Connection: bounded sending, keep-alive, one close. */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Connection } from '../protocols/front-end.ts';
import type { GatewayLimits } from './limits.ts';

/** Facts of the upgrade request. */
export type PeerFacts = Pick<Connection, 'id' | 'path' | 'query' | 'origin' | 'userAgent'>;

/** See Connection. A peer whose queue passes the dead bound is cut off: only undroppable messages get it there. */
export class Peer implements Connection {
  readonly id: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly origin: string | null;
  readonly userAgent: string | null;
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  #isCorked = false;
  readonly #limits: Pick<GatewayLimits, 'slowPeerBytes' | 'deadPeerBytes'>;
  #missedPongs = 0;

  /** `stream`: what the socket writes to. */
  constructor(
    socket: WebSocket,
    stream: Duplex,
    facts: PeerFacts,
    limits: Pick<GatewayLimits, 'slowPeerBytes' | 'deadPeerBytes'>,
  ) {
    this.#socket = socket;
    this.#stream = stream;
    this.#limits = limits;
    this.id = facts.id;
    this.path = facts.path;
    this.query = facts.query;
    this.origin = facts.origin;
    this.userAgent = facts.userAgent;
    socket.on('pong', () => {
      this.#missedPongs = 0;
    });
  }

  get queuedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  sendText(text: string): void {
    if (this.#mayQueue(text.length)) this.#put(text);
  }

  sendBinary(bytes: Uint8Array, options: { droppable?: boolean } = {}): boolean {
    const queued = this.#socket.bufferedAmount;
    const over = queued > 0 && queued + bytes.length > this.#limits.slowPeerBytes;
    if (over && options.droppable === true) return false;
    if (this.#mayQueue(bytes.length)) this.#put(bytes);
    return true;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  /** Sends a ping; a peer that answered neither of the last two is cut off. */
  ping(): void {
    // Of a paused peer nothing is read, its pongs neither.
    if (this.#socket.isPaused) return;
    this.#missedPongs += 1;
    if (this.#missedPongs > 2) this.#socket.terminate();
    else if (this.#socket.readyState === this.#socket.OPEN)
      this.#socket.ping(undefined, undefined, ignoreFailure);
  }

  /** What is sent in one go leaves in one write: a write costs more than the bytes of an answer. */
  #put(data: string | Uint8Array): void {
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.#stream.cork();
      process.nextTick(this.#uncork);
    }
    this.#socket.send(data, ignoreFailure);
  }

  readonly #uncork = (): void => {
    this.#isCorked = false;
    this.#stream.uncork();
  };

  #mayQueue(bytes: number): boolean {
    if (this.#socket.readyState !== this.#socket.OPEN) return false;
    const queued = this.#socket.bufferedAmount;
    if (queued === 0 || queued + bytes <= this.#limits.deadPeerBytes) return true;
    this.#socket.terminate();
    return false;
  }
}

/** A failed send means the peer is gone; its close event says so. */
const ignoreFailure = (): void => {};
