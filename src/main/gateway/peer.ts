/** One WebSocket as a dialogue's Connection: bounded sending, keep-alive, counts, one close. */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Connection } from '../protocols/front-end.ts';
import type { Caller, ClientFacts, MessageTap } from './caller.ts';
import type { GatewayLimits } from './limits.ts';

/** Facts of the upgrade request. `spoken` false: a route of the studio's own. */
export type PeerFacts = { caller: Caller; query: URLSearchParams; isSpoken: boolean };

/** The stream of a socket, where it counts what it carries. */
type Carrier = Duplex & { bytesRead?: number; bytesWritten?: number };

/** See Connection. A peer whose queue passes the dead bound is cut off: only undroppable messages get it there. */
export class Peer implements Connection {
  readonly id: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly origin: string | null;
  readonly userAgent: string | null;
  readonly isOwnPage: boolean;
  /** What the upgrade showed of it. */ readonly caller: Caller;
  /** Speaks a protocol; false: the studio's own. */ readonly isSpoken: boolean;
  /** Waits for the user's word. */ isAsking = false;
  readonly #since = Date.now();
  readonly #continues: string[] = [];
  #askedAt: number | null = null;
  #replyMs: number | null = null;
  readonly #tap: MessageTap;
  readonly #socket: WebSocket;
  readonly #stream: Carrier;
  #isCorked = false;
  readonly #limits: Pick<GatewayLimits, 'slowPeerBytes' | 'deadPeerBytes'>;
  #missedPongs = 0;

  /** `stream`: what the socket writes to. */
  constructor(
    socket: WebSocket,
    stream: Duplex,
    facts: PeerFacts,
    limits: Pick<GatewayLimits, 'slowPeerBytes' | 'deadPeerBytes'>,
    tap: MessageTap,
  ) {
    this.#socket = socket;
    this.#stream = stream;
    this.#limits = limits;
    this.#tap = tap;
    const { caller } = facts;
    this.caller = caller;
    this.isSpoken = facts.isSpoken;
    this.id = caller.id;
    this.path = caller.path;
    this.query = facts.query;
    this.origin = caller.origin;
    this.userAgent = caller.userAgent;
    this.isOwnPage = caller.isOwnPage;
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
    if (this.#askedAt !== null) this.#answered();
    const over = queued > 0 && queued + bytes.length > this.#limits.slowPeerBytes;
    if (over && options.droppable === true) return false;
    if (this.#mayQueue(bytes.length)) this.#put(bytes);
    return true;
  }

  /** Says who it is and what it carries. */
  get facts(): ClientFacts {
    return {
      ...this.caller,
      continues: this.#continues,
      state: this.isAsking ? 'asking' : 'open',
      since: this.#since,
      bytesIn: this.#stream.bytesRead ?? 0,
      bytesOut: this.#stream.bytesWritten ?? 0,
      queuedBytes: this.queuedBytes,
      replyMs: this.#replyMs,
    };
  }

  continues(id: string): void {
    if (id !== this.id && !this.#continues.includes(id)) this.#continues.push(id);
  }

  /** A message arrived from it. */
  heard(data: string | Uint8Array): void {
    if (typeof data !== 'string') this.#askedAt ??= performance.now();
    if (this.#tap.isOn && this.isSpoken) this.#tap.saw(this.caller, 'in', data);
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
    if (this.#tap.isOn && this.isSpoken) this.#tap.saw(this.caller, 'out', data);
    this.#socket.send(data, ignoreFailure);
  }

  readonly #uncork = (): void => {
    this.#isCorked = false;
    this.#stream.uncork();
  };

  #answered(): void {
    this.#replyMs = performance.now() - this.#askedAt!;
    this.#askedAt = null;
  }

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
