/** Stores the open mouth as versions: saves, lists, brings back, notices another window and another picture's metadata. Knows main by its calls. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import type { MouthVersion } from '../../../shared/studio/mouth-methods.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';
import { advance, beginHistory } from './history.ts';
import { documentOf } from './mouth-document.ts';
import type { MouthDrafts } from './mouth-drafts.ts';
import type { MouthEditor } from './mouth-editor.ts';
import { type MouthWork, workOf } from './mouth-work.ts';
import { fittedTo } from './picture-hash.ts';

/** The versions of the open mouth, newest first; null: on their way. `open`: the one looked at. */
export type KeeperView = { versions: readonly MouthVersion[] | null; open: number | null };

/** One for the page's editor. */
export class MouthKeeper {
  readonly view: StoreApi<KeeperView> = createStore<KeeperView>(() => ({ versions: null, open: null }));
  readonly #editor: MouthEditor;
  readonly #call: StudioApi['call'];
  readonly #drafts: MouthDrafts;
  #listed: string | null = null;

  constructor(editor: MouthEditor, call: StudioApi['call'], drafts: MouthDrafts) {
    this.#editor = editor;
    this.#call = call;
    this.#drafts = drafts;
    editor.view.subscribe(({ avatar }) => {
      if (avatar === null || avatar.id === this.#listed) return;
      this.#listed = avatar.id;
      this.view.setState({ versions: null, open: null });
      void this.list();
    });
  }

  /** Reads the versions anew. */
  async list(): Promise<void> {
    const id = this.#id;
    if (id === null) return;
    try {
      const versions = await this.#call('avatars.mouthHistory', { id });
      if (this.#id === id) this.view.setState({ versions });
    } catch (error) {
      this.#failed(toErrorData(error));
    }
  }

  /** Stores the mouth as a version. `over`: also where another window has stored one meanwhile. */
  async save(over = false): Promise<void> {
    const { history, base } = this.#editor.view.getState();
    const [id, mouth] = [this.#id, this.#editor.metadata];
    if (id === null || mouth === null || history === null) return;
    const work = history.present;
    await this.#keep(async () => {
      const stored = await this.#call('avatars.setMouth', { id, mouth, ...(over ? {} : { base }) });
      if (this.#id !== id) return;
      this.#editor.view.setState({ saved: work, base: stored.mouthRevision, conflict: null, avatar: stored });
      if (!this.#editor.isDirty) this.#drafts.write(id, null);
    });
  }

  /** Takes the newest version another window has stored; what was here can be had back by undo. */
  async takeNewest(): Promise<void> {
    const id = this.#id;
    if (id === null) return;
    await this.#keep(async () => {
      const [newest] = await this.#call('avatars.mouthHistory', { id });
      if (newest === undefined) return;
      const mouth = await this.#call('avatars.mouthAt', { id, revision: newest.revision });
      if (this.#id === id) this.#adopt(workOf(mouth, this.#editor.view.getState().size), newest.revision);
    });
  }

  /** Brings a version back as the newest; one step of the history. */
  async restore(revision: number): Promise<void> {
    const id = this.#id;
    const { base } = this.#editor.view.getState();
    if (id === null) return;
    await this.#keep(async () => {
      const stored = await this.#call('avatars.restoreMouth', { id, revision, base });
      const mouth = await this.#call('avatars.mouthAt', { id, revision: stored.mouthRevision });
      if (this.#id !== id) return;
      this.#editor.view.setState({ avatar: stored });
      this.#adopt(workOf(mouth, this.#editor.view.getState().size), stored.mouthRevision);
      await this.look(null);
    });
  }

  /** Names a version. */
  async label(revision: number, label: string): Promise<void> {
    const id = this.#id;
    if (id === null) return;
    // Not a change of the mouth: it must not hold back a click that follows it.
    try {
      const versions = await this.#call('avatars.labelMouth', { id, revision, label });
      if (this.#id === id) this.view.setState({ versions });
    } catch (error) {
      this.#failed(toErrorData(error));
    }
  }

  /** Shows a version over the mouth; null: none. */
  async look(revision: number | null): Promise<void> {
    const id = this.#id;
    this.view.setState({ open: revision });
    if (revision === null) this.#editor.showGhost(null);
    if (id === null || revision === null) return;
    try {
      const mouth = await this.#call('avatars.mouthAt', { id, revision });
      if (this.#id !== id || this.view.getState().open !== revision) return;
      const { size } = this.#editor.view.getState();
      this.#editor.showGhost({ revision, work: workOf(mouth, size) });
    } catch (error) {
      this.#failed(toErrorData(error));
    }
  }

  /** The list of avatars came anew: a mouth stored elsewhere is taken when nothing here would be lost, else it is said. */
  async seen(avatar: AvatarView): Promise<void> {
    const { avatar: open, base, saving } = this.#editor.view.getState();
    if (open?.id !== avatar.id || saving) return;
    const { id, mouthRevision: revision } = avatar;
    this.#editor.view.setState({ avatar });
    if (revision <= base) return;
    try {
      const mouth = await this.#call('avatars.mouthAt', { id, revision });
      const now = this.#editor.view.getState();
      if (now.avatar?.id !== id || now.saving || revision <= now.base) return;
      if (this.#editor.isDirty) this.#editor.view.setState({ conflict: revision });
      else this.#adopt(workOf(mouth, now.size), revision);
      void this.list();
    } catch (error) {
      this.#failed(toErrorData(error));
    }
  }

  /** Metadata of another picture is right for this one: its hash is written anew. */
  ownPicture(): void {
    const hash = this.#editor.view.getState().avatar?.pictureHash;
    if (hash != null) this.#editor.run({ kind: 'own-picture', hash });
  }

  /** Whether metadata of another picture can be laid over this one by their face boxes. */
  get canFit(): boolean {
    return this.#fitted() !== null;
  }

  /** Lays it over. */
  fitToFace(): void {
    const work = this.#fitted();
    if (work !== null) this.#editor.run({ kind: 'take-work', work });
  }

  #fitted(): MouthWork | null {
    const { detected, history, size, avatar } = this.#editor.view.getState();
    const work = history?.present;
    if (work?.mouth == null || detected === null || avatar?.pictureHash == null) return null;
    const mouth = fittedTo(work.mouth, documentOf(detected, size).faceBox);
    if (mouth === null) return null;
    const base = work.base ?? detected;
    return { ...work, mouth, base: { ...base, source_image_hash: avatar.pictureHash } };
  }

  get #id(): string | null {
    return this.#editor.view.getState().avatar?.id ?? null;
  }

  #adopt(work: MouthWork, revision: number): void {
    const { history, avatar } = this.#editor.view.getState();
    const isEmpty = work.mouth === null && avatar?.moving == null;
    this.#editor.view.setState({ saved: work, base: revision, conflict: null, drawing: isEmpty ? [] : null });
    this.#editor.become(history === null ? beginHistory(work) : advance(history, work, { kind: 'record' }));
  }

  async #keep(work: () => Promise<void>): Promise<void> {
    if (this.#editor.view.getState().saving) return;
    this.#editor.view.setState({ saving: true, error: null });
    try {
      await work();
    } catch (error) {
      this.#failed(toErrorData(error));
    } finally {
      this.#editor.view.setState({ saving: false });
      void this.list();
    }
  }

  #failed(error: ErrorData): void {
    const { newest } = error.details;
    if (error.code === 'store/conflict' && typeof newest === 'number')
      this.#editor.view.setState({ conflict: newest });
    else this.#editor.view.setState({ error });
  }
}
