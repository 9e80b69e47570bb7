/** Decodes the JPEGs of a live session, also those that carry alpha. Knows no session. */

/** A frame whose alpha is stacked below it, for the worker; `width` and `height` are the frame's own. */
export type AlphaJob = { id: number; bytes: Uint8Array<ArrayBuffer>; width: number; height: number };
/** The worker's answer. */
export type AlphaFrame = { id: number; frame: ImageBitmap } | { id: number; error: string };

type Waiting = { resolve(frame: ImageBitmap): void; reject(error: Error): void };

/** Decodes JPEGs of a live session. `size`: a frame's own, when its alpha is stacked below it; null: it has none. */
export type FrameDecoder = (
  bytes: Uint8Array,
  size: { width: number; height: number } | null,
) => Promise<ImageBitmap>;

const openWorker = (): ((bytes: Uint8Array, width: number, height: number) => Promise<ImageBitmap>) => {
  const worker = new Worker(new URL('./alpha-frames.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let next = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<AlphaFrame>) => {
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ('frame' in data) {
      if (one === undefined) data.frame.close();
      else one.resolve(data.frame);
    } else one?.reject(new Error(data.error));
  });
  return (bytes, width, height) =>
    new Promise((resolve, reject) => {
      const job: AlphaJob = { id: next++, bytes: bytes.slice(), width, height };
      waiting.set(job.id, { resolve, reject });
      worker.postMessage(job, [job.bytes.buffer]);
    });
};

/** One for the page: its worker is started by the first frame with alpha and shared by all sessions. */
export const createFrameDecoder = (): FrameDecoder => {
  let unstack: ReturnType<typeof openWorker> | null = null;
  return (bytes, size) => {
    if (size === null) return createImageBitmap(new Blob([bytes.slice()], { type: 'image/jpeg' }));
    unstack ??= openWorker();
    return unstack(bytes, size.width, size.height);
  };
};
