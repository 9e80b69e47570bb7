/** Blinks and glances, painted into the face texture before it is drawn, and taken out again. Knows no time. */
import type { Region } from './controls.ts';
import type { Face } from './face.ts';
import { BROW_LEFT, BROW_RIGHT, EYE_LEFT, EYE_RIGHT } from './landmark-ids.ts';
import type { LayerTexture } from './layer-texture.ts';
import type { Colour } from './mouth-colours.ts';
import { smoothStep } from './smooth-step.ts';

/** One eye in texels: a box, and for each of its columns the rows of brow, crease, upper lid and lower lid. */
type EyePatch = {
  left: number;
  top: number;
  width: number;
  height: number;
  crease: Float32Array;
  upper: Float32Array;
  lower: Float32Array;
  /** 0 at the corners, 1 over the iris: how far a glance moves this column. */ glance: Float32Array;
  /** Mean colour of the lid's skin per column, RGB. */ tone: Float32Array;
  original: Uint32Array;
  unit: number;
};

const lineOf = (points: readonly (readonly [number, number])[]): ((x: number) => number) => {
  const sorted = [...points].sort((a, b) => a[0] - b[0]);
  return x => {
    if (x <= sorted[0]![0]) return sorted[0]![1];
    for (let i = 1; i < sorted.length; i++) {
      const [bx, by] = sorted[i]!;
      if (x > bx) continue;
      const [ax, ay] = sorted[i - 1]!;
      return ay + ((by - ay) * (x - ax)) / Math.max(1e-6, bx - ax);
    }
    return sorted.at(-1)![1];
  };
};

/** How much wider than the landmarks an eye is taken to be. */
const RIM = 1.07;

const patchOf = (
  texture: LayerTexture,
  region: Region,
  face: Face,
  eye: readonly number[],
  brow: readonly number[],
  cheek: Colour,
): EyePatch | null => {
  const texel = (id: number): [number, number] => {
    const point = face.points.get(id)!;
    return [(point.px - 0.5 - region.left) * 2, (point.py - 0.5 - region.top) * 2];
  };
  const unit = face.head.unit * 2;
  const centre = (texel(eye[0]!)[0] + texel(eye[8]!)[0]) / 2;
  /** A contour point, a little farther out than found: what is left open at the corners of a shut eye is seen at once. */
  const rim = (id: number): [number, number] => {
    const [x, y] = texel(id);
    return [centre + (x - centre) * RIM, y];
  };
  const upper = lineOf(eye.slice(0, 9).map(rim));
  const lower = lineOf([eye[8]!, ...eye.slice(9), eye[0]!].map(rim));
  const browLow = lineOf(brow.slice(5).map(texel));
  const [a, b] = [rim(eye[0]!)[0], rim(eye[8]!)[0]];
  const [from, to] = [Math.min(a, b), Math.max(a, b)];
  const left = Math.max(0, Math.floor(from - 2));
  const right = Math.min(texture.width, Math.ceil(to + 2));
  const rows = Array.from({ length: right - left }, (_, i) => [upper(left + i), lower(left + i)]);
  const opening = Math.max(...rows.map(([u, l]) => l! - u!));
  const lidTop = Math.min(...rows.map(([u]) => u!));
  const top = Math.max(0, Math.floor(Math.min(lidTop - 0.16 * unit, lidTop - opening)));
  const bottom = Math.min(texture.height, Math.ceil(Math.max(...rows.map(([, l]) => l!)) + 0.05 * unit));
  if (opening < 0.025 * unit || right - left < 8 || bottom - top < 6) return null;
  const width = right - left;
  const height = bottom - top;
  const original = new Uint32Array(width * height);
  for (let y = 0; y < height; y++)
    original.set(
      texture.texels.subarray((top + y) * texture.width + left, (top + y) * texture.width + right),
      y * width,
    );
  const patch: EyePatch = {
    left,
    top,
    width,
    height,
    crease: new Float32Array(width),
    upper: new Float32Array(width),
    lower: new Float32Array(width),
    glance: new Float32Array(width),
    tone: new Float32Array(width * 3),
    original,
    unit,
  };
  for (let x = 0; x < width; x++) {
    const [u, l] = rows[x]!;
    patch.upper[x] = u! - top;
    patch.lower[x] = l! - top;
    const share = Math.min(1, (l! - u!) / opening);
    const room = 0.6 * (u! - browLow(left + x));
    const strip = Math.max(0.03 * unit, Math.min(0.9 * opening, room));
    patch.crease[x] = Math.max(0, u! - top - strip * (0.4 + 0.6 * share));
    patch.glance[x] = smoothStep(0, 0.07 * unit, left + x - from) * smoothStep(0, 0.07 * unit, to - left - x);
  }
  measureTone(patch, cheek);
  return patch;
};

/** The lid's even tone per column: the middle of the skin between lid and brow about it, warmed by the cheek's. */
const measureTone = (patch: EyePatch, cheek: Colour): void => {
  const { width, crease, upper, original, tone } = patch;
  const lumaOfTexel = (texel: number): number =>
    (texel & 255) + ((texel >>> 8) & 255) * 2 + ((texel >>> 16) & 255);
  const reach = Math.max(2, Math.round(0.1 * patch.unit));
  const step = Math.max(1, reach >> 2);
  const measured = (at: number): Colour => {
    const near: number[] = [];
    for (let x = Math.max(0, at - reach); x < Math.min(width, at + reach + 1); x += 2)
      for (let y = Math.ceil(crease[x]!); y < upper[x]! - 0.02 * patch.unit; y += 2)
        near.push(original[y * width + x]!);
    near.sort((a, b) => lumaOfTexel(a) - lumaOfTexel(b));
    // A band above the median: folds, lashes and make-up lie below it, highlights above.
    const middle = near.slice(near.length * 0.4, near.length * 0.75 + 1);
    const mean = (shift: number): number => {
      const own =
        middle.reduce((sum, texel) => sum + ((texel >>> shift) & 255), 0) / Math.max(1, middle.length);
      const skin = cheek[shift >> 3]!;
      return middle.length === 0 ? skin : own * 0.65 + skin * 0.94 * 0.35;
    };
    return [mean(0), mean(8), mean(16)];
  };
  let before = measured(0);
  for (let from = 0; from < width; from += step) {
    const after = measured(Math.min(width - 1, from + step));
    for (let i = 0; i < step && from + i < width; i++)
      for (let c = 0; c < 3; c++)
        tone[(from + i) * 3 + c] = before[c]! + ((after[c]! - before[c]!) * i) / step;
    before = after;
  }
};

const rowMix = (patch: EyePatch, x: number, row: number, into: Float32Array): void => {
  const y = Math.min(patch.height - 1.001, Math.max(0, row));
  const y0 = Math.floor(y);
  const f = y - y0;
  const a = patch.original[y0 * patch.width + x]!;
  const b = patch.original[Math.min(patch.height - 1, y0 + 1) * patch.width + x]!;
  for (let c = 0; c < 3; c++) {
    const va = (a >>> (8 * c)) & 255;
    into[c] = va + (((b >>> (8 * c)) & 255) - va) * f;
  }
};

/** Blinks and glances of both eyes on one texture. Sessions share it: who paints restores before anybody else can look. */
export type Eyes = {
  /** Paints the lids at `blinkLeft`, `blinkRight` (0 open .. 1 shut, the person's left and right) and the glance (−1..1). False: the texture is the picture's own. */
  paint(blinkLeft: number, blinkRight: number, glanceX: number, glanceY: number): boolean;
  /** Gives the texture the picture's own eyes back. */ restore(): void;
  /** Whether a rectangle of texels touches an eye. */
  touches(left: number, top: number, right: number, bottom: number): boolean;
};

const paintLid = (texture: LayerTexture, patch: EyePatch, blink: number, colour: Float32Array): void => {
  const { width, unit } = patch;
  const lash = 0.022 * unit;
  const under = 0.008 * unit;
  for (let x = 0; x < width; x++) {
    const crease = patch.crease[x]!;
    const upper = patch.upper[x]!;
    const lower = patch.lower[x]!;
    const open = lower - upper;
    if (open <= 0.5) continue;
    // The lower lid comes up a little to meet the upper one.
    const edge = upper + (open + 0.016 * unit * Math.min(1, open / (0.04 * unit))) * blink;
    const creaseNow = crease;
    const until = Math.min(patch.height - 1, Math.ceil(edge + under + 2));
    const fold = smoothStep(0, 0.5, blink) * Math.min(1, open / (0.05 * unit));
    for (let y = Math.max(0, Math.floor(creaseNow)); y <= until; y++) {
      const fromEdge = y - edge;
      let row: number;
      if (fromEdge > under) continue;
      if (fromEdge > -lash) row = upper + fromEdge;
      else {
        const t = (y - creaseNow) / Math.max(1, edge - lash - creaseNow);
        row = crease + t * (upper - lash - crease);
        if (t < 0) row = y;
      }
      rowMix(patch, x, row, colour);
      const along = Math.min(1, Math.max(0, (y - creaseNow) / Math.max(1, edge - creaseNow)));
      // Stretched skin loses its folds: ease it towards the lid's own even tone.
      const even = fold * 0.85 * smoothStep(0, 0.5, along) * smoothStep(-0.4 * lash, -1.4 * lash, fromEdge);
      const bulge = 0.93 + 0.09 * Math.sin(Math.PI * along);
      for (let c = 0; c < 3; c++)
        colour[c] = colour[c]! + (patch.tone[x * 3 + c]! * bulge - colour[c]!) * even;
      const k = (patch.top + y) * texture.width + patch.left + x;
      const cover = smoothStep(under, under - 1.5, fromEdge);
      const below = texture.texels[k]!;
      const r = colour[0]! * cover + (below & 255) * (1 - cover);
      const g = colour[1]! * cover + ((below >> 8) & 255) * (1 - cover);
      const b = colour[2]! * cover + ((below >> 16) & 255) * (1 - cover);
      texture.texels[k] = ((below & 0xff000000) | (b << 16) | (g << 8) | r) >>> 0;
    }
  }
};

const paintGlance = (
  texture: LayerTexture,
  patch: EyePatch,
  shiftX: number,
  shiftY: number,
  colour: Float32Array,
): void => {
  const { width, unit } = patch;
  const soft = 0.014 * unit;
  for (let x = 0; x < width; x++) {
    const upper = patch.upper[x]!;
    const lower = patch.lower[x]!;
    for (let y = Math.max(0, Math.floor(upper)); y <= Math.min(patch.height - 1, lower); y++) {
      const inside = smoothStep(0, soft, y - upper) * smoothStep(0, soft, lower - y) * patch.glance[x]!;
      if (inside <= 0) continue;
      const sx = Math.min(width - 1.001, Math.max(0, x - shiftX * inside));
      const x0 = Math.floor(sx);
      const f = sx - x0;
      rowMix(patch, x0, y - shiftY * inside, colour);
      let [r, g, b] = [colour[0]!, colour[1]!, colour[2]!];
      rowMix(patch, x0 + 1, y - shiftY * inside, colour);
      r += (colour[0]! - r) * f;
      g += (colour[1]! - g) * f;
      b += (colour[2]! - b) * f;
      const k = (patch.top + y) * texture.width + patch.left + x;
      texture.texels[k] = ((texture.texels[k]! & 0xff000000) | (b << 16) | (g << 8) | r) >>> 0;
    }
  }
};

/** Null when the eyes are not known or too small to be worth it. */
export const createEyes = (texture: LayerTexture, region: Region, face: Face, cheek: Colour): Eyes | null => {
  if (!face.eyesKnown) return null;
  const right = patchOf(texture, region, face, EYE_RIGHT, BROW_RIGHT, cheek);
  const left = patchOf(texture, region, face, EYE_LEFT, BROW_LEFT, cheek);
  const colour = new Float32Array(3);
  const dirty = { left: false, right: false };
  const glanceReach = 0.014 * 2 * face.head.unit;
  const restore = (patch: EyePatch | null): void => {
    for (let y = 0; patch !== null && y < patch.height; y++)
      texture.texels.set(
        patch.original.subarray(y * patch.width, (y + 1) * patch.width),
        (patch.top + y) * texture.width + patch.left,
      );
  };
  const one = (
    patch: EyePatch | null,
    side: 'left' | 'right',
    blink: number,
    gx: number,
    gy: number,
  ): void => {
    if (patch === null) return;
    if (Math.abs(gx) > 0.01 || Math.abs(gy) > 0.01) {
      paintGlance(texture, patch, gx * glanceReach, gy * glanceReach * 0.5, colour);
      dirty[side] = true;
    }
    if (blink > 0.01) {
      paintLid(texture, patch, Math.min(1, blink), colour);
      dirty[side] = true;
    }
  };
  return {
    paint(blinkLeft, blinkRight, glanceX, glanceY) {
      one(right, 'right', blinkRight, glanceX, glanceY);
      one(left, 'left', blinkLeft, glanceX, glanceY);
      return dirty.left || dirty.right;
    },
    restore() {
      if (dirty.left) restore(left);
      if (dirty.right) restore(right);
      dirty.left = dirty.right = false;
    },
    touches: (l, t, r, b) =>
      [left, right].some(
        patch =>
          patch !== null &&
          r >= patch.left &&
          l <= patch.left + patch.width &&
          b >= patch.top &&
          t <= patch.top + patch.height,
      ),
  };
};
