/** Decodes the JPEGs of a live session, also those that carry alpha. Knows no session. */
import { unstackAlpha } from '../../../shared/unstack-alpha.ts';

/** Decodes JPEGs of a live session. `size`: a frame's own, when its alpha is stacked below it; null: it has none. */
export const createFrameDecoder = (): ((
  bytes: Uint8Array,
  size: { width: number; height: number } | null,
) => Promise<ImageBitmap>) => {
  let canvas: OffscreenCanvas | null = null;
  return async (bytes, size) => {
    const picture = await createImageBitmap(new Blob([bytes.slice()], { type: 'image/jpeg' }));
    if (size === null) return picture;
    if (canvas?.width !== picture.width || canvas.height !== picture.height)
      canvas = new OffscreenCanvas(picture.width, picture.height);
    // Read every time: kept where reading is cheap.
    const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false })!;
    context.drawImage(picture, 0, 0);
    picture.close();
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const frame = new ImageData(size.width, size.height);
    unstackAlpha(data, frame.data, size.width, size.height);
    return createImageBitmap(frame);
  };
};
