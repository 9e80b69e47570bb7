/** Encodes frames as JPEG: on a second thread while there is room, else here and now. Knows no session and no video. */
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import type { AsyncCloseable } from '../../../shared/scope.ts';
import type { FrameBuffer } from '../frame-buffer.ts';
import { createJpegCoder } from './jpeg-coder.ts';
import type { JpegDone, JpegJob } from './jpeg-worker.ts';

/** Frames the thread may have before it: answers are heard only between the caller's own batches, and until then it must not run dry. */
const PLACES = 4;

/** Encodes for all sessions of a process. */
export type JpegEncoder = AsyncCloseable & {
  /**
   * The frame as baseline JPEG, 4:2:0, `quality` 1..100. Alpha is dropped (the colours of a transparent frame must already lie
   * on a background). The frame's buffer may change as soon as the call returns. The bytes do not depend on the thread.
   */
  encode(frame: FrameBuffer, quality: number): Promise<Uint8Array>;
};

type Place = { pixels: SharedArrayBuffer; settle: ((jpeg: Uint8Array | null) => void) | null };

// The source runs as it is; in the bundle all entries lie side by side.
const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './jpeg-worker.ts' : './jpeg-worker.js',
  import.meta.url,
);

/** Opens an encoder. On a machine with one core, and until the second thread is up, it does everything itself. */
export const createJpegEncoder = (): JpegEncoder => {
  const code = createJpegCoder();
  const places: Place[] = Array.from({ length: PLACES }, () => ({
    pixels: new SharedArrayBuffer(0),
    settle: null,
  }));
  let worker: Worker | null = null;
  let isReady = false;

  const open = (): Worker => {
    const opened = new Worker(workerUrl, { name: 'jpeg', resourceLimits: { maxOldGenerationSizeMb: 64 } });
    opened.unref();
    opened.on('online', () => {
      isReady = true;
    });
    opened.on('message', ({ id, jpeg }: JpegDone) => {
      const { settle } = places[id]!;
      places[id]!.settle = null;
      settle?.(jpeg);
    });
    // Without the thread everything is encoded here; what it had is encoded again.
    const giveUp = (): void => {
      isReady = false;
      for (const place of places) {
        const { settle } = place;
        place.settle = null;
        settle?.(null);
      }
    };
    opened.on('error', giveUp);
    opened.on('exit', giveUp);
    return opened;
  };
  if (os.availableParallelism() > 1) worker = open();

  return {
    async encode(frame, quality) {
      const id = isReady ? places.findIndex(place => place.settle === null) : -1;
      const place = places[id];
      if (worker === null || place === undefined) return code(frame, quality);
      const { width, height, channels, data } = frame;
      if (place.pixels.byteLength < data.length) place.pixels = new SharedArrayBuffer(data.length);
      const copy = new Uint8Array(place.pixels, 0, data.length);
      copy.set(data);
      const jpeg = await new Promise<Uint8Array | null>(settle => {
        place.settle = settle;
        const job: JpegJob = { id, pixels: place.pixels, width, height, channels, quality };
        worker?.postMessage(job);
      });
      return jpeg ?? code({ width, height, channels, data: copy }, quality);
    },
    async close() {
      await worker?.terminate();
    },
  };
};
