/** The open mouth: its history, selection, view and saving. Joins the pure parts; React only reads its store. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import { toErrorData } from '../../../shared/errors.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { type MouthCommand, type PointSet, perform } from './commands.ts';
import { type EditorView, EMPTY_VIEW } from './editor-view.ts';
import { drawnMouth } from './guided-draw.ts';
import { advance, beginHistory, type History, type Keeping, redo, undo } from './history.ts';
import type { Shown } from './hit-test.ts';
import { documentOf, type MouthDocument, metadataOf, type PictureSize } from './mouth-document.ts';
import { boundsOf, type ImagePoint } from './points.ts';
import { readMetadata } from './read-metadata.ts';
import { fitBox, type Viewport } from './viewport.ts';

/** What the editor needs. `preview` shows a mouth on the live face. */
export type EditorDeps = {
  clock: Clock;
  avatar(id: string): AvatarView | null;
  save(id: string, mouth: MouthMetadata | null): Promise<AvatarView>;
  preview(mouth: MouthMetadata): void;
};

/** A live face follows the editor this often, ms: making its meshes anew takes about as long. */
const PREVIEW_MS = 250;
/** Room about the mouth when the screen opens, as parts of the mouth's size. */
const ROOM = 0.7;

/** Made once for the page; `open` chooses whose mouth it is. */
export class MouthEditor {
  readonly view: StoreApi<EditorView> = createStore<EditorView>(() => EMPTY_VIEW);
  readonly #deps: EditorDeps;
  #cancelPreview: (() => void) | null = null;

  constructor(deps: EditorDeps) {
    this.#deps = deps;
  }

  /** Opens an avatar's mouth, unless it is open already. False: there is no such avatar. */
  open(avatarId: string): boolean {
    if (this.view.getState().avatar?.id === avatarId) return true;
    const avatar = this.#deps.avatar(avatarId);
    if (avatar === null) return false;
    const size = { width: avatar.width, height: avatar.height };
    const saved = avatar.mouth === null ? null : documentOf(avatar.mouth, size);
    this.view.setState({
      ...EMPTY_VIEW,
      canvas: this.view.getState().canvas,
      avatar,
      size,
      saved,
      history: saved === null ? null : beginHistory(saved),
      drawing: saved === null ? [] : null,
    });
    this.lookAtMouth();
    return true;
  }

  /** The screen was left: the live face goes back to what is stored; unsaved work stays until another mouth is opened. */
  leave(): void {
    this.#cancelPreview?.();
    this.#cancelPreview = null;
    const { avatar } = this.view.getState();
    if (this.isDirty && avatar?.mouth != null) this.#deps.preview(avatar.mouth);
  }

  /** The mouth now. */
  get document(): MouthDocument | null {
    return this.view.getState().history?.present ?? null;
  }

  /** Whether something is not stored yet. */
  get isDirty(): boolean {
    return this.document !== this.view.getState().saved;
  }

  /** Changes the mouth. Steps of one gesture become one step of the history. */
  run(command: MouthCommand, keeping: Keeping = { kind: 'record' }): void {
    const { history, size } = this.view.getState();
    if (history === null) return;
    this.#become(advance(history, perform(history.present, command, size), keeping));
  }

  /** One step back. */
  undo(): void {
    const { history, drawing } = this.view.getState();
    if (drawing !== null && drawing.length > 0) this.view.setState({ drawing: drawing.slice(0, -1) });
    else if (history !== null) this.#become(undo(history));
  }

  /** One step forward. */
  redo(): void {
    const { history } = this.view.getState();
    if (history !== null) this.#become(redo(history));
  }

  /** Chooses points; null: none. */
  select(selection: PointSet | null): void {
    this.view.setState({ selection });
  }

  /** Chooses the next or last point in order, the outer lips before the inner; false after the last one. */
  selectNext(step: 1 | -1): boolean {
    const { selection, shown } = this.view.getState();
    const document = this.document;
    if (document === null) return false;
    const all = (['outer', ...(shown.inner ? (['inner'] as const) : [])] as const).flatMap(curve =>
      (document[curve] ?? []).map((_, index) => ({ curve, indexes: [index] })),
    );
    const here = all.findIndex(
      point => point.curve === selection?.curve && point.indexes[0] === selection.indexes.at(-1),
    );
    const next = all[here + step] ?? null;
    this.select(next);
    return next !== null;
  }

  /** Moves the chosen points, or the whole mouth, by pixels of the picture. */
  nudge(dx: number, dy: number): void {
    const { selection, symmetric } = this.view.getState();
    const keeping: Keeping = { kind: 'merge', gesture: 'nudge' };
    if (selection === null) this.run({ kind: 'move-mouth', dx, dy }, keeping);
    else this.run({ kind: 'move-points', points: selection, dx, dy, symmetric }, keeping);
  }

  /** Deletes the chosen points. */
  deleteSelected(): void {
    const { selection } = this.view.getState();
    if (selection === null) return;
    this.run({ kind: 'delete-points', points: selection });
    this.select(null);
  }

  /** Begins to draw a mouth by four clicks. */
  startDrawing(): void {
    this.view.setState({ drawing: [], selection: null });
  }

  /** Takes the next click of a drawing; the fourth makes the mouth. */
  draw(at: ImagePoint): void {
    const { drawing, history } = this.view.getState();
    if (drawing === null) return;
    const clicks = [...drawing, at];
    const mouth = drawnMouth(clicks);
    if (mouth === null) {
      this.view.setState({ drawing: clicks });
      return;
    }
    this.view.setState({ drawing: null });
    if (history === null) this.#become(beginHistory(mouth));
    else this.run({ kind: 'replace', document: { ...mouth, faceBox: history.present.faceBox } });
  }

  /** Leaves drawing; a picture without a mouth goes on being drawn. */
  stopDrawing(): void {
    const { history } = this.view.getState();
    this.view.setState({ drawing: history === null ? [] : null });
  }

  /** Canvas size changed, CSS pixels. */
  resize(canvas: PictureSize): void {
    const before = this.view.getState().canvas;
    if (before.width === canvas.width && before.height === canvas.height) return;
    this.view.setState({ canvas });
    if (before.width <= 1) this.lookAtMouth();
  }

  /** Shows the mouth, or the whole picture where there is none. */
  lookAtMouth(): void {
    const { canvas, size } = this.view.getState();
    const mouth = this.document;
    if (mouth === null) {
      this.lookAtPicture();
      return;
    }
    const [left, top, right, bottom] = boundsOf(mouth.outer);
    const room = Math.max(right - left, bottom - top) * ROOM;
    const box = [left - room, top - room, right + room, bottom + room] as const;
    this.view.setState({ viewport: fitBox(box, canvas), size });
  }

  /** Shows the whole picture. */
  lookAtPicture(): void {
    const { canvas, size } = this.view.getState();
    this.view.setState({ viewport: fitBox([0, 0, size.width, size.height], canvas) });
  }

  /** Sets how the picture lies. */
  setViewport(viewport: Viewport): void {
    this.view.setState({ viewport });
  }

  /** Switches of the view. */
  show(patch: Partial<Shown>): void {
    this.view.setState(({ shown }) => ({ shown: { ...shown, ...patch } }));
  }

  /** Whether both halves move. */
  setSymmetric(symmetric: boolean): void {
    this.view.setState({ symmetric });
  }

  /** The metadata as it would be stored, as text. */
  toJson(): string {
    const mouth = this.#metadata();
    return mouth === null ? '' : `${JSON.stringify(mouth, null, 2)}\n`;
  }

  /** Takes metadata from text; one step of the history. @throws StudioError `avatar/bad-metadata`. */
  fromJson(text: string): void {
    const { history, size } = this.view.getState();
    const document = documentOf(readMetadata(text), size);
    this.view.setState({ drawing: null, selection: null });
    if (history === null) this.#become(beginHistory(document));
    else this.run({ kind: 'replace', document });
  }

  /** Stores the mouth; null goes back to what was detected. */
  async save(what: 'mouth' | 'detected' = 'mouth'): Promise<void> {
    const { avatar, saving } = this.view.getState();
    const mouth = what === 'mouth' ? this.#metadata() : null;
    if (avatar === null || saving || (what === 'mouth' && mouth === null)) return;
    const document = this.document;
    this.view.setState({ saving: true, error: null });
    try {
      const stored = await this.#deps.save(avatar.id, mouth);
      this.#stored(stored, what === 'mouth' ? document : null);
    } catch (error) {
      this.view.setState({ error: toErrorData(error) });
    } finally {
      this.view.setState({ saving: false });
    }
  }

  #stored(avatar: AvatarView, document: MouthDocument | null): void {
    const { size, history } = this.view.getState();
    if (this.view.getState().avatar?.id !== avatar.id) return;
    const saved = document ?? (avatar.mouth === null ? null : documentOf(avatar.mouth, size));
    this.view.setState({ avatar, saved });
    // Going back to the detection can be undone like everything else.
    if (document !== null || saved === null) return;
    this.#become(history === null ? beginHistory(saved) : advance(history, saved, { kind: 'record' }));
    this.view.setState({ drawing: null });
  }

  #metadata(): MouthMetadata | null {
    const { avatar, size } = this.view.getState();
    const document = this.document;
    if (document === null || avatar === null) return null;
    return metadataOf(document, size, avatar.mouth, avatar.mouth?.source_image_hash ?? null);
  }

  #become(history: History<MouthDocument>): void {
    const { selection } = this.view.getState();
    const count = selection === null ? 0 : (history.present[selection.curve]?.length ?? 0);
    const stays = selection?.indexes.every(index => index < count) ?? false;
    this.view.setState({ history, ...(stays ? {} : { selection: null }) });
    this.#cancelPreview ??= this.#deps.clock.after(PREVIEW_MS, () => {
      this.#cancelPreview = null;
      const mouth = this.#metadata();
      if (mouth !== null) this.#deps.preview(mouth);
    });
  }
}
