/** The frame about the whole mouth with its handles: sides and corners scale, the knob turns. Where they are on the canvas; knows no commands. */
import type { MouthDocument } from './mouth-document.ts';
import { boundsOf, imagePoint, type ViewPoint, viewPoint } from './points.ts';
import { toView, type Viewport } from './viewport.ts';

/** A side or corner of the frame, or the knob above it. */
export type FrameHandle = 'knob' | { readonly x: -1 | 0 | 1; readonly y: -1 | 0 | 1 };

/** Room between the lips and the frame, and from the frame to the knob, CSS pixels: the points have their own reach. */
const ROOM = 22;
const KNOB = 26;

/** Corners and sides on the canvas. */
export const frameOf = (
  document: MouthDocument,
  view: Viewport,
): { left: number; top: number; right: number; bottom: number } => {
  const [left, top, right, bottom] = boundsOf(document.outer);
  const [a, b] = [toView(view, imagePoint(left, top)), toView(view, imagePoint(right, bottom))];
  return { left: a[0] - ROOM, top: a[1] - ROOM, right: b[0] + ROOM, bottom: b[1] + ROOM };
};

const SIDES = [-1, 0, 1] as const;
const CORNERS = SIDES.flatMap(y => SIDES.map(x => ({ x, y }))).filter(({ x, y }) => x !== 0 || y !== 0);

/** All handles with their places. */
export const frameHandlesOf = (
  document: MouthDocument,
  view: Viewport,
): { handle: FrameHandle; at: ViewPoint }[] => {
  const { left, top, right, bottom } = frameOf(document, view);
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return [
    { handle: 'knob', at: viewPoint(x, top - KNOB) },
    ...CORNERS.map(handle => ({
      handle,
      at: viewPoint(x + (handle.x * (right - left)) / 2, y + (handle.y * (bottom - top)) / 2),
    })),
  ];
};

/** Growth of the mouth when a handle goes from one place to another: factors about the frame's middle. Corners grow evenly. */
export const growthOf = (
  handle: Exclude<FrameHandle, 'knob'>,
  document: MouthDocument,
  view: Viewport,
  from: ViewPoint,
  to: ViewPoint,
): { x: number; y: number } => {
  const { left, top, right, bottom } = frameOf(document, view);
  const [cx, cy] = [(left + right) / 2, (top + bottom) / 2];
  const factor = (before: number, after: number): number =>
    Math.max(0.2, after - ROOM) / Math.max(0.2, before - ROOM);
  const x = handle.x === 0 ? 1 : factor((from[0] - cx) * handle.x, (to[0] - cx) * handle.x);
  const y = handle.y === 0 ? 1 : factor((from[1] - cy) * handle.y, (to[1] - cy) * handle.y);
  if (handle.x === 0 || handle.y === 0) return { x, y };
  const [wide, high] = [right - left, bottom - top];
  const even = (x * wide + y * high) / (wide + high);
  return { x: even, y: even };
};
