/** The WebSocket client of contract tests, benches and end-to-end tests: what arrives is kept in order and taken one by one. */
import { WebSocket } from 'ws';
import { audioMessage, jpegsOf } from './omnirt-wire.ts';

/** A text message, parsed. */
export type Message = Record<string, unknown>;

/** A message as it arrived. */
export type Arrived = { kind: 'text'; json: Message } | { kind: 'binary'; bytes: Uint8Array };

/** What one AUDI of the native protocol brought back; `ms` from sending to the last byte. */
export type ChunkAnswer = { metrics: Message; jpegs: Uint8Array[]; ms: number };

/** Clients of the family take messages up to 50 MB. */
const MAX_PAYLOAD_BYTES = 50 * 1024 * 1024;

/** One connection. */
export class SocketClient {
  readonly socket: WebSocket;
  readonly #arrived: Arrived[] = [];
  #wake: (() => void) | null = null;
  closed: { code: number; reason: string } | null = null;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.#arrived.push(
        isBinary
          ? { kind: 'binary', bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
          : { kind: 'text', json: JSON.parse(data.toString('utf8')) },
      );
      this.#wake?.();
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#wake?.();
    });
    socket.on('error', () => {});
  }

  /** Opens one; rejects with the status of a refused upgrade. */
  static open(
    url: string,
    options: { headers?: Record<string, string>; origin?: string } = {},
  ): Promise<SocketClient> {
    return new Promise((resolve, reject) => {
      const settings = { ...options, perMessageDeflate: false, maxPayload: MAX_PAYLOAD_BYTES };
      const socket = new WebSocket(url, settings);
      const client = new SocketClient(socket);
      socket.once('open', () => resolve(client));
      socket.once('unexpected-response', (_request, response) => {
        reject(
          Object.assign(new Error(`refused with ${response.statusCode}`), { status: response.statusCode }),
        );
        response.destroy();
      });
      socket.once('error', reject);
    });
  }

  send(message: object | string | Uint8Array): void {
    const isRaw = typeof message === 'string' || message instanceof Uint8Array;
    this.socket.send(isRaw ? message : JSON.stringify(message));
  }

  /** Sends AUDI: given samples, or that many bytes of silence. */
  sendAudio(pcm: Int16Array | number): void {
    this.send(audioMessage(pcm));
  }

  /** The next message, or null when the socket closed. Waits at most `limitMs`. */
  async next(limitMs = 45_000): Promise<Arrived | null> {
    const deadline = Date.now() + limitMs;
    for (;;) {
      const message = this.#arrived.shift();
      if (message !== undefined) return message;
      if (this.closed !== null) return null;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`nothing arrived within ${limitMs} ms`);
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** The next message, which must be text. */
  async json(limitMs?: number): Promise<Message> {
    const message = await this.next(limitMs);
    if (message?.kind !== 'text') throw new Error(`expected text, got ${message?.kind ?? 'the end'}`);
    return message.json;
  }

  /** The next message, which must be binary. */
  async binary(): Promise<Uint8Array> {
    const message = await this.next();
    if (message?.kind !== 'binary') throw new Error(`expected binary, got ${JSON.stringify(message)}`);
    return message.bytes;
  }

  /** The frames of the next message, which must be a well-formed VIDX. */
  async video(): Promise<Uint8Array[]> {
    return jpegsOf(await this.binary());
  }

  /** Sends JSON or raw text or bytes and takes the next text. */
  ask(message: object | string | Uint8Array, limitMs?: number): Promise<Message> {
    this.send(message);
    return this.json(limitMs);
  }

  /** `session.create` with a picture. */
  create(picture: Uint8Array, config: Message = {}): Promise<Message> {
    const inputs = { image_b64: Buffer.from(picture).toString('base64') };
    return this.ask({ type: 'session.create', model: 'soulx-flashtalk-14b', inputs, config });
  }

  /** Sends one chunk of the native protocol and takes its metrics and frames. */
  async speak(pcm: Int16Array | number): Promise<ChunkAnswer> {
    const started = performance.now();
    this.sendAudio(pcm);
    const metrics = await this.json();
    if (metrics.type !== 'metrics') throw new Error(`expected metrics, got ${JSON.stringify(metrics)}`);
    const video = await this.binary();
    const ms = performance.now() - started;
    return { metrics, jpegs: jpegsOf(video), ms };
  }

  /** Sends a ping of the native protocol and takes everything up to its answer. */
  async drain(): Promise<Arrived[]> {
    this.send({ type: 'ping' });
    const seen: Arrived[] = [];
    for (;;) {
      const message = await this.next();
      if (message === null || (message.kind === 'text' && message.json.type === 'pong')) return seen;
      seen.push(message);
    }
  }

  /** Cuts the connection. */
  close(): void {
    this.socket.terminate();
  }

  /** Says goodbye and waits for the other side. */
  end(): Promise<void> {
    return new Promise(resolve => {
      if (this.closed !== null) return resolve();
      this.socket.once('close', () => resolve());
      this.socket.close();
    });
  }
}
