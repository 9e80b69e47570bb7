/** A plain WebSocket client for contract tests: what arrives is kept in order and taken with `next`. */
import { WebSocket } from 'ws';

/** A message as it arrived. */
export type Arrived = { kind: 'text'; json: Record<string, unknown> } | { kind: 'binary'; bytes: Uint8Array };

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
          ? { kind: 'binary', bytes: new Uint8Array(data) }
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
      const socket = new WebSocket(url, { ...options, perMessageDeflate: false });
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

  /** PCM of `byteLength` silent bytes as AUDI. */
  sendAudio(byteLength: number): void {
    const bytes = new Uint8Array(4 + byteLength);
    bytes.set([0x41, 0x55, 0x44, 0x49]);
    this.send(bytes);
  }

  /** The next message, or null when the socket closed. Waits at most `limitMs`. */
  async next(limitMs = 5000): Promise<Arrived | null> {
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
  async json(): Promise<Record<string, unknown>> {
    const message = await this.next();
    if (message?.kind !== 'text') throw new Error(`expected text, got ${message?.kind ?? 'the end'}`);
    return message.json;
  }

  /** The next message, which must be binary. */
  async binary(): Promise<Uint8Array> {
    const message = await this.next();
    if (message?.kind !== 'binary') throw new Error(`expected binary, got ${JSON.stringify(message)}`);
    return message.bytes;
  }

  /** Sends a ping of the protocol and takes everything up to its answer. */
  async drain(): Promise<Arrived[]> {
    this.send({ type: 'ping' });
    const seen: Arrived[] = [];
    for (;;) {
      const message = await this.next();
      if (message === null || (message.kind === 'text' && message.json.type === 'pong')) return seen;
      seen.push(message);
    }
  }

  close(): void {
    this.socket.terminate();
  }
}
