/** The avatars on screen: list, choice, changes, undo of a delete. Knows main by StudioApi, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { AvatarPatch } from '../../../shared/studio/avatar-profile.ts';
import { AVATARS_PAGE, type AvatarView } from '../../../shared/studio/avatars.ts';
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

/** The order main lists them in: newest first, the app's own last and by id. */
const inOrder = (a: AvatarView, b: AvatarView): number => {
  if (a.demo !== b.demo) return Number(a.demo) - Number(b.demo);
  const [early, late] = a.demo ? [a.id, b.id] : [b.createdAt, a.createdAt];
  return early === late ? 0 : early < late ? -1 : 1;
};

/** Ids in parts that one call takes. */
const parts = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / AVATARS_PAGE) }, (_, i) =>
    ids.slice(i * AVATARS_PAGE, (i + 1) * AVATARS_PAGE),
  );

/** Made once for the page. */
export class Avatars {
  readonly view: StoreApi<AvatarsView>;
  readonly #deps: AvatarsDeps;
  /** As main knows them, and what is changed over it. */
  #known: readonly AvatarView[] = [];
  readonly #overlays = new Map<string, AvatarPatch>();
  #settled = false;
  /** For `get`: of the list that it was made of. */
  #index: { of: readonly AvatarView[] | null; byId: Map<string, AvatarView> } = { of: null, byId: new Map() };
  #loading: Promise<void> | null = null;
  #isOld = false;
  readonly #changed = new Set<string>();
  #following: Promise<void> | null = null;

  constructor(deps: AvatarsDeps) {
    this.#deps = deps;
    this.view = createStore<AvatarsView>(() => ({
      list: null,
      selectedId: null,
      showLips: true,
      error: null,
    }));
    deps.api.subscribe(event => event.name === 'avatars.changed' && void this.#follow(event.ids));
  }

  /** Reads the list anew, page by page; it is shown when it is whole. */
  load(): Promise<void> {
    this.#isOld = true;
    this.#loading ??= this.#read().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  /** One of the list, or null. */
  get(id: string | null): AvatarView | null {
    const { list } = this.view.getState();
    if (this.#index.of !== list)
      this.#index = { of: list, byId: new Map(list?.map(avatar => [avatar.id, avatar])) };
    return (id === null ? null : this.#index.byId.get(id)) ?? null;
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
      for (const some of parts(ids)) {
        const ask = { ids: some, add: [...add], remove: [...remove] };
        this.#take(await this.#deps.api.call('avatars.tag', ask));
      }
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  /** Removes some; `restore` brings them back. */
  async remove(...ids: readonly string[]): Promise<void> {
    const avatars = ids.flatMap(id => this.get(id) ?? []);
    if (avatars.length === 0) return;
    try {
      for (const some of parts(ids)) await this.#deps.api.call('avatars.removeMany', { ids: some });
      this.#deps.removed(avatars);
      this.#take([], new Set(ids));
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  /** Undoes a removal; a single one takes the stage again. */
  async restore(...ids: readonly string[]): Promise<void> {
    try {
      for (const some of parts(ids)) await this.#deps.api.call('avatars.restoreMany', { ids: some });
      await this.#follow(ids);
      if (ids.length === 1) this.select(ids[0]!);
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  /** Takes an avatar as main has it now. */
  put(avatar: AvatarView): void {
    this.#take([avatar]);
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

  /** Follows what main says has changed; what comes in between is asked for together. */
  #follow(ids: readonly string[]): Promise<void> {
    if (this.#loading !== null || this.view.getState().list === null) return this.load();
    for (const id of ids) this.#changed.add(id);
    this.#following ??= this.#catchUp().finally(() => {
      this.#following = null;
    });
    return this.#following;
  }

  async #catchUp(): Promise<void> {
    try {
      while (this.#changed.size > 0) {
        const ids = [...this.#changed].slice(0, AVATARS_PAGE);
        for (const id of ids) this.#changed.delete(id);
        this.#take(await this.#deps.api.call('avatars.list', { ids }), new Set(ids));
      }
    } catch (error) {
      this.view.setState({ error: toErrorData(error) });
    }
  }

  async #read(): Promise<void> {
    try {
      while (this.#isOld) {
        this.#isOld = false;
        const read = new Map<string, AvatarView>();
        for (let skip = 0, more = true; more; skip += AVATARS_PAGE) {
          const page = await this.#deps.api.call('avatars.list', { skip });
          for (const avatar of page) read.set(avatar.id, avatar);
          more = page.length === AVATARS_PAGE;
        }
        this.#known = [...read.values()];
        this.#settleOn();
      }
    } catch (error) {
      this.view.setState({ error: toErrorData(error) });
    }
  }

  /** Takes some as main has them now; those of `asked` that did not come are gone. */
  #take(came: readonly AvatarView[], asked: ReadonlySet<string> = new Set()): void {
    const fresh = new Map(came.map(avatar => [avatar.id, avatar]));
    const kept = this.#known.flatMap(avatar => {
      const now = fresh.get(avatar.id);
      fresh.delete(avatar.id);
      return now ?? (asked.has(avatar.id) ? [] : avatar);
    });
    this.#known = fresh.size === 0 ? kept : [...fresh.values(), ...kept].sort(inOrder);
    this.#settleOn();
  }

  #settleOn(): void {
    const { selectedId } = this.view.getState();
    this.#show();
    this.view.setState({ error: null });
    // Demo avatars may still be on their way when the page opens; the first to come takes the stage.
    if (this.#settled && this.get(selectedId) === null) this.select(this.#known[0]?.id ?? null);
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
