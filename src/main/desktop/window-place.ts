/** Where a window was and where it may open now. Pure: displays are handed in, nothing is read or shown. */
import { z } from 'zod';

/** A rectangle of the desktop, device-independent pixels. */
export type Area = { x: number; y: number; width: number; height: number };

const Pixels = z.number().int().min(-100_000).max(100_000);

/** A window's place as it is kept; `display` is the system's number of the display it was on. */
export const WindowPlace = z.object({
  x: Pixels,
  y: Pixels,
  width: z.number().int().min(100).max(20_000),
  height: z.number().int().min(80).max(20_000),
  display: z.number(),
  maximized: z.boolean(),
});
/** Parsed WindowPlace. */
export type WindowPlace = z.infer<typeof WindowPlace>;

/** A display that is there now; `work` is without the system's bars. */
export type DisplayView = { id: number; work: Area };

/** How a kind of window opens for the first time, and how small it may get. */
export type WindowSizes = { width: number; height: number; minWidth: number; minHeight: number };

/** So much of a window must be on a display for it to be found and dragged, pixels. */
const GRIP = { width: 120, height: 60 };

const overlap = (a: Area, b: Area): { width: number; height: number } => ({
  width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
  height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
});

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

const centred = (work: Area, sizes: WindowSizes): Area => {
  const width = Math.min(sizes.width, work.width);
  const height = Math.min(sizes.height, work.height);
  return {
    x: work.x + Math.round((work.width - width) / 2),
    y: work.y + Math.round((work.height - height) / 2),
    width,
    height,
  };
};

/**
 * The area for a window that opens now: where it was when that is still on a display; on its display, or the first one, moved and
 * shrunk until it fits, when displays have changed; in the middle of the first display when nothing is known.
 */
export const placeWindow = (
  kept: WindowPlace | null,
  displays: readonly DisplayView[],
  sizes: WindowSizes,
): Area & { maximized: boolean } => {
  const first = displays[0]?.work ?? { x: 0, y: 0, width: sizes.width, height: sizes.height };
  if (kept === null) return { ...centred(first, sizes), maximized: false };
  const size = {
    width: Math.max(kept.width, sizes.minWidth),
    height: Math.max(kept.height, sizes.minHeight),
  };
  const area = { x: kept.x, y: kept.y, ...size };
  const { maximized } = kept;
  const isReachable = displays.some(({ work }) => {
    const shared = overlap(area, work);
    // The title bar is at the top: a window whose top is above the display cannot be dragged.
    return shared.width >= GRIP.width && shared.height >= GRIP.height && area.y >= work.y - 8;
  });
  if (isReachable) return { ...area, maximized };
  const home = displays.find(({ id }) => id === kept.display)?.work ?? first;
  const width = Math.min(size.width, home.width);
  const height = Math.min(size.height, home.height);
  return {
    x: clamp(kept.x, home.x, home.x + home.width - width),
    y: clamp(kept.y, home.y, home.y + home.height - height),
    width,
    height,
    maximized,
  };
};
