/** Frames whose alpha comes below their colours in one JPEG (shared/native-protocol.ts) as pictures with alpha. Knows no session. */

/** Compression leaves a little dirt on full and empty: below and above these it is none. */
const EMPTY = 8;
const FULL = 248;

/**
 * Pixels (RGBA) of a stacked picture as those of one with straight alpha, `width`×`height`. The colours lie over black, the alpha
 * begins in the middle of `stacked`.
 */
export const unstackAlpha = (
  stacked: Uint8ClampedArray<ArrayBuffer>,
  into: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
): void => {
  const below = (stacked.length / width / 8) * width * 4;
  for (let at = 0; at < width * height * 4; at += 4) {
    const alpha = stacked[below + at + 1]!;
    if (alpha < EMPTY) {
      into[at] = into[at + 1] = into[at + 2] = into[at + 3] = 0;
      continue;
    }
    const gain = alpha > FULL ? 1 : 255 / alpha;
    into[at] = stacked[at]! * gain;
    into[at + 1] = stacked[at + 1]! * gain;
    into[at + 2] = stacked[at + 2]! * gain;
    into[at + 3] = alpha > FULL ? 255 : alpha;
  }
};

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
