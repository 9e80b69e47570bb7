/** Decodes the JPEGs of a live session, also those that carry alpha. Knows no session. */
import { alphaUnstacker } from './alpha-unstacker.ts';

/** A frame whose alpha is stacked below it, for the worker; `width` and `height` are the frame's own. */
export type AlphaJob = { id: number; bytes: Uint8Array<ArrayBuffer>; width: number; height: number };
/** The worker's answer. */
export type AlphaFrame = { id: number; frame: ImageBitmap } | { id: number; error: string };

/** Decodes JPEGs of a live session. `size`: a frame's own, when its alpha is stacked below it; null: it has none. Rejects for a broken one. */
export type FrameDecoder = (
  bytes: Uint8Array,
  size: { width: number; height: number } | null,
) => Promise<ImageBitmap>;

/** The part of a worker it needs; in pages a Worker of alpha-frames.worker.ts. */
export type AlphaWorker = {
  postMessage(job: AlphaJob, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { data: AlphaFrame }) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: () => void): void;
  terminate(): void;
};

type Waiting = { resolve(frame: ImageBitmap): void; reject(error: Error): void };

/** Frames on their way through the worker; about a second. More means that it is too slow, and the newest is left out. */
const MOST_WAITING = 25;

/** One worker and who waits for it. A frame that nobody waits for any more is closed. */
class AlphaLine {
  readonly #worker: AlphaWorker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #broke: () => void;
  #next = 0;

  /** `broke`: it does not start, or fell over; all that waited was rejected. */
  constructor(worker: AlphaWorker, broke: () => void) {
    this.#worker = worker;
    this.#broke = broke;
    worker.addEventListener('message', ({ data }) => this.#hear(data));
    worker.addEventListener('error', () => this.#break());
    worker.addEventListener('messageerror', () => this.#break());
  }

  decode(bytes: Uint8Array, width: number, height: number): Promise<ImageBitmap> {
    if (this.#waiting.size >= MOST_WAITING) return Promise.reject(new Error('too many frames are waiting'));
    return new Promise((resolve, reject) => {
      const job: AlphaJob = { id: this.#next++, bytes: bytes.slice(), width, height };
      this.#waiting.set(job.id, { resolve, reject });
      this.#worker.postMessage(job, [job.bytes.buffer]);
    });
  }

  #hear(data: AlphaFrame): void {
    const one = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if ('error' in data) one?.reject(new Error(data.error));
    else if (one === undefined) data.frame.close();
    else one.resolve(data.frame);
  }

  #break(): void {
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(new Error('the worker broke'));
    this.#waiting.clear();
    this.#broke();
  }
}

const openAlphaWorker = (): AlphaWorker =>
  new Worker(new URL('./alpha-frames.worker.ts', import.meta.url), { type: 'module' });

/** One for the page: its worker is started by the first frame with alpha and shared by all sessions; where none runs, the page's own thread does it. */
export const createFrameDecoder = (open: () => AlphaWorker = openAlphaWorker): FrameDecoder => {
  let line: AlphaLine | null = null;
  let isBroken = false;
  const unstack = alphaUnstacker();
  const start = (): AlphaLine | null => {
    try {
      return new AlphaLine(open(), () => {
        isBroken = true;
        line = null;
      });
    } catch {
      isBroken = true;
      return null;
    }
  };
  return (bytes, size) => {
    if (size === null) return createImageBitmap(new Blob([bytes.slice()], { type: 'image/jpeg' }));
    if (!isBroken) line ??= start();
    return line === null
      ? unstack(bytes.slice(), size.width, size.height)
      : line.decode(bytes, size.width, size.height);
  };
};
