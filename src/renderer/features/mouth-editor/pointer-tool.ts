/** What pointer and wheel do on the canvas: a small state machine over the editor. Knows no DOM event. */
import { type BoxHandle, type Hit, hitTest, isSameHit } from './hit-test.ts';
import type { Box } from './mouth-document.ts';
import type { MouthEditor } from './mouth-editor.ts';
import { type FrameHandle, growthOf } from './mouth-frame.ts';
import { distance, type ImagePoint, imagePoint, type ViewPoint } from './points.ts';
import { pan, toImage, toView, zoomAt } from './viewport.ts';

/** Keys held while a pointer moves. `hand`: the space bar, or the middle button. */
export type Held = { shift: boolean; alt: boolean; hand: boolean };

type Dragging =
  | { kind: 'pan'; last: ViewPoint }
  | { kind: 'edit'; hit: Hit; last: ImagePoint; gesture: string; from: ImagePoint };

const WHEEL_ZOOM = 0.0016;

/** One per canvas. */
export class PointerTool {
  readonly #editor: MouthEditor;
  #dragging: Dragging | null = null;
  #gestures = 0;

  constructor(editor: MouthEditor) {
    this.#editor = editor;
  }

  /** True while a part of the mouth is dragged. */
  get isEditing(): boolean {
    return this.#dragging?.kind === 'edit';
  }

  /** Two fingers have moved: the middle between them by `shift`, their distance by `factor`. */
  pinch(about: ViewPoint, shift: readonly [number, number], factor: number): void {
    this.#dragging = null;
    const { viewport, size, canvas } = this.#editor.view.getState();
    this.#editor.camera.set(pan(zoomAt(viewport, about, factor), shift[0], shift[1], size, canvas));
  }

  /** A button goes down. */
  down(at: ViewPoint, held: Held): void {
    const { viewport, drawing } = this.#editor.view.getState();
    const place = toImage(viewport, at);
    if (held.hand) {
      this.#dragging = { kind: 'pan', last: at };
      return;
    }
    if (drawing !== null) {
      this.#editor.draw(place);
      return;
    }
    const hit = this.#hit(at);
    this.#choose(hit, held);
    if (hit.kind === 'nothing') {
      this.#dragging = { kind: 'pan', last: at };
      return;
    }
    this.#gestures += 1;
    this.#dragging = { kind: 'edit', hit, last: place, from: place, gesture: `drag ${this.#gestures}` };
  }

  /** A double click on a curve adds a point there. */
  doubleClick(at: ViewPoint): void {
    const hit = this.#hit(at);
    const near = toImage(this.#editor.view.getState().viewport, at);
    if (hit.kind === 'curve') this.#editor.run({ kind: 'add-point', curve: hit.curve, near });
  }

  /** The pointer moves. */
  move(at: ViewPoint, held: Held): void {
    const dragging = this.#dragging;
    const { viewport, size, canvas } = this.#editor.view.getState();
    if (dragging === null) {
      const hover = this.#hit(at);
      if (!isSameHit(hover, this.#editor.view.getState().hover)) this.#editor.view.setState({ hover });
    } else if (dragging.kind === 'pan') {
      const [dx, dy] = [at[0] - dragging.last[0], at[1] - dragging.last[1]];
      this.#editor.camera.set(pan(viewport, dx, dy, size, canvas));
      this.#dragging = { ...dragging, last: at };
    } else {
      const place = toImage(viewport, at);
      this.#drag(dragging, place, held);
      this.#dragging = { ...dragging, last: place };
    }
  }

  /** The button goes up, or the pointer is lost. */
  up(): void {
    this.#dragging = null;
  }

  /** Wheel: Ctrl or a pinch zooms about the pointer, else it pans. */
  wheel(at: ViewPoint, dx: number, dy: number, zooms: boolean): void {
    const { viewport, size, canvas } = this.#editor.view.getState();
    this.#editor.camera.set(
      zooms ? zoomAt(viewport, at, Math.exp(-dy * WHEEL_ZOOM)) : pan(viewport, -dx, -dy, size, canvas),
    );
  }

  #hit(at: ViewPoint): Hit {
    const { viewport, shown } = this.#editor.view.getState();
    const { document } = this.#editor;
    return document === null ? { kind: 'nothing' } : hitTest(document, viewport, at, shown);
  }

  #choose(hit: Hit, held: Held): void {
    const { selection } = this.#editor.view.getState();
    if (hit.kind !== 'point') {
      if (hit.kind !== 'curve' && !held.shift) this.#editor.select(null);
      return;
    }
    const same = selection?.curve === hit.curve ? selection.indexes : [];
    const has = same.includes(hit.index);
    if (held.shift) {
      const indexes = has ? same.filter(index => index !== hit.index) : [...same, hit.index];
      this.#editor.select(indexes.length === 0 ? null : { curve: hit.curve, indexes });
    } else if (!has) this.#editor.select({ curve: hit.curve, indexes: [hit.index] });
  }

  #drag(dragging: Extract<Dragging, { kind: 'edit' }>, place: ImagePoint, held: Held): void {
    const { hit, last, gesture } = dragging;
    const editor = this.#editor;
    const keeping = { kind: 'merge', gesture } as const;
    const document = editor.document;
    if (document === null) return;
    const [dx, dy] = [place[0] - last[0], place[1] - last[1]];
    const { selection, symmetric: always } = editor.view.getState();
    const symmetric = always || held.alt;
    if (hit.kind === 'point') {
      const points =
        selection?.curve === hit.curve && selection.indexes.includes(hit.index)
          ? selection
          : { curve: hit.curve, indexes: [hit.index] };
      editor.run({ kind: 'move-points', points, dx, dy, symmetric }, keeping);
    } else if (hit.kind === 'curve') {
      const { curve, index, share } = hit;
      editor.run({ kind: 'bend-curve', curve, index, share, dx, dy, symmetric }, keeping);
    } else if (hit.kind === 'mouth') this.#dragMouth(dragging, place, held);
    else if (hit.kind === 'frame') this.#dragFrame(hit.handle, dragging, place);
    else if (hit.kind === 'centre') editor.run({ kind: 'set-centre', at: place }, keeping);
    else if (hit.kind === 'radius') {
      const far = distance(place, document.centre);
      const { rx, ry } = document;
      editor.run({ kind: 'set-radii', ...(hit.axis === 'x' ? { rx: far, ry } : { rx, ry: far }) }, keeping);
    } else if (hit.kind === 'box') {
      const box = document[hit.box];
      if (box !== null)
        editor.run({ kind: 'set-box', box: hit.box, to: stretched(box, hit.handle, place) }, keeping);
    }
  }

  #dragFrame(
    handle: FrameHandle,
    { last, gesture }: Extract<Dragging, { kind: 'edit' }>,
    place: ImagePoint,
  ): void {
    const document = this.#editor.document!;
    const keeping = { kind: 'merge', gesture } as const;
    if (handle === 'knob') {
      const { centre } = document;
      const angle = (at: ImagePoint): number => Math.atan2(at[1] - centre[1], at[0] - centre[0]);
      this.#editor.run({ kind: 'rotate-mouth', radians: angle(place) - angle(last) }, keeping);
      return;
    }
    const { viewport } = this.#editor.view.getState();
    const growth = growthOf(handle, document, viewport, toView(viewport, last), toView(viewport, place));
    this.#editor.run({ kind: 'scale-mouth', ...growth }, keeping);
  }

  /** Alone it moves, with Shift it scales about the centre, with Alt it turns. */
  #dragMouth({ last, gesture }: Extract<Dragging, { kind: 'edit' }>, place: ImagePoint, held: Held): void {
    const document = this.#editor.document!;
    const keeping = { kind: 'merge', gesture } as const;
    const { centre } = document;
    if (held.shift) {
      const before = Math.max(1, distance(last, centre));
      const factor = Math.max(0.05, distance(place, centre) / before);
      this.#editor.run({ kind: 'scale-mouth', x: factor, y: factor }, keeping);
    } else if (held.alt) {
      const angle = (at: ImagePoint): number => Math.atan2(at[1] - centre[1], at[0] - centre[0]);
      this.#editor.run({ kind: 'rotate-mouth', radians: angle(place) - angle(last) }, keeping);
    } else {
      const [dx, dy] = [place[0] - last[0], place[1] - last[1]];
      this.#editor.run({ kind: 'move-mouth', dx, dy }, keeping);
    }
  }
}

const stretched = ([left, top, right, bottom]: Box, { x, y }: BoxHandle, to: ImagePoint): Box => [
  x === -1 ? to[0] : left,
  y === -1 ? to[1] : top,
  x === 1 ? to[0] : right,
  y === 1 ? to[1] : bottom,
];

/** Pixels of the picture an arrow key moves: one on the screen's scale, ten with Shift, a tenth with Alt. */
export const nudgeOf = (key: string, held: Pick<Held, 'shift' | 'alt'>): ImagePoint | null => {
  const step = held.shift ? 10 : held.alt ? 0.1 : 1;
  if (key === 'ArrowLeft') return imagePoint(-step, 0);
  if (key === 'ArrowRight') return imagePoint(step, 0);
  if (key === 'ArrowUp') return imagePoint(0, -step);
  if (key === 'ArrowDown') return imagePoint(0, step);
  return null;
};
