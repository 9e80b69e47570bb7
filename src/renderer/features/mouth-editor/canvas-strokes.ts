/** Lines of the editor's canvas: smooth curves, seen on light and on dark skin. Knows no state. */
import { bezierOf } from './curves.ts';
import type { BoxName } from './mouth-document.ts';
import type { ImagePoint, ViewPoint } from './points.ts';
import { toView, type Viewport } from './viewport.ts';

/** Colours of the theme, as the canvas takes them. */
export type EditorColours = {
  outer: string;
  inner: string;
  handle: string;
  box: string;
  halo: string;
  ghost: string;
};

/** What everything is drawn with. */
export type Paint = {
  ctx: CanvasRenderingContext2D;
  view: Viewport;
  colours: EditorColours;
  labels: Readonly<Record<BoxName, string>>;
};

/** A place as the canvas takes it. */
export const xy = ([x, y]: ViewPoint): [number, number] => [x, y];

/** Begins a path along a closed smooth curve. */
export const tracePath = ({ ctx, view }: Paint, points: readonly ImagePoint[]): void => {
  ctx.beginPath();
  ctx.moveTo(...xy(toView(view, points[0]!)));
  for (const [first, second, end] of bezierOf(points))
    ctx.bezierCurveTo(...xy(toView(view, first)), ...xy(toView(view, second)), ...xy(toView(view, end)));
  ctx.closePath();
};

/** A line that is seen on light and on dark skin. */
export const strokeTwice = ({ ctx, colours }: Paint, colour: string, width: number): void => {
  ctx.strokeStyle = colours.halo;
  ctx.lineWidth = width + 2;
  ctx.stroke();
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
};
