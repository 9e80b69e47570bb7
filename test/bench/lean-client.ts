/** The lightest WebSocket client that can ask the native protocol over and over: its chunk is masked once, answers are only counted. It exists so that a bench measures the server and not its client. */
import { randomBytes } from 'node:crypto';
import { createConnection, type Socket } from 'node:net';

const TEXT = 0x1;
const BINARY = 0x2;

/** A whole message as a client sends it: one final frame, masked. */
const clientFrame = (opcode: number, payload: Uint8Array): Uint8Array => {
  const mask = randomBytes(4);
  const { length } = payload;
  const header =
    length < 126 ? [0x80 | opcode, 0x80 | length] : [0x80 | opcode, 0xfe, length >> 8, length & 0xff];
  if (length > 0xffff) throw new Error('this client sends no message over 64 KB');
  const frame = Buffer.concat([Uint8Array.from(header), mask, payload]);
  const from = header.length + 4;
  for (let i = 0; i < length; i++) frame[from + i]! ^= mask[i & 3]!;
  return frame;
};

/** Counts whole messages of a server by their headers; a server's frames carry no mask. */
class MessageCounter {
  readonly #onMessage: (isBinary: boolean, bytes: number) => void;
  readonly #header: number[] = [];
  #left = 0;
  #bytes = 0;

  constructor(onMessage: (isBinary: boolean, bytes: number) => void) {
    this.#onMessage = onMessage;
  }

  take(data: Uint8Array): void {
    for (let at = 0; at < data.length; ) {
      if (this.#left > 0) {
        const some = Math.min(this.#left, data.length - at);
        at += some;
        this.#left -= some;
        if (this.#left === 0) this.#end();
        continue;
      }
      this.#header.push(data[at++]!);
      const short = (this.#header[1] ?? 0) & 0x7f;
      const wanted = short === 127 ? 10 : short === 126 ? 4 : 2;
      if (this.#header.length < wanted) continue;
      this.#bytes = short < 126 ? short : this.#header.slice(2).reduce((sum, byte) => sum * 256 + byte, 0);
      this.#left = this.#bytes;
      if (this.#left === 0) this.#end();
    }
  }

  #end(): void {
    const isBinary = (this.#header[0]! & 0xf) === BINARY;
    this.#header.length = 0;
    this.#onMessage(isBinary, this.#bytes);
  }
}

/** Asks again as soon as it was answered. `onTrip` hears of every answer with video, and its size. */
export class LeanClient {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Connects, sends `create`, and from its answer on `chunk` over and over. */
  static async open(
    url: string,
    create: object,
    chunk: Uint8Array,
    onTrip: (bytes: number) => void,
  ): Promise<LeanClient> {
    const { port, host, pathname } = new URL(url);
    const socket = createConnection(Number(port), '127.0.0.1');
    socket.setNoDelay(true);
    const audio = clientFrame(BINARY, chunk);
    await new Promise<void>((resolve, reject) => {
      const counter = new MessageCounter((isBinary, bytes) => {
        if (isBinary) onTrip(bytes);
        else if (!isCreated) {
          isCreated = true;
          socket.write(audio);
          resolve();
        }
        if (isBinary) socket.write(audio);
      });
      let isCreated = false;
      let greeting: Buffer | null = Buffer.alloc(0);
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the server ended a socket')));
      socket.once('connect', () =>
        socket.write(
          `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
        ),
      );
      socket.on('data', data => {
        if (greeting === null) return counter.take(data);
        greeting = Buffer.concat([greeting, data]);
        const end = greeting.indexOf('\r\n\r\n');
        if (end < 0) return;
        const rest = greeting.subarray(end + 4);
        greeting = null;
        socket.write(clientFrame(TEXT, Buffer.from(JSON.stringify(create))));
        counter.take(rest);
      });
    });
    return new LeanClient(socket);
  }

  /** Cuts the connection. */
  close(): void {
    this.#socket.removeAllListeners('close');
    this.#socket.destroy();
  }
}
