/** Puts stacked alpha back into pictures, off the page's own thread. Knows no session. */
import type { AlphaFrame, AlphaJob } from './alpha-frames.ts';
import { alphaUnstacker } from './alpha-unstacker.ts';

const unstack = alphaUnstacker();

addEventListener('message', async ({ data }: MessageEvent<AlphaJob>) => {
  try {
    const frame = await unstack(data.bytes, data.width, data.height);
    const done: AlphaFrame = { id: data.id, frame };
    postMessage(done, { transfer: [frame] });
  } catch (error) {
    const failed: AlphaFrame = { id: data.id, error: String(error) };
    postMessage(failed);
  }
});
