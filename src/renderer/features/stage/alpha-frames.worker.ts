/** Puts stacked alpha back into pictures, off the page's own thread: reading pixels back would cost it every other refresh. Knows no session. */
import { unstackAlpha } from '../../../shared/unstack-alpha.ts';
import type { AlphaFrame, AlphaJob } from './alpha-frames.ts';

let canvas: OffscreenCanvas | null = null;

const join = async ({ bytes, width, height }: AlphaJob): Promise<ImageBitmap> => {
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
  if (canvas?.width !== picture.width || canvas.height !== picture.height)
    canvas = new OffscreenCanvas(picture.width, picture.height);
  // Read every time: kept where reading is cheap.
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false })!;
  context.drawImage(picture, 0, 0);
  picture.close();
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const frame = new ImageData(width, height);
  unstackAlpha(data, frame.data, width, height);
  return createImageBitmap(frame);
};

addEventListener('message', async ({ data }: MessageEvent<AlphaJob>) => {
  try {
    const frame = await join(data);
    const done: AlphaFrame = { id: data.id, frame };
    postMessage(done, { transfer: [frame] });
  } catch (error) {
    const failed: AlphaFrame = { id: data.id, error: String(error) };
    postMessage(failed);
  }
});
