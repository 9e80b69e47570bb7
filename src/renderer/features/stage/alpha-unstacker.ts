/** Puts the alpha that is stacked below a picture back into it. Runs in a worker or a page; reading pixels back costs its thread dearly. */
import { unstackAlpha } from '../../../shared/unstack-alpha.ts';

/** Frames of `width` x `height` from JPEGs twice as high; keeps one canvas. Rejects for a broken picture. */
export const alphaUnstacker = (): ((
  bytes: Uint8Array<ArrayBuffer>,
  width: number,
  height: number,
) => Promise<ImageBitmap>) => {
  let canvas: OffscreenCanvas | null = null;
  return async (bytes, width, height) => {
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
};
