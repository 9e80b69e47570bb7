/** A second thread that encodes JPEG: frames lie in memory shared with the engine's own thread. Knows nothing but frames. */
import { parentPort } from 'node:worker_threads';
import { createJpegCoder } from './jpeg-coder.ts';

/** A frame to encode: its pixels are the first bytes of `pixels`. */
export type JpegJob = {
  id: number;
  pixels: SharedArrayBuffer;
  width: number;
  height: number;
  channels: 3 | 4;
  quality: number;
};
/** Its answer. */
export type JpegDone = { id: number; jpeg: Uint8Array<ArrayBuffer> };

const code = createJpegCoder();
parentPort?.on('message', ({ id, pixels, width, height, channels, quality }: JpegJob) => {
  const data = new Uint8Array(pixels, 0, width * height * channels);
  const jpeg = code({ width, height, channels, data }, quality);
  const done: JpegDone = { id, jpeg };
  parentPort?.postMessage(done, [jpeg.buffer]);
});
