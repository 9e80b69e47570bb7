/** The masks of the blend modes for one mouth in a patch, as OmniRT's post-processing makes them (omnirt-wire-facts §4.4). Knows no pixels' colours. */
import type { CompositorOptions } from '../../../shared/compositor-options.ts';
import {
  blur,
  convexHull,
  createMask,
  dilateEllipse,
  dilateSquare,
  distanceInside,
  fillConvex,
  fillEllipse,
  type Mask,
  normalisePeak,
  oddSize,
  type Point,
} from './mask.ts';

/** A mouth in pixels of a patch. `outerLip` may be empty: then the ellipse of the radii stands in. */
export type MouthGeometry = { centre: Point; rx: number; ry: number; outerLip: readonly Point[] };

const MOUTH_DILATION = 1.35;
const FEATHER = 1.15;
const LOWER_LIP_EXPAND = 0.45;
const CORNER_EXPAND = 0.12;
const LOWER_MARGIN = 0.45;
const UPPER_MARGIN = 0.85;
const HORIZONTAL_MARGIN = 0.22;
const RING_INNER = 1.12;
const RING_OUTER = 1.65;
const LEAST = 0.02;

const isPolygon = (mouth: MouthGeometry): boolean => mouth.outerLip.length >= 3;

const lipsOf = (mouth: MouthGeometry, width: number, height: number): Mask => {
  const mask = createMask(width, height);
  if (isPolygon(mouth)) fillConvex(mask, convexHull(mouth.outerLip));
  else fillEllipse(mask, mouth.centre[0], mouth.centre[1], mouth.rx, mouth.ry);
  return mask;
};

const clearBelow = (mask: Mask, row: number): void => {
  mask.data.fill(0, Math.min(mask.height, Math.max(0, Math.floor(row) + 1)) * mask.width);
};

/** `basic` of a neural renderer: a soft rectangle of the patch. */
export const rectangleMask = (width: number, height: number): Mask => {
  const mask = createMask(width, height);
  for (let y = Math.floor(height * 0.42); y < Math.floor(height * 0.9); y++)
    mask.data.fill(1, y * width + Math.floor(width * 0.18), y * width + Math.floor(width * 0.82));
  return blur(mask, Math.floor(width / 7) | 1, Math.floor(height / 7) | 1);
};

const lowestLip = (mouth: MouthGeometry): number => Math.max(...mouth.outerLip.map(p => p[1]));

/** `opentalking_improved`: the lips, grown mostly downwards and sideways, cut below, feathered. */
export const improvedMask = (
  mouth: MouthGeometry,
  width: number,
  height: number,
  options: Pick<CompositorOptions, 'lowerLipDynamicExpand'>,
): Mask => {
  const { rx, ry } = mouth;
  const cy = mouth.centre[1];
  let mask = lipsOf(mouth, width, height);
  if (isPolygon(mouth)) {
    const lower = Math.round(ry * (LOWER_LIP_EXPAND + options.lowerLipDynamicExpand));
    const corner = oddSize(rx * CORNER_EXPAND);
    const grown = dilateEllipse(mask, corner, oddSize(lower));
    const wide = dilateEllipse(mask, corner, 1);
    const end = Math.min(height, Math.round(cy + ry + lower + 1));
    for (let i = Math.round(cy) * width; i < end * width; i++)
      mask.data[i] = Math.max(mask.data[i]!, grown.data[i]!);
    const [from, to] = [Math.max(0, Math.round(cy - 0.8 * ry)), Math.min(height, Math.round(cy + 0.8 * ry))];
    for (let i = from * width; i < to * width; i++) mask.data[i] = Math.max(mask.data[i]!, wide.data[i]!);
  }
  mask = dilateEllipse(
    mask,
    oddSize(rx * HORIZONTAL_MARGIN * MOUTH_DILATION),
    oddSize(ry * UPPER_MARGIN * MOUTH_DILATION),
  );
  clearBelow(mask, Math.max(cy + LOWER_MARGIN * ry, isPolygon(mouth) ? lowestLip(mouth) + ry * 0.7 : 0));
  return normalisePeak(blur(mask, oddSize(Math.max(rx, ry) * FEATHER)), LEAST);
};

/** The ring of skin about the mouth that colours are matched on. */
export const skinRing = (mouth: MouthGeometry, mouthMask: Mask): Mask => {
  const { centre, rx, ry } = mouth;
  const ring = createMask(mouthMask.width, mouthMask.height);
  fillEllipse(ring, centre[0], centre[1], rx * RING_OUTER, ry * RING_OUTER);
  fillEllipse(ring, centre[0], centre[1], rx * RING_INNER, ry * RING_INNER, 0);
  for (let i = 0; i < ring.data.length; i++) ring.data[i] = ring.data[i]! * (1 - mouthMask.data[i]!);
  clearBelow(ring, Math.max(centre[1] + LOWER_MARGIN * ry, isPolygon(mouth) ? lowestLip(mouth) : 0));
  return normalisePeak(blur(ring, oddSize(Math.max(3, 0.8 * ry))), 0);
};

/** The jaw below the mouth, at its alpha. */
export const jawMask = (mouth: MouthGeometry, mouthMask: Mask, options: CompositorOptions): Mask => {
  const { centre, rx, ry } = mouth;
  const { width, height } = mouthMask;
  const shape = createMask(width, height);
  fillEllipse(
    shape,
    centre[0],
    centre[1] + options.jawMaskOffsetY * ry,
    rx * (1.25 + options.jawMaskExpandX),
    ry * (2.25 + options.jawMaskExpandY),
  );
  shape.data.fill(0, 0, Math.max(0, Math.round(centre[1] - 0.25 * ry)) * width);
  clearBelow(shape, centre[1] + ry * (3.6 + options.jawMaskExpandY) - 1);
  const mask = blur(shape, oddSize(Math.max(3, options.jawMaskFeather * ry)));
  for (let i = 0; i < mask.data.length; i++)
    mask.data[i] = mask.data[i]! * (1 - mouthMask.data[i]!) * options.jawBlendAlpha;
  return mask;
};

/** `easy_improved`: a wide soft field about the mouth inside a softened box. */
export const easyMask = (
  mouth: MouthGeometry,
  width: number,
  height: number,
  options: Pick<CompositorOptions, 'easyMaskDilation' | 'easyMaskFeathering'>,
): Mask => {
  const { centre, rx, ry } = mouth;
  const d = options.easyMaskDilation;
  const outline: readonly Point[] = isPolygon(mouth)
    ? mouth.outerLip
    : Array.from({ length: 20 }, (_, i): Point => {
        const angle = (i / 20) * 2 * Math.PI;
        return [Math.round(centre[0] + rx * Math.cos(angle)), Math.round(centre[1] + ry * Math.sin(angle))];
      });
  const lips = createMask(width, height);
  fillConvex(lips, convexHull(outline));
  const span = (axis: 0 | 1): number => {
    const values = outline.map(p => p[axis]);
    return Math.max(...values) - Math.min(...values);
  };
  const size = Math.max(span(0), span(1));
  const distance = distanceInside(dilateSquare(lips, Math.max(1, Math.floor(size * d))));
  const deepest = distance.data.reduce((a, b) => Math.max(a, b), 0);
  const core = createMask(width, height);
  for (let i = 0; i < core.data.length; i++) core.data[i] = distance.data[i]! * 255 > 50 * deepest ? 1 : 0;
  const field = blur(core, oddSize(size * options.easyMaskFeathering));
  const box = createMask(width, height);
  const reachX = Math.max(rx * (1.35 + 0.55 * d), rx + 12);
  const top = Math.max(0, Math.floor(centre[1] - Math.max(ry * (2 + 0.7 * d), ry + 12)));
  const bottom = Math.min(height, Math.floor(centre[1] + Math.max(ry * (3.2 + 0.9 * d), ry + 18)) + 2);
  const left = Math.max(0, Math.floor(centre[0] - reachX));
  const right = Math.min(width, Math.floor(centre[0] + reachX) + 2);
  for (let y = top; y < bottom; y++) box.data.fill(1, y * width + left, y * width + right);
  const guard = blur(box, oddSize(Math.max(3, Math.min(rx, ry) * options.easyMaskFeathering * 0.35)));
  for (let i = 0; i < field.data.length; i++) field.data[i] = field.data[i]! * guard.data[i]!;
  for (let x = 0; x < width; x++) field.data[x] = field.data[(height - 1) * width + x] = 0;
  for (let y = 0; y < height; y++) field.data[y * width] = field.data[y * width + width - 1] = 0;
  return normalisePeak(field, LEAST);
};
