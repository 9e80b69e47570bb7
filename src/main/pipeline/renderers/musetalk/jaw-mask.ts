/** How much of the drawn face is laid over each pixel of its box: the talking half inside the jaw, feathered. Knows no colours. */
import { blur, convexHull, createMask, fillConvex, type Mask, type Point } from '../../compositor/mask.ts';
import type { FaceShape } from './face-box.ts';

// The original parses the face with a network and then, in its mode `jaw` (musetalk/utils/face_parsing, sizes of 512), widens the
// skin by a cone downwards, narrows the cheeks beyond 90 from the middle by two ellipses of 35, and keeps the lower half of a
// square 1.5 times the box, blurred by a tenth of it (musetalk/utils/blending.py). Here the jaw line of the landmarks stands in.
const EXPAND = 1.5;
const CHEEK_FROM = 90 / 512;
const CHEEK_LESS = 34 / 512;
const CHIN_MORE = 10 / 512;
const UPPER_BOUNDARY = 0.5;
const BLUR = 0.1;
/** Lips are the painter's wherever they are, so much larger than at rest: in a turned face they come close to the cheek that is left out. */
const LIPS_MORE = 1.35;
/** The patch fades out towards its own edges over this share of the square, so that no edge is ever seen. */
const EDGE = 0.03;

/** A jaw of which the cheeks are narrower and the chin longer. */
const talkingJaw = (jaw: FaceShape['jaw'], centreX: number, side: number): Point[] =>
  jaw.map(([x, y]) => {
    const away = Math.abs(x - centreX);
    if (away <= CHEEK_FROM * side) return [x, y + CHIN_MORE * side];
    return [centreX + Math.sign(x - centreX) * Math.max(CHEEK_FROM * side, away - CHEEK_LESS * side), y];
  });

/** The outer lip of an open mouth. */
const talkingLips = (lips: FaceShape['lips']): Point[] => {
  const middle = (axis: 0 | 1): number => lips.reduce((sum, point) => sum + point[axis], 0) / lips.length;
  const [centreX, centreY] = [middle(0), middle(1)];
  return lips.map(([x, y]) => [centreX + (x - centreX) * LIPS_MORE, centreY + (y - centreY) * LIPS_MORE]);
};

/** 0 at the edges of a box, 1 from `reach` px inside. */
export const edgeFade = (width: number, height: number, reach: number): Mask => {
  const mask = createMask(width, height);
  const ramp = (distance: number): number => {
    const t = Math.min(1, (distance + 0.5) / reach);
    return t * t * (3 - 2 * t);
  };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      mask.data[y * width + x] = ramp(Math.min(x, width - 1 - x)) * ramp(Math.min(y, height - 1 - y));
  return mask;
};

/** The two masks of a face, each of the size of its box: `native` for the mode `basic`, `edge` for modes with masks of their own. */
export type FaceMasks = { native: Mask; edge: Mask };

/** A mask blurred, from row `from` on, as if there were nothing beyond it. Rows well above `from` are left out: they stay empty. */
const softened = (mask: Mask, from: number, size: number): Mask => {
  const reach = (size - 1) / 2;
  const first = Math.max(0, from - reach);
  const { width } = mask;
  const wide = createMask(width + 2 * reach, mask.height - first + 2 * reach);
  for (let y = first; y < mask.height; y++)
    wide.data.set(mask.data.subarray(y * width, (y + 1) * width), (y - first + reach) * wide.width + reach);
  const soft = blur(wide, size);
  const out = createMask(width, mask.height);
  for (let y = first; y < mask.height; y++) {
    const at = (y - first + reach) * wide.width + reach;
    out.data.set(soft.data.subarray(at, at + width), y * width);
  }
  return out;
};

/** Makes both. */
export const faceMasksOf = ({ box, jaw, lips }: FaceShape): FaceMasks => {
  const { left, top, right, bottom } = box;
  const [width, height] = [right - left, bottom - top];
  const half = Math.floor(Math.floor(Math.max(width, height) / 2) * EXPAND);
  const side = 2 * half;
  const outline = talkingJaw(jaw, (left + right) / 2, side);
  const [first, last] = [outline[0]!, outline.at(-1)!];
  const face = createMask(width, height);
  const inBox = ([x, y]: Point): Point => [x - left, y - top];
  fillConvex(face, convexHull([...outline, [first[0], top] as const, [last[0], top] as const].map(inBox)));
  if (lips.length > 2) fillConvex(face, convexHull(talkingLips(lips).map(inBox)));
  // The square stands about the middle of the box, in whole pixels of the frame.
  const boundary = Math.floor((top + bottom) / 2) - half + Math.floor(side * UPPER_BOUNDARY) - top;
  face.data.fill(0, 0, boundary * width);
  const native = softened(face, boundary, Math.floor((BLUR * side) / 2) * 2 + 1);
  const edge = edgeFade(width, height, Math.max(2, EDGE * side));
  for (let i = 0; i < native.data.length; i++) native.data[i] = native.data[i]! * edge.data[i]!;
  return { native, edge };
};
