/** The avatars on screen: list, choice, imports under way, undo of a delete. Knows main by StudioApi, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { MAX_PICTURE_BYTES } from '../../../shared/avatar.ts';
import { MAX_CLIP_BYTES } from '../../../shared/clip-import.ts';
import { type ErrorData, StudioError, toErrorData } from '../../../shared/errors.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';

/** One import under way or failed. Done ones leave the list. */
export type Importing = { key: string; name: string; progress: number; error: ErrorData | null };

/** What the avatar panel shows. `list` is null until it came for the first time. */
export type AvatarsView = {
  list: readonly AvatarView[] | null;
  selectedId: string | null;
  importing: readonly Importing[];
  showLips: boolean;
  error: ErrorData | null;
};

/** What the panel needs. `upload` as in upload-file.ts; `chosen` is told the choice to keep it. */
export type AvatarsDeps = {
  api: StudioApi;
  upload(file: File, progress: (share: number) => void, signal: AbortSignal): Promise<AvatarView>;
  chosen(id: string | null): void;
  failed(error: ErrorData): void;
  /** A removal that can be undone. */ removed(avatar: AvatarView): void;
};

const AT_ONCE = 2;

/** Types of picture the studio takes. */
export const PICTURE_TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp'];

/** Types of clip that become moving avatars when they are picked for import. */
export const CLIP_TYPES: readonly string[] = ['video/mp4', 'video/webm', 'video/quicktime'];

/** Whether a file is a clip. */
export const isClip = (file: Pick<File, 'type'>): boolean => CLIP_TYPES.includes(file.type);

/** Made once for the page. */
export class Avatars {
  readonly view: StoreApi<AvatarsView>;
  readonly #deps: AvatarsDeps;
  readonly #waiting: { key: string; file: File }[] = [];
  readonly #aborts = new Map<string, AbortController>();
  #serial = 0;
  #settled = false;

  constructor(deps: AvatarsDeps) {
    this.#deps = deps;
    this.view = createStore<AvatarsView>(() => ({
      list: null,
      selectedId: null,
      importing: [],
      showLips: true,
      error: null,
    }));
    deps.api.subscribe(event => event.name === 'avatars.changed' && void this.load());
  }

  /** Reads the list anew. */
  async load(): Promise<void> {
    try {
      const list = await this.#deps.api.call('avatars.list', {});
      const { selectedId } = this.view.getState();
      this.view.setState({ list, error: null });
      const gone = !list.some(avatar => avatar.id === selectedId);
      // Demo avatars may still be on their way when the page opens; the first to come takes the stage.
      if (gone && this.#settled) this.select(list[0]?.id ?? null);
    } catch (error) {
      this.view.setState({ error: toErrorData(error) });
    }
  }

  /** The chosen avatar, or null. */
  selected(): AvatarView | null {
    const { list, selectedId } = this.view.getState();
    return list?.find(avatar => avatar.id === selectedId) ?? null;
  }

  /** Chooses who is on the stage. */
  select(id: string | null): void {
    if (id === this.view.getState().selectedId) return;
    this.view.setState({ selectedId: id });
    this.#deps.chosen(id);
  }

  /** The choice kept from last time, or the first; not announced. */
  settle(keptId: string | null): void {
    const { list } = this.view.getState();
    this.#settled = true;
    const kept = list?.find(avatar => avatar.id === keptId) ?? list?.[0];
    this.view.setState({ selectedId: kept?.id ?? null });
  }

  /** Shows or hides the detected lips. */
  setShowLips(showLips: boolean): void {
    this.view.setState({ showLips });
  }

  /** Imports pictures and clips, two at a time. Wrong types and sizes are refused before anything is sent. */
  add(files: readonly File[]): void {
    for (const file of files) {
      const key = `import-${++this.#serial}`;
      const error = refusal(file);
      this.view.setState(({ importing }) => ({
        importing: [...importing, { key, name: file.name, progress: 0, error }],
      }));
      if (error === null) this.#waiting.push({ key, file });
    }
    for (let i = 0; i < AT_ONCE; i++) void this.#importNext();
  }

  /** Cancels an import, or clears a failed one. */
  dismiss(key: string): void {
    this.#aborts.get(key)?.abort();
    const index = this.#waiting.findIndex(item => item.key === key);
    if (index >= 0) this.#waiting.splice(index, 1);
    this.view.setState(({ importing }) => ({ importing: importing.filter(item => item.key !== key) }));
  }

  /** Renames. */
  async rename(id: string, name: string): Promise<void> {
    const clean = name.trim().slice(0, 80);
    if (clean === '') return;
    await this.#change(() => this.#deps.api.call('avatars.rename', { id, name: clean }));
  }

  /** Lets another of the faces found speak. */
  async chooseFace(id: string, faceIndex: number): Promise<void> {
    await this.#change(() => this.#deps.api.call('avatars.chooseFace', { id, faceIndex }));
  }

  /** Stores a mouth; null goes back to the detected one. Errors are the caller's to show. */
  async setMouth(id: string, mouth: MouthMetadata | null): Promise<AvatarView> {
    const avatar = await this.#deps.api.call('avatars.setMouth', { id, mouth });
    this.#put(avatar);
    return avatar;
  }

  /** Removes; `restore` brings it back. */
  async remove(id: string): Promise<void> {
    const avatar = this.view.getState().list?.find(item => item.id === id);
    if (avatar === undefined) return;
    try {
      await this.#deps.api.call('avatars.remove', { id });
      this.#deps.removed(avatar);
      await this.load();
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  /** Undoes a removal and chooses the avatar. */
  async restore(id: string): Promise<void> {
    await this.#change(() => this.#deps.api.call('avatars.restore', { id }));
    this.select(id);
  }

  async #change(call: () => Promise<AvatarView>): Promise<void> {
    try {
      this.#put(await call());
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  #put(avatar: AvatarView): void {
    this.view.setState(({ list }) => {
      const known = list?.some(item => item.id === avatar.id) ?? false;
      return {
        list: known ? list!.map(item => (item.id === avatar.id ? avatar : item)) : [avatar, ...(list ?? [])],
      };
    });
  }

  async #importNext(): Promise<void> {
    if (this.#aborts.size >= AT_ONCE) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    const { key, file } = next;
    const abort = new AbortController();
    this.#aborts.set(key, abort);
    const patch = (change: Partial<Importing>) =>
      this.view.setState(({ importing }) => ({
        importing: importing.map(item => (item.key === key ? { ...item, ...change } : item)),
      }));
    try {
      const avatar = await this.#deps.upload(file, progress => patch({ progress }), abort.signal);
      this.#put(avatar);
      this.select(avatar.id);
      this.dismiss(key);
    } catch (error) {
      if (!abort.signal.aborted) patch({ error: toErrorData(error) });
    } finally {
      this.#aborts.delete(key);
      void this.#importNext();
    }
  }
}

const refusal = (file: File): ErrorData | null => {
  if (isClip(file))
    return file.size > MAX_CLIP_BYTES
      ? toErrorData(new StudioError('gateway/too-large', 'The clip is larger than 600 MB.'))
      : null;
  if (file.size > MAX_PICTURE_BYTES)
    return toErrorData(new StudioError('avatar/too-large', 'The picture is larger than 20 MB.'));
  if (file.type !== '' && !PICTURE_TYPES.includes(file.type))
    return toErrorData(
      new StudioError('avatar/unreadable', 'Only PNG, JPEG and WebP pictures can be imported.'),
    );
  return null;
};
