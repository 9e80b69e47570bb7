/** A window's place kept and given back. What is a good place is decided in window-place.ts. */
import { type BrowserWindow, screen } from 'electron';
import type { PlaceBook, WindowName } from './place-book.ts';
import { type DisplayView, placeWindow, type WindowSizes } from './window-place.ts';

const KEEP_AFTER_MS = 500;

/** The displays that are there, the main one first. */
const displaysNow = (): DisplayView[] => {
  const main = screen.getPrimaryDisplay().id;
  return screen
    .getAllDisplays()
    .map(({ id, workArea }) => ({ id, work: workArea }))
    .sort((a, b) => Number(b.id === main) - Number(a.id === main));
};

/** The area for a window that opens now. */
export const placeNow = (book: PlaceBook, name: WindowName, sizes: WindowSizes) =>
  placeWindow(book.get(name), displaysNow(), sizes);

/** Writes the place down a moment after each change, and at the close. */
export const keepPlace = (window: BrowserWindow, book: PlaceBook, name: WindowName): void => {
  let timer: NodeJS.Timeout | null = null;
  const keep = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    const bounds = window.getNormalBounds();
    const display = screen.getDisplayMatching(bounds).id;
    book.set(name, { ...bounds, display, maximized: window.isMaximized() });
  };
  const soon = (): void => {
    timer ??= setTimeout(keep, KEEP_AFTER_MS);
  };
  window.on('resize', soon).on('move', soon).on('maximize', soon).on('unmaximize', soon).on('close', keep);
};
