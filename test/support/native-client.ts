/** A client of the native protocol over a real socket, written from the protocol's document; used by contract tests, benches and the self-test. */
import { WebSocket } from 'ws';

type Message = Record<string, unknown> & { type: string };

/** What one AUDI brought back. */
export type ChunkAnswer = { metrics: Message; jpegs: Uint8Array[]; ms: number };

/** Splits a VIDX payload; throws on anything malformed. */
export const decodeVideoChunk = (bytes: Buffer): Uint8Array[] => {
  if (bytes.toString('latin1', 0, 4) !== 'VIDX') throw new Error('not a VIDX message');
  const jpegs: Uint8Array[] = [];
  let at = 8;
  for (let i = 0; i < bytes.readUInt32LE(4); i++) {
    const size = bytes.readUInt32LE(at);
    if (size === 0 || at + 4 + size > bytes.length) throw new Error('truncated frame');
    jpegs.push(bytes.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  if (at !== bytes.length) throw new Error('trailing bytes');
  return jpegs;
};

/** AUDI + PCM s16le. */
export const encodeAudioChunk = (samples: Int16Array): Buffer =>
  Buffer.concat([Buffer.from('AUDI'), Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]);

/** One socket; messages are taken in order by `next`. */
export class NativeClient {
  readonly socket: WebSocket;
  readonly #inbox: (Message | Buffer)[] = [];
  #wake: (() => void) | null = null;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer, isBinary) => {
      this.#inbox.push(isBinary ? data : (JSON.parse(data.toString()) as Message));
      this.#wake?.();
    });
    socket.on('close', () => this.#wake?.());
  }

  /** Connects; `url` is the whole ws:// address. */
  static async connect(url: string, headers: Record<string, string> = {}): Promise<NativeClient> {
    const socket = new WebSocket(url, { headers, maxPayload: 64 * 1024 * 1024 });
    const client = new NativeClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  /** The next message, text (parsed) or binary. Throws after `timeoutMs` or when the socket closed. */
  async next(timeoutMs = 15_000): Promise<Message | Buffer> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      const message = this.#inbox.shift();
      if (message !== undefined) return message;
      if (this.socket.readyState >= WebSocket.CLOSING) throw new Error('the socket closed');
      const left = end - performance.now();
      if (left <= 0) throw new Error('no message in time');
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
  async nextText(timeoutMs?: number): Promise<Message> {
    const message = await this.next(timeoutMs);
    if (Buffer.isBuffer(message))
      throw new Error(`binary message of ${message.length} bytes instead of text`);
    return message;
  }

  /** Sends JSON. */
  send(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Sends JSON and takes the next text. */
  async ask(message: unknown, timeoutMs?: number): Promise<Message> {
    this.send(message);
    return this.nextText(timeoutMs);
  }

  /** session.create with a picture. */
  async create(picture: Uint8Array, config: Record<string, unknown> = {}): Promise<Message> {
    const inputs = { image_b64: Buffer.from(picture).toString('base64') };
    return this.ask({ type: 'session.create', model: 'soulx-flashtalk-14b', inputs, config }, 30_000);
  }

  /** Sends one chunk and takes its metrics and frames. */
  async speak(samples: Int16Array): Promise<ChunkAnswer> {
    const started = performance.now();
    this.socket.send(encodeAudioChunk(samples));
    const metrics = await this.nextText();
    if (metrics.type !== 'metrics')
      throw new Error(`${metrics.type} instead of metrics: ${JSON.stringify(metrics)}`);
    const video = await this.next();
    const ms = performance.now() - started;
    if (!Buffer.isBuffer(video)) throw new Error(`${video.type} instead of VIDX`);
    return { metrics, jpegs: decodeVideoChunk(video), ms };
  }

  /** Ends the socket. */
  close(): Promise<void> {
    return new Promise(resolve => {
      if (this.socket.readyState === WebSocket.CLOSED) return resolve();
      this.socket.once('close', () => resolve());
      this.socket.close();
    });
  }
}
