/** Paints the inside of a mouth once per avatar: upper teeth with gums, lower teeth, tongue. Knows no motion. */
import type { FrameBuffer } from '../../frame-buffer.ts';
import type { Face } from './face.ts';
import { gaussian } from './gaussian.ts';
import type { LayerTexture } from './layer-texture.ts';
import type { Colour, MouthColours } from './mouth-colours.ts';
import type { MouthPlane } from './mouth-plane.ts';
import { layOwnTeeth, ownTeethOf } from './own-teeth.ts';
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
  /** 0..1: a flat drawing's mouth takes no shading. */ flat: number;
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

/** How the head's turn shows in the mouth's plane: the share of its x axis, and of its depth axis, along the plane's x. */
type Turn = { x: number; z: number };

/** Place along the dental arch, seen from the front, of a point at plane `x`: the arch curves back, and the head may be turned. */
const alongArch = (x: number, turn: Turn): number => {
  let along = x / turn.x;
  for (let i = 0; i < 3; i++) along = (x - turn.z * (-0.16 + 1.3 * along * along)) / turn.x;
  return Math.min(0.5, Math.max(-0.5, along));
};

/** Colour and coverage (0..1) down one column. */
type ColumnPainter = (y: number, into: Float64Array) => void;
/** What depends on the column alone is worked out once. */
type Painter = (x: number) => ColumnPainter;

const textureSize = (scale: number): { width: number; height: number } => ({
  width: Math.ceil(2 * HALF_SPAN * scale) + 2,
  height: Math.ceil(HEIGHT * scale) + 2,
});

const paint = (scale: number, turn: Turn, painter: Painter): LayerTexture => {
  const { width, height } = textureSize(scale);
  const texels = new Uint32Array(width * height);
  const bytes = new Uint8ClampedArray(texels.buffer);
  const colour = new Float64Array(4);
  for (let u = 0; u < width; u++) {
    const column = painter(alongArch(u / scale - HALF_SPAN, turn));
    for (let v = 0; v < height; v++) {
      column(v / scale + TOP, colour);
      const k = (v * width + u) * 4;
      bytes[k] = colour[0]!;
      bytes[k + 1] = colour[1]!;
      bytes[k + 2] = colour[2]!;
      bytes[k + 3] = colour[3]! * 255;
    }
  }
  return { width, height, texels };
};

/** Nothing but the dark of the mouth. */
const empty =
  ({ cavity }: MouthColours): ColumnPainter =>
  (_y, into) => {
    into.set(cavity);
    into[3] = 0;
  };

/** The colour of a tooth at one place across it, from its root (`down` 0) to its edge (1). */
const toothShades = (
  colours: MouthColours,
  across: number,
  x: number,
  index: number,
): ((down: number, into: Float64Array) => void) => {
  // Each tooth is a little barrel: darker at its sides, brightest a third down; the arch turns away sideways.
  const { teeth: colour, flat } = colours;
  const deep = 1 - flat;
  const barrel = 1 - 0.09 * deep * Math.abs(across) ** 3;
  const recede = 1 - 0.5 * deep * Math.min(1, Math.abs(x) / 0.34) ** 1.6;
  const glint = 0.05 * deep * gaussian(across + 0.25, 0.45);
  const dull = index === 2 ? 1 - 0.035 * deep : 1;
  return (down, into) => {
    const shine = glint * gaussian(down - 0.35, 0.22);
    const root = 1 - 0.07 * deep * smoothStep(0.35, 0, down);
    const tone = barrel * recede * root * (1 + shine) * dull;
    const edge = smoothStep(0.78, 1, down);
    into[0] = colour[0] * tone * (1 - 0.05 * edge);
    into[1] = colour[1] * tone * (1 - 0.035 * edge);
    into[2] = colour[2] * tone * (1 - 0.05 * smoothStep(0.5, 0, down));
  };
};

const CROWN = 0.115;

const upperTeethPainter =
  (colours: MouthColours, edgeY: number, stretch: number, pixel: number): Painter =>
  x => {
    const tooth = toothAt(UPPER_ARCH, x, stretch);
    if (tooth === null) return empty(colours);
    const { across, rise, half, index } = tooth;
    const round = 0.009 * Math.abs(across) ** 5 * Math.min(1, half / 0.04);
    const edge = edgeY - rise * stretch - round;
    const neck =
      edgeY - CROWN * (index === 1 ? 0.9 : 1) + 0.02 * (1 - Math.sqrt(Math.max(0, 1 - across * across)));
    const shades = toothShades(colours, across, x, index);
    const gap =
      gaussian((1 - Math.abs(across)) * half, 0.006 + pixel * 0.35) *
      (index < 3 ? 0.2 : 0.15) *
      (0.006 / (0.006 + pixel * 0.35)) ** 0.5;
    const shade = 1 - gap * (1 - colours.flat);
    const gumLight = 1 - 0.45 * Math.min(1, Math.abs(x) / 0.34);
    const side = smoothStep(0.34, 0.29, Math.abs(x) / stretch);
    return (y, into) => {
      shades(Math.min(1, Math.max(0, (y - neck) / (edge - neck))), into);
      const gum = smoothStep(neck + pixel, neck - pixel, y);
      for (let c = 0; c < 3; c++) into[c] = into[c]! * shade * (1 - gum) + colours.gum[c]! * gumLight * gum;
      into[3] = smoothStep(edge + 0.7 * pixel, edge - 0.7 * pixel, y) * side;
    };
  };

const lowerTeethPainter =
  (colours: MouthColours, edgeY: number, stretch: number, pixel: number): Painter =>
  x => {
    const tooth = toothAt(LOWER_ARCH, x, stretch);
    if (tooth === null) return empty(colours);
    const { across, rise, half, index } = tooth;
    const edge = edgeY + rise * stretch + 0.01 * Math.abs(across) ** 4;
    const shades = toothShades(colours, across, x * 1.1, index);
    const gap =
      gaussian((1 - Math.abs(across)) * half, 0.005 + pixel * 0.35) *
      0.3 *
      (0.005 / (0.005 + pixel * 0.35)) ** 0.5;
    const side = smoothStep(0.31, 0.25, Math.abs(x) / stretch);
    return (y, into) => {
      const down = Math.min(1, Math.max(0, (y - edge) / 0.09));
      shades(1 - down, into);
      const shade = (1 - gap * (1 - colours.flat)) * (0.86 - 0.35 * down);
      for (let c = 0; c < 3; c++) into[c] = into[c]! * shade;
      into[3] = smoothStep(edge - 0.7 * pixel, edge + 0.7 * pixel, y) * side;
    };
  };

const tonguePainter =
  (colours: MouthColours, topY: number, stretch: number, pixel: number): Painter =>
  x => {
    const across = Math.min(1, Math.abs(x) / (0.235 * stretch));
    const crest = topY + 0.055 * across ** 2.4;
    const round = 1 - 0.35 * across ** 2;
    const furrow = 0.14 * gaussian(x, 0.02);
    const side = smoothStep(1, 0.82, across);
    return (y, into) => {
      const depth = (y - crest) / 0.12;
      // The near slope catches light; a soft groove runs down the middle.
      const light = (0.62 + 0.42 * smoothStep(0, 0.75, depth)) * round;
      const k = light * (1 - furrow * smoothStep(0, 0.4, depth));
      for (let c = 0; c < 3; c++) into[c] = colours.tongue[c]! * k;
      into[3] = smoothStep(crest - 1.2 * pixel - 0.012, crest + pixel + 0.012, y) * side;
    };
  };

/** Paints everything for one avatar. */
export const oralTexturesOf = (
  picture: FrameBuffer,
  face: Face,
  plane: MouthPlane,
  given: MouthColours,
): OralTextures => {
  const scale = Math.min(280, Math.max(48, 1.5 * plane.unit));
  const pixel = Math.max(1 / scale, 0.7 / plane.unit);
  const { head } = face;
  const turn: Turn = {
    x: Math.max(0.5, head.x[0] * plane.cos + head.x[1] * plane.sin),
    z: head.z[0] * plane.cos + head.z[1] * plane.sin,
  };
  const upper = plane.upperInner(0);
  const lower = plane.lowerInner(0);
  const seam = upper + 0.32 * (lower - upper);
  const stretch = Math.min(1.15, Math.max(0.8, face.innerHalfWidth / 0.27));
  const grid = { scale, left: -HALF_SPAN, top: TOP };
  const size = textureSize(scale);
  const own = ownTeethOf(size, grid, picture, face, plane, given);
  const colours: MouthColours = own === null ? given : { ...given, teeth: own.colour };
  const upperTeeth = paint(scale, turn, upperTeethPainter(colours, seam + 0.028, stretch, pixel));
  if (own !== null) layOwnTeeth(upperTeeth, grid, own);
  return {
    scale,
    left: -HALF_SPAN,
    top: TOP,
    upperTeeth,
    lowerTeeth: paint(scale, turn, lowerTeethPainter(colours, seam + 0.002, stretch, pixel)),
    tongue: paint(scale, turn, tonguePainter(colours, seam - 0.05, stretch, pixel)),
    cavity: colours.cavity,
    flat: colours.flat,
    seam,
    ownTeeth: own?.found ?? 0,
  };
};
