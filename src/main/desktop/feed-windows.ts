/** The clean feed's windows that are open: dressed as their addresses ask, and closed together. */
import { BrowserWindow } from 'electron';
import { decideOpen, type FeedFlags, feedWindowOptions } from './feed-window.ts';
import type { PlaceBook } from './place-book.ts';
import { keepPlace, placeNow } from './placed-window.ts';
import type { Area } from './window-place.ts';

/** Made once; the guards of the pages bring the windows. `address` makes a new one-time link at each call. */
export class FeedWindows {
  readonly #open = new Set<BrowserWindow>();
  readonly #places: PlaceBook;
  readonly #changed: () => void;
  readonly #origin: () => string;
  readonly #address: () => string;

  constructor(deps: { places: PlaceBook; origin(): string; address(): string; changed(): void }) {
    this.#origin = deps.origin;
    this.#address = deps.address;
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
    this.#dress(window, flags);
    window.setMenuBarVisibility(false);
    // The page opens its feed by a name: with other settings it is the same window at another address.
    window.webContents.on('did-navigate-in-page', (_event, url) => this.#readdress(window, flags, url));
    window.webContents.on('did-navigate', (_event, url) => this.#readdress(window, flags, url));
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

  /** Loads their pages again: the server moved to another port. */
  move(): void {
    for (const window of this.#open) {
      const { hash } = new URL(window.webContents.getURL() || this.#address());
      void window.loadURL(this.#address() + hash).catch(() => {});
    }
  }

  #dress(window: BrowserWindow, { top, through }: FeedFlags): void {
    // Above programs in full screen too: it is there to be captured or seen.
    window.setAlwaysOnTop(top, 'screen-saver');
    window.setIgnoreMouseEvents(through);
    if (process.platform !== 'linux') window.setFocusable(!through);
  }

  #readdress(window: BrowserWindow, before: FeedFlags, url: string): void {
    const decision = decideOpen({ url, frameName: 'feed' }, this.#origin());
    if (decision.action !== 'feed') return;
    const { flags } = decision;
    if (flags.transparent === before.transparent) {
      this.#dress(window, flags);
      return;
    }
    // Whether a window is transparent is settled when it is made.
    const other = new BrowserWindow({ ...feedWindowOptions(flags), ...this.place(flags) });
    this.add(other, flags);
    window.destroy();
    void other.loadURL(this.#address() + new URL(url).hash).catch(() => {});
  }
}
