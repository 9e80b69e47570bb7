/** How the picture lies under the canvas: zoom and shift. Pure. */
import type { PictureSize } from './mouth-document.ts';
import { type ImagePoint, imagePoint, type ViewPoint, viewPoint } from './points.ts';

/** `zoom` CSS pixels a pixel of the picture; the picture's corner lies at `x`, `y`. */
export type Viewport = { readonly zoom: number; readonly x: number; readonly y: number };

/** Bounds of the zoom. */
export const LEAST_ZOOM = 0.25;
/** See LEAST_ZOOM. */
export const MOST_ZOOM = 32;
/** This much of the picture stays on the canvas, CSS pixels. */
const KEPT_IN_VIEW = 48;

/** Where a place of the picture is on the canvas. */
export const toView = ({ zoom, x, y }: Viewport, point: ImagePoint): ViewPoint =>
  viewPoint(x + point[0] * zoom, y + point[1] * zoom);

/** The place of the picture under a place of the canvas. */
export const toImage = ({ zoom, x, y }: Viewport, point: ViewPoint): ImagePoint =>
  imagePoint((point[0] - x) / zoom, (point[1] - y) / zoom);

/** Zooms so that what lies under `about` stays there. */
export const zoomAt = (view: Viewport, about: ViewPoint, factor: number): Viewport => {
  const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, view.zoom * factor));
  const [ix, iy] = toImage(view, about);
  return { zoom, x: about[0] - ix * zoom, y: about[1] - iy * zoom };
};

/** Shifts, and keeps a part of the picture in sight. */
export const pan = (
  view: Viewport,
  dx: number,
  dy: number,
  picture: PictureSize,
  canvas: PictureSize,
): Viewport => {
  const keep = (at: number, length: number, room: number): number =>
    Math.min(room - KEPT_IN_VIEW, Math.max(KEPT_IN_VIEW - length * view.zoom, at));
  return {
    zoom: view.zoom,
    x: keep(view.x + dx, picture.width, canvas.width),
    y: keep(view.y + dy, picture.height, canvas.height),
  };
};

/** Shows a box of the picture with some room about it. */
export const fitBox = (
  [left, top, right, bottom]: readonly [number, number, number, number],
  canvas: PictureSize,
): Viewport => {
  const wanted = Math.min(
    canvas.width / Math.max(1, right - left),
    canvas.height / Math.max(1, bottom - top),
  );
  const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, wanted));
  return {
    zoom,
    x: canvas.width / 2 - ((left + right) / 2) * zoom,
    y: canvas.height / 2 - ((top + bottom) / 2) * zoom,
  };
};
