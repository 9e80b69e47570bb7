/** Keeps the canvas as the editor is: drawn once a screen frame when something has changed, at the device's own pixels. Knows no React. */
import type { EditorColours } from './canvas-strokes.ts';
import { drawEditor } from './draw-editor.ts';
import { FramePictures, frameUrl } from './frame-pictures.ts';
import type { MaskFollower } from './mask-follower.ts';
import type { BoxName } from './mouth-document.ts';
import type { MouthEditor } from './mouth-editor.ts';
import type { ViewPoint } from './points.ts';

const coloursOf = (element: Element): EditorColours => {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    outer: token('--mouth-open'),
    inner: token('--mouth-narrow'),
    handle: '#ffffff',
    box: '#ffd166',
    halo: 'rgba(10, 12, 16, 0.62)',
    ghost: '#c6a8ff',
  };
};

/** One for each canvas. */
export class EditorPainter {
  readonly #element: HTMLCanvasElement;
  readonly #editor: MouthEditor;
  readonly #mask: MaskFollower<HTMLCanvasElement>;
  readonly #pictures = new FramePictures();
  readonly #stop: (() => void)[];
  #labels: Readonly<Record<BoxName, string>> = { faceBox: '', modelCrop: '' };
  #theme = '';
  #colours: EditorColours | null = null;
  #picture: HTMLImageElement | null = null;
  #url: string | null = null;
  #lens: ViewPoint | null = null;
  #frame: number | null = null;

  constructor(element: HTMLCanvasElement, editor: MouthEditor, mask: MaskFollower<HTMLCanvasElement>) {
    this.#element = element;
    this.#editor = editor;
    this.#mask = mask;
    this.#stop = [
      editor.view.subscribe(() => this.invalidate()),
      mask.view.subscribe(() => this.invalidate()),
    ];
    this.invalidate();
  }

  /** The words at the boxes, and the theme, whose colours are read when it is another one. */
  restyle(labels: Readonly<Record<BoxName, string>>, theme: string): void {
    this.#labels = labels;
    if (theme !== this.#theme) this.#colours = null;
    this.#theme = theme;
    this.invalidate();
  }

  /** Where the magnifier looks; null: nowhere. */
  setLens(lens: ViewPoint | null): void {
    this.#lens = lens;
    this.invalidate();
  }

  /** Draws with the next frame of the screen. */
  invalidate(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#draw();
    });
  }

  /** Ends it. */
  close(): void {
    for (const stop of this.#stop) stop();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = -1;
  }

  /** The picture of the frame; the one before stays until it is there. */
  #look(): void {
    const { avatar, frame } = this.#editor.view.getState();
    const url = avatar === null ? null : frameUrl(avatar, frame);
    if (url === this.#url) return;
    this.#url = url;
    if (url === null) this.#picture = null;
    else
      this.#pictures.get(url).then(
        picture => {
          if (this.#url !== url) return;
          this.#picture = picture;
          this.invalidate();
        },
        () => {},
      );
  }

  #draw(): void {
    this.#look();
    const state = this.#editor.view.getState();
    const element = this.#element;
    const ratio = window.devicePixelRatio;
    const [width, height] = [state.canvas.width * ratio, state.canvas.height * ratio].map(Math.round);
    if (element.width !== width) element.width = width!;
    if (element.height !== height) element.height = height!;
    const ctx = element.getContext('2d')!;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#colours ??= coloursOf(element);
    const { mask, opacity } = this.#mask.view.getState();
    drawEditor(ctx, this.#picture, state, {
      colours: this.#colours,
      labels: this.#labels,
      lens: this.#lens,
      mask,
      maskOpacity: opacity,
    });
    // A probe outside the page reads from it which frame is on the canvas, and how it lies.
    element.dataset.frame = String(state.frame);
  }
}
