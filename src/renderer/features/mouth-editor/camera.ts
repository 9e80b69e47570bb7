/** How the editor's picture lies on the canvas: fitted to the mouth or to all of it, zoomed by keys, kept when the canvas changes. */
import type { StoreApi } from 'zustand/vanilla';
import type { EditorView } from './editor-view.ts';
import type { PictureSize } from './mouth-document.ts';
import { boundsOf, viewPoint } from './points.ts';
import { fitBox, type Viewport, zoomAt } from './viewport.ts';

/** Room about the mouth when the screen opens, as parts of the mouth's size. */
const ROOM = 0.7;

/** Belongs to one editor. */
export class EditorCamera {
  readonly #view: StoreApi<EditorView>;

  constructor(view: StoreApi<EditorView>) {
    this.#view = view;
  }

  /** Canvas size changed, CSS pixels; its middle stays where it was. */
  resize(canvas: PictureSize): void {
    const { canvas: before, viewport } = this.#view.getState();
    if (before.width === canvas.width && before.height === canvas.height) return;
    const [dx, dy] = [(canvas.width - before.width) / 2, (canvas.height - before.height) / 2];
    this.#view.setState({ canvas, viewport: { ...viewport, x: viewport.x + dx, y: viewport.y + dy } });
    if (before.width <= 1) this.lookAtMouth();
  }

  /** Shows the mouth, or the whole picture where there is none. */
  lookAtMouth(): void {
    const { canvas, document } = this.#view.getState();
    if (document === null) {
      this.lookAtPicture();
      return;
    }
    const [left, top, right, bottom] = boundsOf(document.outer);
    const room = Math.max(right - left, bottom - top) * ROOM;
    this.set(fitBox([left - room, top - room, right + room, bottom + room], canvas));
  }

  /** Shows the whole picture. */
  lookAtPicture(): void {
    const { canvas, size } = this.#view.getState();
    this.set(fitBox([0, 0, size.width, size.height], canvas));
  }

  /** Zooms about the middle of the canvas. */
  zoomBy(factor: number): void {
    const { canvas, viewport } = this.#view.getState();
    this.set(zoomAt(viewport, viewPoint(canvas.width / 2, canvas.height / 2), factor));
  }

  /** One pixel of the picture on one pixel of the page. */
  zoomTo(zoom: number): void {
    this.zoomBy(zoom / this.#view.getState().viewport.zoom);
  }

  /** Sets how the picture lies. */
  set(viewport: Viewport): void {
    this.#view.setState({ viewport });
  }
}
