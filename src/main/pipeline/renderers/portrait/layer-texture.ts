/** What the two textures of the warp show: the face with a hole for the mouth, and the lower lip. Knows no motion. */
import type { FrameBuffer } from '../../frame-buffer.ts';
import type { Region } from './controls.ts';
import { type MouthPlane, toPlane } from './mouth-plane.ts';
import { smoothStep } from './smooth-step.ts';

/** Packed texels (0xAABBGGRR); texel (2i, 2j) is pixel (left + i, top + j) of the picture exactly. */
export type LayerTexture = { width: number; height: number; texels: Uint32Array };

/** Texels per pixel of the picture. */
export const TEXELS_PER_PIXEL = 2;

/**
 * Gives transparent pixels the colour of their nearest neighbours, `rounds` pixels deep, so that filtering makes no halo.
 * Alpha is unchanged.
 */
export const bleedColours = (picture: FrameBuffer, rounds: number): Uint8Array => {
  const { width, height } = picture;
  const data = picture.data.slice();
  const known = new Uint8Array(width * height);
  for (let i = 0; i < known.length; i++) known[i] = data[i * 4 + 3]! > 0 ? 1 : 0;
  let rim: number[] = [];
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++)
      if (
        known[i] === 0 &&
        ((x > 0 && known[i - 1] === 1) ||
          (x + 1 < width && known[i + 1] === 1) ||
          (y > 0 && known[i - width] === 1) ||
          (y + 1 < height && known[i + width] === 1))
      )
        rim.push(i);
  for (let round = 0; round < rounds && rim.length > 0; round++) {
    const next: number[] = [];
    for (const i of rim) {
      if (known[i] !== 0) continue;
      const x = i % width;
      let [n, r, g, b] = [0, 0, 0, 0];
      for (let k = 0; k < 4; k++) {
        const j = k === 0 ? i - 1 : k === 1 ? i + 1 : k === 2 ? i - width : i + width;
        if ((k === 0 && x === 0) || (k === 1 && x + 1 === width) || j < 0 || j >= known.length) continue;
        if (known[j] === 1) {
          n++;
          r += data[j * 4]!;
          g += data[j * 4 + 1]!;
          b += data[j * 4 + 2]!;
        } else if (known[j] === 0) next.push(j);
      }
      if (n === 0) continue;
      data[i * 4] = r / n;
      data[i * 4 + 1] = g / n;
      data[i * 4 + 2] = b / n;
      // Known to the next round, not to this one.
      known[i] = 2;
    }
    for (const i of rim) known[i] = 1;
    rim = next;
  }
  return data;
};

/** How far below the lower lip the face layer starts again, eye distances; both layers move alike there. */
const HOLE_MARGIN = 0.06;

/** Coverage 0..1 of the face layer at plane (x, y): all but the mouth and the lower lip. `edge` is a pixel in eye distances. */
export const faceCoverage = (plane: MouthPlane, x: number, y: number, edge: number): number => {
  if (x <= plane.left || x >= plane.right) return 1;
  // An open mouth's lip lines are found to a pixel or so: stay on the lip, or a line of teeth sticks to it.
  const inset = edge * 0.9 * smoothStep(0.02, 0.05, plane.lowerInner(x) - plane.upperInner(x));
  const above = smoothStep(edge * 0.4, -edge * 0.9, y - plane.upperInner(x) + inset);
  const span = (plane.right - plane.left) / 2;
  const taper = smoothStep(0, 0.25 * span, Math.min(x - plane.left, plane.right - x));
  const end = plane.lowerInner(x) + (plane.lowerOuter(x) + HOLE_MARGIN - plane.lowerInner(x)) * taper;
  const below = smoothStep(end - 0.02 * taper - edge, end + edge, y);
  return Math.max(above, below);
};

/** Coverage of the lower-lip layer: from the lower lip's inner edge down to a little under the hole. */
export const lipCoverage = (plane: MouthPlane, x: number, y: number, edge: number): number => {
  if (x < plane.left - 0.03 || x > plane.right + 0.03) return 0;
  const inset = edge * smoothStep(0.02, 0.05, plane.lowerInner(x) - plane.upperInner(x));
  return smoothStep(-1.1 * edge, 0.3 * edge, y - plane.lowerInner(x) - inset);
};

/** Multiplies the alpha of a texture's texels inside a box of plane coordinates by a coverage. */
export const applyCoverage = (
  texture: LayerTexture,
  region: Region,
  plane: MouthPlane,
  box: Region,
  coverage: (plane: MouthPlane, x: number, y: number, edge: number) => number,
): void => {
  const edge = 1 / plane.unit;
  for (
    let v = Math.max(0, (box.top - region.top) * 2);
    v < Math.min(texture.height, (box.bottom - region.top) * 2);
    v++
  ) {
    for (
      let u = Math.max(0, (box.left - region.left) * 2);
      u < Math.min(texture.width, (box.right - region.left) * 2);
      u++
    ) {
      const [x, y] = toPlane(plane, region.left + u / 2 + 0.5, region.top + v / 2 + 0.5);
      const index = v * texture.width + u;
      const texel = texture.texels[index]!;
      const alpha = Math.round((texel >>> 24) * coverage(plane, x, y, edge));
      texture.texels[index] = ((alpha << 24) | (texel & 0xffffff)) >>> 0;
    }
  }
};
