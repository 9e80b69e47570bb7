/** The avatars on screen: list, choice, changes, undo of a delete. Knows main by StudioApi, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { AvatarPatch } from '../../../shared/studio/avatar-profile.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';

/** What the avatar lists show. `list` is null until it came for the first time. */
export type AvatarsView = {
  list: readonly AvatarView[] | null;
  selectedId: string | null;
  showLips: boolean;
  error: ErrorData | null;
};

/** What it needs. `chosen` is told the choice to keep it. */
export type AvatarsDeps = {
  api: StudioApi;
  chosen(id: string | null): void;
  failed(error: ErrorData): void;
  /** A removal that can be undone. */ removed(avatars: readonly AvatarView[]): void;
};

/** An avatar with changes that main has not heard of yet; its revision stays that of what main knows. */
export const patched = (avatar: AvatarView, patch: AvatarPatch): AvatarView => {
  const { name = avatar.name, licence = avatar.licence, ...fields } = patch;
  return { ...avatar, name, licence, profile: { ...avatar.profile, ...fields } as AvatarView['profile'] };
};

/** Made once for the page. */
export class Avatars {
  readonly view: StoreApi<AvatarsView>;
  readonly #deps: AvatarsDeps;
  /** As main knows them, and what is changed over it. */
  #known: readonly AvatarView[] = [];
  readonly #overlays = new Map<string, AvatarPatch>();
  #settled = false;

  constructor(deps: AvatarsDeps) {
    this.#deps = deps;
    this.view = createStore<AvatarsView>(() => ({
      list: null,
      selectedId: null,
      showLips: true,
      error: null,
    }));
    deps.api.subscribe(event => event.name === 'avatars.changed' && void this.load());
  }

  /** Reads the list anew. */
  async load(): Promise<void> {
    try {
      this.#known = await this.#deps.api.call('avatars.list', {});
      const { selectedId } = this.view.getState();
      this.#show();
      this.view.setState({ error: null });
      const gone = !this.#known.some(avatar => avatar.id === selectedId);
      // Demo avatars may still be on their way when the page opens; the first to come takes the stage.
      if (gone && this.#settled) this.select(this.#known[0]?.id ?? null);
    } catch (error) {
      this.view.setState({ error: toErrorData(error) });
    }
  }

  /** One of the list, or null. */
  get(id: string | null): AvatarView | null {
    return this.view.getState().list?.find(avatar => avatar.id === id) ?? null;
  }

  /** The chosen avatar, or null. */
  selected(): AvatarView | null {
    return this.get(this.view.getState().selectedId);
  }

  /** Chooses who is on the stage. */
  select(id: string | null): void {
    if (id === this.view.getState().selectedId) return;
    this.view.setState({ selectedId: id });
    this.#deps.chosen(id);
  }

  /** The choice kept from last time, or the first; not announced. */
  settle(keptId: string | null): void {
    this.#settled = true;
    this.view.setState(({ list }) => ({ selectedId: (this.get(keptId) ?? list?.[0])?.id ?? null }));
  }

  /** Shows or hides the detected lips. */
  setShowLips(showLips: boolean): void {
    this.view.setState({ showLips });
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

  /** Adds and takes away tags of several. */
  async tag(ids: readonly string[], add: readonly string[], remove: readonly string[]): Promise<void> {
    try {
      const ask = { ids: [...ids], add: [...add], remove: [...remove] };
      for (const avatar of await this.#deps.api.call('avatars.tag', ask)) this.put(avatar);
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  /** Removes some; `restore` brings them back. */
  async remove(...ids: readonly string[]): Promise<void> {
    const avatars = ids.flatMap(id => this.get(id) ?? []);
    if (avatars.length === 0) return;
    try {
      await this.#deps.api.call('avatars.removeMany', { ids: avatars.map(({ id }) => id) });
      this.#deps.removed(avatars);
      await this.load();
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  /** Undoes a removal; a single one takes the stage again. */
  async restore(...ids: readonly string[]): Promise<void> {
    try {
      await this.#deps.api.call('avatars.restoreMany', { ids: [...ids] });
      await this.load();
      if (ids.length === 1) this.select(ids[0]!);
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  /** Takes an avatar as main has it now. */
  put(avatar: AvatarView): void {
    const known = this.#known.some(item => item.id === avatar.id);
    this.#known = known
      ? this.#known.map(item => (item.id === avatar.id ? avatar : item))
      : [avatar, ...this.#known];
    this.#show();
  }

  /** Shows an avatar with changes that are on their way; null: as main knows it. */
  overlay(id: string, patch: AvatarPatch | null): void {
    if (patch === null) this.#overlays.delete(id);
    else this.#overlays.set(id, patch);
    this.#show();
  }

  /** Whether changes of it are on their way. */
  isChanging(id: string): boolean {
    return this.#overlays.has(id);
  }

  #show(): void {
    const list = this.#known.map(avatar => {
      const patch = this.#overlays.get(avatar.id);
      return patch === undefined ? avatar : patched(avatar, patch);
    });
    this.view.setState({ list });
  }

  async #change(call: () => Promise<AvatarView>): Promise<void> {
    try {
      this.put(await call());
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }
}
