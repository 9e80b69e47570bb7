/** The open mouth: its history, frame, selection and drawing. Joins the pure parts; React only reads its store. Storing is beside, in mouth-keeper.ts. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import { toErrorData } from '../../../shared/errors.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { EditorCamera } from './camera.ts';
import type { PointSet } from './commands.ts';
import { changedFrame, type EditorView, EMPTY_VIEW, isDirty } from './editor-view.ts';
import { drawnMouth } from './guided-draw.ts';
import { advance, beginHistory, type History, type Keeping, redo, undo } from './history.ts';
import type { Shown } from './hit-test.ts';
import { askFound, askMouth, type MouthSources } from './mouth-asking.ts';
import { documentOf, type MouthDocument } from './mouth-document.ts';
import { type MouthDrafts, workOfDraft } from './mouth-drafts.ts';
import {
  type MouthWork,
  metadataOfWork,
  performWork,
  ShownMouth,
  shownBy,
  type WorkCommand,
  workOf,
} from './mouth-work.ts';
import type { ImagePoint } from './points.ts';
import { readMetadata } from './read-metadata.ts';
import { isWithin, nextPoint, nudgeOf } from './selection.ts';

/** What the editor needs. `preview` shows a mouth on the live face, `changed` is told of every new state of the work. */
export type EditorDeps = MouthSources & {
  clock: Clock;
  preview(mouth: MouthMetadata): void;
  drafts: MouthDrafts;
};

/** A live face follows the editor this often, ms: making its meshes anew takes about as long. */
const PREVIEW_MS = 250;

/** Made once for the page; `open` chooses whose mouth it is. */
export class MouthEditor {
  readonly view: StoreApi<EditorView> = createStore<EditorView>(() => EMPTY_VIEW);
  readonly camera = new EditorCamera(this.view);
  readonly #deps: EditorDeps;
  readonly #shown = new ShownMouth();
  #cancelPreview: (() => void) | null = null;
  /** Whose mouth is on its way. */ #opening: string | null = null;

  constructor(deps: EditorDeps) {
    this.#deps = deps;
  }

  /** Asks for an avatar's mouth and opens it, unless it is open already. False: there is no such avatar, or it was left meanwhile. */
  async open(avatarId: string): Promise<boolean> {
    const isOpen = (): boolean => this.view.getState().avatar?.id === avatarId;
    if (isOpen()) return true;
    this.view.setState(({ canvas, shown }) => ({ ...EMPTY_VIEW, canvas, shown }));
    this.#opening = avatarId;
    try {
      const asked = await askMouth(this.#deps, avatarId, () => this.#opening === avatarId && !isOpen());
      if (asked === null) return isOpen();
      this.#begin(asked.avatar, asked.mouth);
      return true;
    } catch (error) {
      if (this.#opening === avatarId) this.view.setState({ error: toErrorData(error) });
    }
    return false;
  }

  /** With what was not stored when the page was left. */
  #begin(avatar: AvatarView, mouth: MouthMetadata | null): void {
    const avatarId = avatar.id;
    const size = { width: avatar.width, height: avatar.height };
    const saved = workOf(mouth, size);
    const isEmpty = mouth === null && avatar.moving === null;
    const begun = isEmpty ? null : beginHistory(saved);
    this.view.setState({
      ...{ avatar, size },
      saved: isEmpty ? null : saved,
      base: avatar.mouthRevision,
      drawing: isEmpty ? [] : null,
    });
    const draft = this.#deps.drafts.read(avatarId);
    if (draft !== null) {
      const work = workOfDraft(draft, size);
      this.#put(begun === null ? beginHistory(work) : advance(begun, work, { kind: 'record' }));
      this.view.setState({ drawing: null, base: draft.base });
      if (draft.base !== avatar.mouthRevision) this.view.setState({ conflict: avatar.mouthRevision });
    } else if (begun !== null) this.#put(begun);
    this.camera.lookAtMouth();
    void this.#look(avatar);
  }

  /** The screen was left: the live face goes back to what is stored; unsaved work stays until another mouth is opened. */
  leave(): void {
    this.#cancelPreview?.();
    this.#cancelPreview = null;
    this.#opening = null;
    const { avatar, saved, size } = this.view.getState();
    const stored = saved && avatar && metadataOfWork(saved, size, avatar.pictureHash);
    if (this.isDirty && stored !== null) this.#deps.preview(stored);
  }

  /** The mouth shown here. */
  get document(): MouthDocument | null {
    return this.view.getState().document;
  }

  /** Whether something is not stored yet. */
  get isDirty(): boolean {
    return isDirty(this.view.getState());
  }

  /** What would be stored; null: there is no mouth. */
  get metadata(): MouthMetadata | null {
    const { avatar, history, size } = this.view.getState();
    if (history === null || avatar === null) return null;
    return metadataOfWork(history.present, size, avatar.pictureHash);
  }

  /** Changes the work. Steps of one gesture become one step of the history. */
  run(command: WorkCommand, keeping: Keeping = { kind: 'record' }): void {
    const { avatar, history, size, film, frame } = this.view.getState();
    if (history === null || (avatar?.moving !== null && film === null)) return;
    this.become(advance(history, performWork(history.present, command, { size, film, frame }), keeping));
  }

  /** Takes a new history; the live face, the draft and the canvas follow. */
  become(history: History<MouthWork>): void {
    if (history === this.view.getState().history) return;
    this.#put(history);
    this.#cancelPreview ??= this.#deps.clock.after(PREVIEW_MS, () => {
      this.#cancelPreview = null;
      const { avatar, base } = this.view.getState();
      const mouth = this.metadata;
      if (avatar === null || mouth === null) return;
      this.#deps.preview(mouth);
      this.#deps.drafts.write(avatar.id, this.isDirty ? { base, mouth } : null);
    });
  }

  /** One step back. */
  undo(): void {
    const { history, drawing } = this.view.getState();
    if (drawing !== null && drawing.length > 0) this.view.setState({ drawing: drawing.slice(0, -1) });
    else if (history !== null) this.#step(history, undo(history));
  }

  /** One step forward. */
  redo(): void {
    const { history } = this.view.getState();
    if (history !== null) this.#step(history, redo(history));
  }

  /** Shows a frame of a film. */
  goTo(frame: number): void {
    const { film } = this.view.getState();
    if (film === null) return;
    this.view.setState({ frame: Math.min(film.length - 1, Math.max(0, Math.round(frame))) });
    this.#show();
  }

  /** Chooses points; null: none. */
  select(selection: PointSet | null): void {
    if (this.view.getState().selection !== selection) this.view.setState({ selection });
  }

  /** Chooses the next or last point in order, the outer lips before the inner; false after the last one. */
  selectNext(step: 1 | -1): boolean {
    this.select(nextPoint(this.view.getState(), step));
    return this.view.getState().selection !== null;
  }

  /** Moves the chosen points, or the whole mouth, by pixels of the picture. */
  nudge(dx: number, dy: number): void {
    const { selection, symmetric } = this.view.getState();
    this.run(nudgeOf(selection, dx, dy, symmetric), { kind: 'merge', gesture: 'nudge' });
  }

  /** Deletes the chosen points. */
  deleteSelected(): void {
    const { selection } = this.view.getState();
    if (selection === null) return;
    this.run({ kind: 'delete-points', points: selection });
    this.select(null);
  }

  /** What was found in the picture, or tracked in this frame; null: nothing. */
  get found(): MouthDocument | null {
    const { detected, film, frame, size, avatar } = this.view.getState();
    const placed = avatar?.moving == null ? detected : (film?.[frame] ?? null);
    return placed && documentOf(placed, size);
  }

  /** The chosen points, or all of the mouth, go back to what was found. */
  snapBack(): void {
    const { found } = this;
    const { selection, detected, history, size, avatar } = this.view.getState();
    if (found === null) return;
    this.view.setState({ drawing: null });
    if (selection !== null) this.run({ kind: 'snap-points', points: selection, to: found });
    else if (avatar?.moving != null) this.run({ kind: 'replace', document: found });
    else if (history === null) this.become(beginHistory(workOf(detected, size)));
    else this.run({ kind: 'take-work', work: workOf(detected, size) });
  }

  /** Begins to draw a mouth by four clicks. */
  startDrawing(): void {
    this.view.setState({ drawing: [], selection: null });
  }

  /** Takes the next click of a drawing; the fourth makes the mouth. */
  draw(at: ImagePoint): void {
    const { drawing, history, document } = this.view.getState();
    if (drawing === null) return;
    const clicks = [...drawing, at];
    const mouth = drawnMouth(clicks);
    this.view.setState({ drawing: mouth === null ? clicks : null });
    if (mouth === null) return;
    if (history === null) this.become(beginHistory({ mouth, keys: [], base: null }));
    else this.run({ kind: 'replace', document: { ...mouth, faceBox: document?.faceBox ?? null } });
  }

  /** Leaves drawing; a picture without a mouth goes on being drawn. */
  stopDrawing(): void {
    const { history } = this.view.getState();
    this.view.setState({ drawing: history === null ? [] : null });
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
    return this.metadata === null ? '' : `${JSON.stringify(this.metadata, null, 2)}\n`;
  }

  /** Takes metadata from text; one step of the history. A film's frame takes a mouth without key frames. @throws StudioError `avatar/bad-metadata`. */
  fromJson(text: string): void {
    const { history, size, film } = this.view.getState();
    const metadata = readMetadata(text);
    const work = workOf(metadata, size);
    this.view.setState({ drawing: null, selection: null });
    if (history === null) this.become(beginHistory(work));
    else if (film !== null && metadata.key_frames === undefined)
      this.run({ kind: 'replace', document: documentOf(metadata, size) });
    else this.run({ kind: 'take-work', work });
  }

  /** Puts another version's curves over the mouth; null: none. */
  showGhost(ghost: { revision: number; work: MouthWork } | null): void {
    this.view.setState({ ghost: ghost && { ...ghost, document: null } });
    this.#show();
  }

  #step(before: History<MouthWork>, after: History<MouthWork>): void {
    const frame = changedFrame(before.present, after.present);
    if (frame !== null) this.view.setState({ frame });
    this.become(after);
  }

  #put(history: History<MouthWork>): void {
    this.view.setState({ history });
    this.#show();
  }

  /** Finds the mouth of the frame, and of the ghost there; chosen points that are not in it are let go. */
  #show(): void {
    const { avatar, history, size, film, frame, selection, ghost } = this.view.getState();
    const isReady = avatar?.moving == null || film !== null;
    const document = history && isReady ? this.#shown.at(history.present, size, film, frame) : null;
    this.view.setState({
      document,
      ...(isWithin(selection, document) ? {} : { selection: null }),
      ...(ghost === null ? {} : { ghost: { ...ghost, document: shownBy(ghost.work, size, film)(frame) } }),
    });
  }

  /** What was found in the picture, and the mouths of a film. */
  async #look(avatar: AvatarView): Promise<void> {
    const isOpen = (): boolean => this.view.getState().avatar?.id === avatar.id;
    try {
      const { detected, film } = await askFound(this.#deps, avatar);
      if (!isOpen()) return;
      this.view.setState({ detected, film });
      this.#show();
      if (film !== null) this.camera.lookAtMouth();
    } catch (error) {
      if (isOpen()) this.view.setState({ error: toErrorData(error) });
    }
  }
}
