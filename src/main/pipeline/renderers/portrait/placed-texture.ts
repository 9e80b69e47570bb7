/** Textures in the kernels' memory: enlarged from a picture, or cut out of one another. Knows no faces and no meshes. */
import { type Kernels, rounded } from '../../kernels/kernels.ts';
import type { Region } from './controls.ts';
import { type LayerTexture, TEXELS_PER_PIXEL } from './layer-texture.ts';

/** A texture at an address; `texels` is a view of the memory. */
export type PlacedTexture = LayerTexture & { at: number };

/** Memory a texture takes. */
export const textureBytes = (width: number, height: number): number => rounded(width * height * 4 + 16);

/** Room for a texture. */
export const takeTexture = (kernels: Kernels, width: number, height: number): PlacedTexture => {
  const at = kernels.take(width * height * 4 + 16);
  return { width, height, at, texels: new Uint32Array(kernels.buffer, at, width * height) };
};

/**
 * A region of the picture whose pixels lie at `from`, twice as large; even texels are the pixels, odd ones a four-tap cubic
 * between them.
 */
export const enlarge = (
  kernels: Kernels,
  from: number,
  picture: { width: number; channels: 3 | 4 },
  region: Region,
): PlacedTexture => {
  const columns = region.right - region.left;
  const rows = region.bottom - region.top;
  const texture = takeTexture(kernels, columns * TEXELS_PER_PIXEL, rows * TEXELS_PER_PIXEL);
  const { width, channels } = picture;
  kernels.call.enlarge(texture.at, from, width, channels, region.left, region.top, columns, rows);
  return texture;
};

/** A copy of the part of a texture within `box` (texels, right and bottom exclusive). */
export const cropTexture = (kernels: Kernels, texture: PlacedTexture, box: Region): PlacedTexture => {
  const part = takeTexture(kernels, box.right - box.left, box.bottom - box.top);
  for (let v = 0; v < part.height; v++) {
    const from = (box.top + v) * texture.width + box.left;
    part.texels.set(texture.texels.subarray(from, from + part.width), v * part.width);
  }
  return part;
};
