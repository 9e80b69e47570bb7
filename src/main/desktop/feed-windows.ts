/** The clean feed's windows that are open: dressed as their addresses ask, and closed together. */
import type { BrowserWindow } from 'electron';
import type { FeedFlags } from './feed-window.ts';
import type { PlaceBook } from './place-book.ts';
import { keepPlace, placeNow } from './placed-window.ts';
import type { Area } from './window-place.ts';

/** Made once; the guards of the pages bring the windows. */
export class FeedWindows {
  readonly #open = new Set<BrowserWindow>();
  readonly #places: PlaceBook;
  readonly #changed: () => void;

  constructor(deps: { places: PlaceBook; changed(): void }) {
    this.#places = deps.places;
    this.#changed = deps.changed;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Where the next one opens: the place of the last one, the size it asks for. */
  place(flags: FeedFlags): Area {
    const { width, height } = flags;
    const { x, y } = placeNow(this.#places, 'feed', { width, height, minWidth: 64, minHeight: 64 });
    return { x, y, width, height };
  }

  /** Takes in a window that Electron made of `feedWindowOptions`. */
  add(window: BrowserWindow, flags: FeedFlags): void {
    this.#open.add(window);
    // Above programs in full screen too: it is there to be captured or seen.
    if (flags.top) window.setAlwaysOnTop(true, 'screen-saver');
    if (flags.through) window.setIgnoreMouseEvents(true);
    window.setMenuBarVisibility(false);
    keepPlace(window, this.#places, 'feed');
    window.on('closed', () => {
      this.#open.delete(window);
      this.#changed();
    });
    this.#changed();
  }

  closeAll(): void {
    for (const window of [...this.#open]) window.close();
  }

  /** Loads their pages from another origin: the server moved to another port. */
  moveTo(address: () => string): void {
    for (const window of this.#open) {
      const { hash } = new URL(window.webContents.getURL() || address());
      void window.loadURL(address() + hash).catch(() => {});
    }
  }
}
