/** Draws the editor: picture, curves, handles, magnifier. Pixels only; what they mean is decided elsewhere. */
import { type Paint, strokeTwice, tracePath, xy } from './canvas-strokes.ts';
import type { EditorView, Ghost } from './editor-view.ts';
import { DRAW_STEPS } from './guided-draw.ts';
import { handlesOf, isSameHit, type Shown } from './hit-test.ts';
import type { MaskPicture } from './mask-follower.ts';
import type { Box, CurveName, MouthDocument } from './mouth-document.ts';
import { frameHandlesOf, frameOf } from './mouth-frame.ts';
import { type ImagePoint, imagePoint, type ViewPoint } from './points.ts';
import { toView, type Viewport } from './viewport.ts';

/** Above this zoom every pixel of the picture is seen as a square. */
const CRISP_FROM = 6;
const POINT = 3.6;
const MAGNIFIER = { radius: 64, zoom: 3, gap: 18 };

/** How it is drawn. `lens`: where the magnifier looks, or null. */
export type EditorLook = Pick<Paint, 'colours' | 'labels'> & {
  lens: ViewPoint | null;
  /** The mask of a blend, over a box of the picture (normalised). */ mask: MaskPicture<CanvasImageSource> | null;
  /** 0..1 */ maskOpacity: number;
};

const dot = (paint: Paint, at: ViewPoint, radius: number, fill: string, ring: string): void => {
  const { ctx } = paint;
  ctx.beginPath();
  ctx.arc(at[0], at[1], radius, 0, 2 * Math.PI);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.strokeStyle = ring;
  ctx.lineWidth = 1.5;
  ctx.stroke();
};

const drawCurve = (paint: Paint, document: MouthDocument, curve: CurveName, state: EditorView): void => {
  const points = document[curve];
  if (points === null || points.length === 0) return;
  const colour = paint.colours[curve];
  const { hover, selection } = state;
  tracePath(paint, points);
  strokeTwice(paint, colour, hover.kind === 'curve' && hover.curve === curve ? 2.4 : 1.6);
  const isHovered = (index: number): boolean =>
    hover.kind === 'point' && hover.curve === curve && hover.index === index;
  for (const [index, point] of points.entries()) {
    const chosen = selection?.curve === curve && selection.indexes.includes(index);
    const radius = POINT + (isHovered(index) ? 1.8 : 0) + (chosen ? 1 : 0);
    dot(
      paint,
      toView(paint.view, point),
      radius,
      chosen ? colour : paint.colours.handle,
      chosen ? paint.colours.handle : colour,
    );
  }
};

const drawBox = (paint: Paint, box: Box, label: string): void => {
  const { ctx, view, colours } = paint;
  const [left, top] = toView(view, imagePoint(box[0], box[1]));
  const [right, bottom] = toView(view, imagePoint(box[2], box[3]));
  ctx.setLineDash([6, 4]);
  ctx.beginPath();
  ctx.rect(left, top, right - left, bottom - top);
  strokeTwice(paint, colours.box, 1.2);
  ctx.setLineDash([]);
  ctx.font = '600 11px "Inter Variable", sans-serif';
  ctx.fillStyle = colours.halo;
  const width = ctx.measureText(label).width + 10;
  ctx.fillRect(left, top - 18, width, 17);
  ctx.fillStyle = colours.box;
  ctx.fillText(label, left + 5, top - 5.5);
  for (const { at } of handlesOf(box)) {
    const [x, y] = toView(view, at);
    ctx.fillStyle = colours.handle;
    ctx.strokeStyle = colours.box;
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    ctx.rect(x - 3.5, y - 3.5, 7, 7);
    ctx.fill();
    ctx.stroke();
  }
};

const drawEllipse = (paint: Paint, { centre, rx, ry }: MouthDocument): void => {
  const { ctx, view, colours } = paint;
  const [x, y] = toView(view, centre);
  ctx.setLineDash([2, 4]);
  ctx.beginPath();
  ctx.ellipse(x, y, rx * view.zoom, ry * view.zoom, 0, 0, 2 * Math.PI);
  strokeTwice(paint, colours.box, 1.4);
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(x - 7, y);
  ctx.lineTo(x + 7, y);
  ctx.moveTo(x, y - 7);
  ctx.lineTo(x, y + 7);
  strokeTwice(paint, colours.box, 1.4);
  for (const at of [imagePoint(centre[0] + rx, centre[1]), imagePoint(centre[0], centre[1] + ry)])
    dot(paint, toView(view, at), 3.4, colours.handle, colours.box);
};

const drawFrame = (paint: Paint, document: MouthDocument, state: EditorView): void => {
  const { ctx, view, colours } = paint;
  const { left, top, right, bottom } = frameOf(document, view);
  const handles = frameHandlesOf(document, view);
  const [knob] = handles;
  ctx.beginPath();
  ctx.rect(Math.round(left) + 0.5, Math.round(top) + 0.5, right - left, bottom - top);
  ctx.moveTo(knob!.at[0], top);
  ctx.lineTo(...xy(knob!.at));
  strokeTwice(paint, colours.handle, 1);
  const { hover } = state;
  for (const { handle, at } of handles) {
    const isHovered = hover.kind === 'frame' && isSameHit(hover, { kind: 'frame', handle });
    dot(
      paint,
      at,
      handle === 'knob' ? 5 : isHovered ? 5 : 3.6,
      colours.handle,
      isHovered ? colours.outer : colours.halo,
    );
  }
};

/** Another version's curves, so that the two can be compared. */
const drawGhost = (paint: Paint, { document }: Ghost): void => {
  if (document === null) return;
  const { ctx, colours } = paint;
  ctx.setLineDash([5, 4]);
  for (const curve of ['outer', 'inner'] as const) {
    const points = document[curve];
    if (points === null) continue;
    tracePath(paint, points);
    strokeTwice(paint, colours.ghost, 1.6);
  }
  ctx.setLineDash([]);
};

const drawMask = ({ ctx, view }: Paint, size: EditorView['size'], look: EditorLook): void => {
  if (look.mask === null) return;
  const [left, top, right, bottom] = look.mask.box;
  const [width, height] = [size.width * view.zoom, size.height * view.zoom];
  // Where the picture is clear nothing of the mouth is drawn either.
  ctx.globalCompositeOperation = 'source-atop';
  ctx.globalAlpha = look.maskOpacity;
  ctx.imageSmoothingEnabled = true;
  const { picture } = look.mask;
  ctx.drawImage(
    picture,
    view.x + left * width,
    view.y + top * height,
    (right - left) * width,
    (bottom - top) * height,
  );
  ctx.globalAlpha = 1;
  ctx.globalCompositeOperation = 'source-over';
};

/** Where exactly the pointer is, with the middle left free. */
const drawCross = (paint: Paint, x: number, y: number): void => {
  const { ctx } = paint;
  ctx.beginPath();
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    ctx.moveTo(x + 4 * dx, y + 4 * dy);
    ctx.lineTo(x + 12 * dx, y + 12 * dy);
  }
  strokeTwice(paint, paint.colours.handle, 1);
};

const drawClicks = (paint: Paint, clicks: readonly ImagePoint[]): void => {
  for (const [i, at] of clicks.entries()) {
    dot(paint, toView(paint.view, at), 5, paint.colours.outer, paint.colours.handle);
    paint.ctx.fillStyle = paint.colours.handle;
    paint.ctx.font = '700 8px "Inter Variable", sans-serif';
    paint.ctx.textAlign = 'center';
    paint.ctx.fillText(String(i + 1), toView(paint.view, at)[0], toView(paint.view, at)[1] + 3);
    paint.ctx.textAlign = 'start';
  }
  if (clicks.length === 2 && DRAW_STEPS.length > 2) {
    paint.ctx.beginPath();
    paint.ctx.moveTo(...xy(toView(paint.view, clicks[0]!)));
    paint.ctx.lineTo(...xy(toView(paint.view, clicks[1]!)));
    strokeTwice(paint, paint.colours.outer, 1.4);
  }
};

const drawPicture = ({ ctx, view }: Paint, picture: CanvasImageSource, size: EditorView['size']): void => {
  ctx.imageSmoothingEnabled = view.zoom < CRISP_FROM;
  ctx.imageSmoothingQuality = 'high';
  ctx.drawImage(picture, view.x, view.y, size.width * view.zoom, size.height * view.zoom);
};

const drawLayers = (paint: Paint, state: EditorView, shown: Shown): void => {
  const { document, ghost } = state;
  if (ghost !== null) drawGhost(paint, ghost);
  if (document !== null && state.drawing === null) {
    if (shown.boxes) {
      for (const box of ['faceBox', 'modelCrop'] as const) {
        const placed = document[box];
        if (placed !== null) drawBox(paint, placed, paint.labels[box]);
      }
    }
    if (shown.frame) drawFrame(paint, document, state);
    if (shown.ellipse) drawEllipse(paint, document);
    if (shown.inner) drawCurve(paint, document, 'inner', state);
    drawCurve(paint, document, 'outer', state);
  }
  if (state.drawing !== null) drawClicks(paint, state.drawing);
};

/** The whole canvas, in CSS pixels; the context is scaled to the device before. */
export const drawEditor = (
  ctx: CanvasRenderingContext2D,
  picture: CanvasImageSource | null,
  state: EditorView,
  look: EditorLook,
): void => {
  const { canvas, viewport, size, shown } = state;
  const { colours, labels, lens } = look;
  const paint: Paint = { ctx, view: viewport, colours, labels };
  ctx.clearRect(0, 0, canvas.width, canvas.height);
  if (picture !== null) drawPicture(paint, picture, size);
  drawMask(paint, size, look);
  drawLayers(paint, state, shown);
  if (lens === null || picture === null) return;
  const { radius, zoom, gap } = MAGNIFIER;
  const x = lens[0] < canvas.width / 2 ? canvas.width - radius - gap : radius + gap;
  const y = radius + gap;
  const near: Viewport = {
    zoom: viewport.zoom * zoom,
    x: x - (lens[0] - viewport.x) * zoom,
    y: y - (lens[1] - viewport.y) * zoom,
  };
  ctx.save();
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.clip();
  // First nothing at all, so that what lies under the lens is not seen through a clear picture; the ground shows there as everywhere.
  ctx.clearRect(x - radius, y - radius, 2 * radius, 2 * radius);
  drawPicture({ ...paint, view: near }, picture, size);
  drawMask({ ...paint, view: near }, size, look);
  drawLayers({ ...paint, view: near }, state, { ...shown, boxes: false, frame: false });
  ctx.restore();
  drawCross(paint, x, y);
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  strokeTwice(paint, colours.handle, 2);
};
