/** Makes of a grey mask what lies over the picture: one colour, as opaque as the mask is white. */
import type { BlendMaskView } from '../../../shared/studio/mouth-methods.ts';

/** Seen on skin, hair and drawings alike, and unlike the colours of the curves. */
const COLOUR = [64, 224, 160] as const;

/** Rejects when the mask cannot be decoded. */
export const tintMask = async ({ pngBase64 }: BlendMaskView): Promise<HTMLCanvasElement> => {
  const image = new Image();
  image.src = `data:image/png;base64,${pngBase64}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const ctx = canvas.getContext('2d', { willReadFrequently: true })!;
  ctx.drawImage(image, 0, 0);
  const pixels = ctx.getImageData(0, 0, canvas.width, canvas.height);
  const { data } = pixels;
  for (let at = 0; at < data.length; at += 4) {
    const weight = data[at]!;
    data[at] = COLOUR[0];
    data[at + 1] = COLOUR[1];
    data[at + 2] = COLOUR[2];
    data[at + 3] = weight;
  }
  ctx.putImageData(pixels, 0, 0);
  return canvas;
};
