/** Paints the inside of a mouth once per avatar: upper teeth with gums, lower teeth, tongue. Knows no motion. */
import type { FrameBuffer } from '../../frame-buffer.ts';
import type { Face } from './face.ts';
import { gaussian } from './gaussian.ts';
import type { LayerTexture } from './layer-texture.ts';
import { type Colour, lumaOf, type MouthColours } from './mouth-colours.ts';
import type { MouthPlane } from './mouth-plane.ts';
import { smoothStep } from './smooth-step.ts';

/** Textures over the plane rectangle left..left + width / scale; `scale` is texels in one eye distance. */
export type OralTextures = {
  scale: number;
  left: number;
  top: number;
  upperTeeth: LayerTexture;
  lowerTeeth: LayerTexture;
  tongue: LayerTexture;
  cavity: Colour;
  /** Plane y of the closed lips' line in the middle: what rests against it. */ seam: number;
  /** 0..1: how much of the upper teeth is the picture's own, already shaded. */ ownTeeth: number;
};

const HALF_SPAN = 0.46;
const TOP = -0.22;
const HEIGHT = 0.5;

/** Right half of a dental arch seen from the front: outer border of each tooth from the middle, and how far its edge stands above the first one's. */
const UPPER_ARCH = [
  [0.094, 0],
  [0.166, 0.009],
  [0.23, 0.002],
  [0.277, 0.012],
  [0.312, 0.022],
  [0.338, 0.03],
] as const;
const LOWER_ARCH = [
  [0.058, 0],
  [0.12, 0],
  [0.184, -0.004],
  [0.236, 0.006],
  [0.276, 0.014],
  [0.304, 0.02],
] as const;

/** Which tooth lies at `x`: place across it −1..1, its edge's rise and its borders. */
const toothAt = (
  arch: typeof UPPER_ARCH | typeof LOWER_ARCH,
  x: number,
  stretch: number,
): { across: number; rise: number; half: number; index: number } | null => {
  const side = Math.abs(x) / stretch;
  let from = 0;
  for (let index = 0; index < arch.length; index++) {
    const [to, rise] = arch[index]!;
    if (side < to) {
      const half = (to - from) / 2;
      return { across: (side - from - half) / half, rise, half: half * stretch, index };
    }
    from = to;
  }
  return null;
};

type Painter = (x: number, y: number) => readonly [number, number, number, number];

const paint = (scale: number, painter: Painter): LayerTexture => {
  const width = Math.ceil(2 * HALF_SPAN * scale) + 2;
  const height = Math.ceil(HEIGHT * scale) + 2;
  const texels = new Uint32Array(width * height);
  const bytes = new Uint8ClampedArray(texels.buffer);
  for (let v = 0; v < height; v++)
    for (let u = 0; u < width; u++) {
      const [r, g, b, a] = painter(u / scale - HALF_SPAN, v / scale + TOP);
      const k = (v * width + u) * 4;
      bytes[k] = r;
      bytes[k + 1] = g;
      bytes[k + 2] = b;
      bytes[k + 3] = a * 255;
    }
  return { width, height, texels };
};

const toothColour = (colour: Colour, across: number, down: number, x: number, index: number): Colour => {
  // Each tooth is a little barrel: darker at its sides, brightest a third down; the arch turns away sideways.
  const barrel = 1 - 0.15 * Math.abs(across) ** 3;
  const recede = 1 - 0.5 * Math.min(1, Math.abs(x) / 0.34) ** 1.6;
  const shine = 0.05 * gaussian(across + 0.25, 0.45) * gaussian(down - 0.35, 0.22);
  const root = 1 - 0.1 * smoothStep(0.35, 0, down);
  const tone = barrel * recede * root * (1 + shine) * (index === 2 ? 0.965 : 1);
  const edge = smoothStep(0.78, 1, down);
  return [
    colour[0] * tone * (1 - 0.05 * edge),
    colour[1] * tone * (1 - 0.035 * edge),
    colour[2] * tone * (1 - 0.05 * smoothStep(0.5, 0, down)),
  ];
};

const CROWN = 0.115;

const upperTeethPainter =
  (colours: MouthColours, edgeY: number, stretch: number, pixel: number): Painter =>
  (x, y) => {
    const tooth = toothAt(UPPER_ARCH, x, stretch);
    if (tooth === null) return [colours.cavity[0], colours.cavity[1], colours.cavity[2], 0];
    const { across, rise, half, index } = tooth;
    const round = 0.022 * Math.abs(across) ** 4 * Math.min(1, half / 0.04);
    const edge = edgeY - rise * stretch - round;
    const neck =
      edgeY - CROWN * (index === 1 ? 0.9 : 1) + 0.02 * (1 - Math.sqrt(Math.max(0, 1 - across * across)));
    const down = Math.min(1, Math.max(0, (y - neck) / (edge - neck)));
    const [r, g, b] = toothColour(colours.teeth, across, down, x, index);
    const gap = gaussian((1 - Math.abs(across)) * half, 0.006 + pixel * 0.35) * (index < 3 ? 0.34 : 0.22);
    const shade = 1 - gap;
    const gum = smoothStep(neck + pixel, neck - pixel, y);
    const gumLight = 1 - 0.45 * Math.min(1, Math.abs(x) / 0.34);
    const alpha =
      smoothStep(edge + 0.7 * pixel, edge - 0.7 * pixel, y) * smoothStep(0.34, 0.29, Math.abs(x) / stretch);
    return [
      r * shade * (1 - gum) + colours.gum[0] * gumLight * gum,
      g * shade * (1 - gum) + colours.gum[1] * gumLight * gum,
      b * shade * (1 - gum) + colours.gum[2] * gumLight * gum,
      alpha,
    ];
  };

const lowerTeethPainter =
  (colours: MouthColours, edgeY: number, stretch: number, pixel: number): Painter =>
  (x, y) => {
    const tooth = toothAt(LOWER_ARCH, x, stretch);
    if (tooth === null) return [colours.cavity[0], colours.cavity[1], colours.cavity[2], 0];
    const { across, rise, half, index } = tooth;
    const edge = edgeY + rise * stretch + 0.01 * Math.abs(across) ** 4;
    const down = Math.min(1, Math.max(0, (y - edge) / 0.09));
    const [r, g, b] = toothColour(colours.teeth, across, 1 - down, x * 1.1, index);
    const gap = gaussian((1 - Math.abs(across)) * half, 0.005 + pixel * 0.35) * 0.34;
    const shade = (1 - gap) * (0.86 - 0.35 * down);
    const alpha =
      smoothStep(edge - 0.7 * pixel, edge + 0.7 * pixel, y) * smoothStep(0.31, 0.25, Math.abs(x) / stretch);
    return [r * shade, g * shade, b * shade, alpha];
  };

const tonguePainter =
  (colours: MouthColours, topY: number, stretch: number, pixel: number): Painter =>
  (x, y) => {
    const across = Math.min(1, Math.abs(x) / (0.235 * stretch));
    const crest = topY + 0.055 * across ** 2.4;
    const depth = (y - crest) / 0.12;
    // The near slope catches light; a soft groove runs down the middle.
    const light = (0.62 + 0.42 * smoothStep(0, 0.75, depth)) * (1 - 0.35 * across ** 2);
    const groove = 1 - 0.14 * gaussian(x, 0.02) * smoothStep(0, 0.4, depth);
    const alpha =
      smoothStep(crest - 1.2 * pixel - 0.012, crest + pixel + 0.012, y) * smoothStep(1, 0.82, across);
    const [r, g, b] = colours.tongue;
    const k = light * groove;
    return [r * k, g * k, b * k, alpha];
  };

/** Copies the picture's own teeth over the painted ones, and fits the painted edge to them. Returns how many were found, 0..1. */
const keepOwnTeeth = (
  texture: LayerTexture,
  scale: number,
  picture: FrameBuffer,
  face: Face,
  plane: MouthPlane,
  colours: MouthColours,
): number => {
  if (face.restGap < 0.03) return 0;
  const bytes = new Uint8ClampedArray(texture.texels.buffer);
  const bright = lumaOf(colours.skin) * 0.62;
  const likeness = (r: number, g: number, b: number): number => {
    const high = Math.max(r, g, b);
    const grey = 1 - (high - Math.min(r, g, b)) / Math.max(30, high);
    return smoothStep(bright * 0.8, bright * 1.15, lumaOf([r, g, b])) * smoothStep(0.52, 0.68, grey);
  };
  let inside = 0;
  let toothy = 0;
  const strength = new Float32Array(texture.width * texture.height);
  const colour = new Float32Array(texture.width * texture.height * 3);
  for (let v = 0; v < texture.height; v++)
    for (let u = 0; u < texture.width; u++) {
      const x = u / scale - HALF_SPAN;
      const y = v / scale + TOP;
      if (x <= plane.left || x >= plane.right) continue;
      const margin = 1 / plane.unit;
      const within =
        smoothStep(0, 1.6 * margin, y - plane.upperInner(x)) *
        smoothStep(0, 1.6 * margin, plane.lowerInner(x) - y);
      if (within === 0) continue;
      const px = plane.originX + (x * plane.cos - y * plane.sin) * plane.unit - 0.5;
      const py = plane.originY + (x * plane.sin + y * plane.cos) * plane.unit - 0.5;
      const ix = Math.min(picture.width - 2, Math.max(0, Math.floor(px)));
      const iy = Math.min(picture.height - 2, Math.max(0, Math.floor(py)));
      const [fx, fy] = [px - ix, py - iy];
      const k = (iy * picture.width + ix) * 4;
      const row = picture.width * 4;
      const i = v * texture.width + u;
      for (let c = 0; c < 3; c++)
        colour[i * 3 + c] =
          (picture.data[k + c]! * (1 - fx) + picture.data[k + 4 + c]! * fx) * (1 - fy) +
          (picture.data[k + row + c]! * (1 - fx) + picture.data[k + row + 4 + c]! * fx) * fy;
      const like = likeness(colour[i * 3]!, colour[i * 3 + 1]!, colour[i * 3 + 2]!);
      inside++;
      if (like > 0.5) toothy++;
      strength[i] = within * like;
    }
  const found = smoothStep(0.2, 0.45, inside === 0 ? 0 : toothy / inside);
  if (found === 0) return 0;
  for (let u = 0; u < texture.width; u++) {
    let first = -1;
    let last = -1;
    for (let v = 0; v < texture.height; v++)
      if (strength[v * texture.width + u]! > 0.4) {
        if (first < 0) first = v;
        last = v;
      }
    for (let v = 0; v < texture.height; v++) {
      const i = v * texture.width + u;
      // Own pixels stand between the first and the last tooth-like one of the column, gaps between teeth included.
      const own =
        first >= 0 && v >= first && v <= last ? Math.max(strength[i]!, 0.92) * found : strength[i]! * found;
      if (own <= 0) {
        if (first >= 0 && v > last) bytes[i * 4 + 3]! *= 1 - found;
        continue;
      }
      for (let c = 0; c < 3; c++) bytes[i * 4 + c] = bytes[i * 4 + c]! * (1 - own) + colour[i * 3 + c]! * own;
      bytes[i * 4 + 3] = Math.max(bytes[i * 4 + 3]! * (1 - own), own * 255);
    }
  }
  return found;
};

/** Paints everything for one avatar. */
export const oralTexturesOf = (
  picture: FrameBuffer,
  face: Face,
  plane: MouthPlane,
  colours: MouthColours,
): OralTextures => {
  const scale = Math.min(420, Math.max(48, 1.6 * plane.unit));
  const pixel = Math.max(1 / scale, 0.7 / plane.unit);
  const upper = plane.upperInner(0);
  const lower = plane.lowerInner(0);
  const seam = upper + 0.32 * (lower - upper);
  const stretch = Math.min(1.15, Math.max(0.8, face.innerHalfWidth / 0.27));
  const upperTeeth = paint(scale, upperTeethPainter(colours, seam + 0.018, stretch, pixel));
  const ownTeeth = keepOwnTeeth(upperTeeth, scale, picture, face, plane, colours);
  return {
    scale,
    left: -HALF_SPAN,
    top: TOP,
    upperTeeth,
    lowerTeeth: paint(scale, lowerTeethPainter(colours, seam + 0.002, stretch, pixel)),
    tongue: paint(scale, tonguePainter(colours, seam - 0.01, stretch, pixel)),
    cavity: colours.cavity,
    seam,
    ownTeeth,
  };
};
