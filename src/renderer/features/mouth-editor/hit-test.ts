/** What lies under the pointer: handles before points, points before curves, curves before the mouth. The only place that compares screen distances. */
import { isInside, nearestOn } from './curves.ts';
import type { Box, BoxName, CurveName, MouthDocument } from './mouth-document.ts';
import { type FrameHandle, frameHandlesOf } from './mouth-frame.ts';
import { distance, imagePoint, type ViewPoint } from './points.ts';
import { toImage, toView, type Viewport } from './viewport.ts';

/** A side or corner of a box: −1, 0 or 1 in each direction. */
export type BoxHandle = { readonly x: -1 | 0 | 1; readonly y: -1 | 0 | 1 };

/** One hit. */
export type Hit =
  | { kind: 'point'; curve: CurveName; index: number }
  | { kind: 'curve'; curve: CurveName; index: number; share: number }
  | { kind: 'centre' }
  | { kind: 'radius'; axis: 'x' | 'y' }
  | { kind: 'box'; box: BoxName; handle: BoxHandle }
  | { kind: 'frame'; handle: FrameHandle }
  | { kind: 'mouth' }
  | { kind: 'nothing' };

/** What is shown and can therefore be hit. */
export type Shown = {
  readonly inner: boolean;
  readonly ellipse: boolean;
  readonly boxes: boolean;
  /** Handles of the whole mouth. */ readonly frame: boolean;
};

/** How near a pointer must come, CSS pixels: a fingertip's half width for handles. */
export const REACH = 9;
const CURVE_REACH = 7;

const HANDLES: readonly BoxHandle[] = [-1, 0, 1]
  .flatMap(y => [-1, 0, 1].map(x => ({ x, y }) as BoxHandle))
  .filter(({ x, y }) => x !== 0 || y !== 0);

/** Where the handles of a box are, in the picture. */
export const handlesOf = ([left, top, right, bottom]: Box) =>
  HANDLES.map(handle => ({
    handle,
    at: imagePoint(left + ((handle.x + 1) / 2) * (right - left), top + ((handle.y + 1) / 2) * (bottom - top)),
  }));

/** The topmost thing at a place of the canvas. */
export const hitTest = (document: MouthDocument, view: Viewport, at: ViewPoint, shown: Shown): Hit => {
  const near = (point: Parameters<typeof toView>[1], reach = REACH): boolean =>
    distance(toView(view, point), at) <= reach;
  const curves: CurveName[] = shown.inner && document.inner !== null ? ['inner', 'outer'] : ['outer'];
  if (shown.ellipse) {
    const { centre, rx, ry } = document;
    if (near(centre)) return { kind: 'centre' };
    if (near(imagePoint(centre[0] + rx, centre[1]))) return { kind: 'radius', axis: 'x' };
    if (near(imagePoint(centre[0], centre[1] + ry))) return { kind: 'radius', axis: 'y' };
  }
  let best: { curve: CurveName; index: number; far: number } | null = null;
  for (const curve of curves)
    for (const [index, point] of document[curve]!.entries()) {
      const far = distance(toView(view, point), at);
      if (far <= REACH && (best === null || far < best.far)) best = { curve, index, far };
    }
  if (best !== null) return { kind: 'point', curve: best.curve, index: best.index };
  if (shown.boxes)
    for (const box of ['modelCrop', 'faceBox'] as const) {
      const placed = document[box];
      if (placed === null) continue;
      const found = handlesOf(placed).find(candidate => near(candidate.at));
      if (found !== undefined) return { kind: 'box', box, handle: found.handle };
    }
  if (shown.frame) {
    const found = frameHandlesOf(document, view).find(handle => distance(handle.at, at) <= REACH);
    if (found !== undefined) return { kind: 'frame', handle: found.handle };
  }
  const place = toImage(view, at);
  for (const curve of curves) {
    const nearest = nearestOn(document[curve]!, place);
    if (nearest.distance * view.zoom <= CURVE_REACH)
      return { kind: 'curve', curve, index: nearest.index, share: nearest.share };
  }
  return isInside(document.outer, place) ? { kind: 'mouth' } : { kind: 'nothing' };
};

/** Whether two hits are the same thing, so that nothing is drawn anew for them. */
export const isSameHit = (a: Hit, b: Hit): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
