/** Avatars on their way in: two at a time, each with its progress and its end. Knows main by StudioApi and an upload, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { MAX_PICTURE_BYTES } from '../../../shared/avatar.ts';
import { MAX_CLIP_BYTES } from '../../../shared/clip-import.ts';
import { type ErrorData, StudioError, toErrorData } from '../../../shared/errors.ts';
import type { AvatarView, ImportProgress } from '../../../shared/studio/avatars.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';
import { isClip, PICTURE_TYPES } from './file-kinds.ts';
import { type AvatarFolder, isZip, type PlacedFile, readZip, sortDropped } from './folder-files.ts';

/** What one import sends. */
export type ImportSource = { kind: 'file'; file: File } | { kind: 'folder'; folder: AvatarFolder };

/** One under way or failed; done ones leave the list. `progress`: share of the bytes sent; `frames`: what main has looked at since. */
export type Importing = {
  key: string;
  name: string;
  kind: 'picture' | 'clip' | 'folder';
  waiting: boolean;
  progress: number;
  frames: ImportProgress | null;
  error: ErrorData | null;
};

/** What imports need. `importId` names one to main. */
export type ImportsDeps = {
  api: StudioApi;
  upload(
    source: ImportSource,
    importId: string,
    progress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<AvatarView>;
  /** One has arrived; `first`: of those that came together. */ arrived(
    avatar: AvatarView,
    first: boolean,
  ): void;
  newId(): string;
};

const AT_ONCE = 2;

type Waiting = { key: string; source: ImportSource; batch: { arrived: boolean } };

const nameOf = (source: ImportSource): string =>
  source.kind === 'file' ? source.file.name : source.folder.name;
const kindOf = (source: ImportSource): Importing['kind'] =>
  source.kind === 'folder' ? 'folder' : isClip(source.file) ? 'clip' : 'picture';

/** Wrong types and sizes are refused before anything is sent. */
const refusal = (source: ImportSource): ErrorData | null => {
  if (source.kind === 'folder')
    return source.folder.files.length > 0
      ? null
      : toErrorData(new StudioError('avatar/unreadable', 'The folder has no files of an avatar.'));
  const { file } = source;
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

/** Made once for the page. */
export class Imports {
  readonly view: StoreApi<{ list: readonly Importing[] }>;
  readonly #deps: ImportsDeps;
  readonly #waiting: Waiting[] = [];
  readonly #aborts = new Map<string, AbortController>();

  constructor(deps: ImportsDeps) {
    this.#deps = deps;
    this.view = createStore(() => ({ list: [] as readonly Importing[] }));
    deps.api.subscribe(event => {
      if (event.name === 'avatar.import') this.#patch(event.importId, { frames: event.progress });
    });
  }

  /** Pictures and clips, and ZIP files of avatar folders. */
  add(files: readonly File[]): void {
    this.addPlaced(files.map(file => ({ path: file.name, file })));
  }

  /** What was dropped or picked, folders and all. */
  addPlaced(placed: readonly PlacedFile[]): void {
    const zips = placed.filter(({ file }) => isZip(file));
    for (const { file } of zips) void this.#addZip(file);
    const { folders, files } = sortDropped(placed.filter(({ file }) => !isZip(file)));
    this.#add([
      ...folders.map((folder): ImportSource => ({ kind: 'folder', folder })),
      ...files.map((file): ImportSource => ({ kind: 'file', file })),
    ]);
  }

  /** Cancels one, here and in main, or clears a failed one. */
  dismiss(key: string): void {
    const running = this.#aborts.get(key);
    running?.abort();
    if (running !== undefined) this.#deps.api.call('avatars.cancelImport', { importId: key }).catch(() => {});
    const index = this.#waiting.findIndex(item => item.key === key);
    if (index >= 0) this.#waiting.splice(index, 1);
    this.view.setState(({ list }) => ({ list: list.filter(item => item.key !== key) }));
  }

  /** Cancels and clears all. */
  dismissAll(): void {
    for (const { key } of this.view.getState().list) this.dismiss(key);
  }

  #add(sources: readonly ImportSource[]): void {
    const batch = { arrived: false };
    for (const source of sources) {
      const key = this.#deps.newId();
      const error = refusal(source);
      this.#list({ key, name: nameOf(source), kind: kindOf(source), error });
      if (error === null) this.#waiting.push({ key, source, batch });
    }
    for (let i = 0; i < AT_ONCE; i++) void this.#next();
  }

  async #addZip(zip: File): Promise<void> {
    const key = this.#deps.newId();
    this.#list({ key, name: zip.name, kind: 'folder', error: null });
    try {
      const found = sortDropped(await readZip(zip));
      const known = this.view.getState().list.some(item => item.key === key);
      if (!known) return; // cancelled while it was read
      if (found.folders.length + found.files.length === 0)
        throw new StudioError('avatar/unreadable', `${zip.name} holds no avatar.`);
      this.dismiss(key);
      this.#add([
        ...found.folders.map(
          (folder): ImportSource => ({
            kind: 'folder',
            folder: folder.name === 'Avatar' ? { ...folder, name: zip.name.replace(/\.zip$/i, '') } : folder,
          }),
        ),
        ...found.files.map((file): ImportSource => ({ kind: 'file', file })),
      ]);
    } catch (error) {
      this.#patch(key, { error: toErrorData(error), waiting: false });
    }
  }

  #list(item: Pick<Importing, 'key' | 'name' | 'kind' | 'error'>): void {
    const added: Importing = { ...item, waiting: item.error === null, progress: 0, frames: null };
    this.view.setState(({ list }) => ({ list: [...list, added] }));
  }

  #patch(key: string, change: Partial<Importing>): void {
    this.view.setState(({ list }) => ({
      list: list.map(item => (item.key === key ? { ...item, ...change } : item)),
    }));
  }

  async #next(): Promise<void> {
    if (this.#aborts.size >= AT_ONCE) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    const { key, source, batch } = next;
    const abort = new AbortController();
    this.#aborts.set(key, abort);
    this.#patch(key, { waiting: false });
    try {
      const sent = (progress: number): void => this.#patch(key, { progress });
      const avatar = await this.#deps.upload(source, key, sent, abort.signal);
      this.#aborts.delete(key);
      this.#deps.arrived(avatar, !batch.arrived);
      batch.arrived = true;
      this.dismiss(key);
    } catch (error) {
      if (!abort.signal.aborted) this.#patch(key, { error: toErrorData(error) });
    } finally {
      this.#aborts.delete(key);
      void this.#next();
    }
  }
}
