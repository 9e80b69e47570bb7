/** Every model of this installation: what is there, what comes in, what goes. The one door for the page and the command line. */
import { mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { StudioError } from '../../shared/errors.ts';
import type { InstalledModel, ModelKind, ModelRole } from '../../shared/model-manifest.ts';
import { type NetworkSignature, rolesOf, shapeFault } from '../../shared/model-shapes.ts';
import type { ModelDownloadView, ModelView } from '../../shared/model-view.ts';
import { DOWNLOAD_LIMITS, type DownloadLimits, freeBytesOf, needRoom } from './download.ts';
import { IncomingFiles } from './incoming-files.ts';
import { Licences, UNKNOWN_LICENCE } from './licences.ts';
import { wantedModel } from './model-description.ts';
import { ModelDownload } from './model-download.ts';
import { ModelFolder } from './model-folder.ts';
import { installModel, type SourceFile } from './model-installer.ts';
import { viewOf } from './model-seen.ts';
import { checkServerAddresses } from './model-server-address.ts';

/** What the library stands on. `describe` asks a KServe v2 server what one of its models takes and gives. */
export type LibraryDeps = {
  modelsDir: string;
  clock: Clock;
  now: () => Date;
  describe: (server: { url: string; model: string; version: string | null }) => Promise<NetworkSignature>;
  changed: () => void;
  downloadChanged: (view: ModelDownloadView) => void;
  freeBytes?: (folder: string) => Promise<number>;
  limits?: Partial<DownloadLimits>;
};

/** A file of this machine (or a folder of ONNX files), or one that was taken in before. */
export type ImportFile = { role: ModelRole | null } & ({ path: string } | { upload: string });

/** What to import. */
export type ImportAsk = {
  files: readonly ImportFile[];
  kind: ModelKind | null;
  id: string | null;
  label: string | null;
  licence: string | null;
};

/** A server's models to use as one of ours: which of them plays which role. */
export type ConnectAsk = {
  url: string;
  also: readonly string[];
  kind: ModelKind;
  id: string | null;
  label: string | null;
  models: readonly { role: ModelRole; model: string; version: string | null }[];
};

/** After these an import of the same files may succeed: another name, more room. */
const WORTH_ANOTHER_TRY: ReadonlySet<string> = new Set([
  'request/invalid',
  'store/conflict',
  'model/no-space',
]);

const MAX_RUNNING = 4;
const MAX_KEPT = 20;

/** See the methods. */
export class ModelLibrary {
  readonly #deps: LibraryDeps;
  readonly #folder: ModelFolder;
  readonly #licences: Licences;
  readonly #incoming: IncomingFiles;
  readonly #limits: DownloadLimits;
  readonly #downloads = new Map<string, ModelDownload>();
  readonly #faults = new Map<string, string>();

  constructor(deps: LibraryDeps) {
    this.#deps = deps;
    this.#folder = new ModelFolder(deps.modelsDir);
    this.#incoming = new IncomingFiles(path.join(deps.modelsDir, '.incoming'), bytes => this.#room(bytes));
    this.#licences = new Licences(deps.modelsDir, deps.now);
    this.#limits = { ...DOWNLOAD_LIMITS, ...deps.limits };
  }

  /** Deletes what an earlier run left half installed. */
  async start(): Promise<void> {
    await this.#folder.tidy();
    await this.#incoming.tidy();
  }

  /** By id; sizes are looked at, contents only by `verify`. */
  async list(): Promise<ModelView[]> {
    const models = await this.#folder.list();
    return Promise.all(models.map(model => this.#view(model)));
  }

  /** Newest first. */
  downloads(): ModelDownloadView[] {
    return [...this.#downloads.values()].map(({ view }) => view).reverse();
  }

  /** Copies files in. Errors: model/missing, model/corrupt, model/unsupported, model/no-space, store/conflict, request/invalid. */
  async import(ask: ImportAsk): Promise<ModelView> {
    const uploads = ask.files.flatMap(file => ('upload' in file ? [file.upload] : []));
    const files = await this.#sources(ask.files);
    const first = files[0]?.name ?? 'model';
    let isDone = true;
    try {
      const model = await this.#install(files, {
        kind: ask.kind,
        id: ask.id,
        label: ask.label ?? first.replace(/\.onnx$/i, ''),
        licence: ask.licence ?? UNKNOWN_LICENCE,
        source: first,
      });
      return viewOf(model, null);
    } catch (error) {
      isDone = !(error instanceof StudioError && WORTH_ANOTHER_TRY.has(error.code));
      throw error;
    } finally {
      for (const id of isDone ? uploads : []) await this.#incoming.drop(id);
    }
  }

  /** Takes a file from a page, for `import` to use by the id returned. Errors: model/no-space, session/backlog-full. */
  take(body: AsyncIterable<Uint8Array>, name: string): Promise<string> {
    return this.#incoming.take(body, name);
  }

  /**
   * Starts a download and returns at once. `accept`: the key of the licence that was shown.
   * Errors: request/invalid, model/licence-needed, model/download-failed, model/no-space, store/conflict (it is running already).
   */
  async add(ask: {
    url: string;
    kind: ModelKind | null;
    id: string | null;
    label: string | null;
    sha256: string | null;
    accept: string | null;
  }): Promise<ModelDownloadView> {
    const wanted = await wantedModel(ask.url, ask);
    await this.#licences.need(wanted.licence, ask.accept);
    await this.#room(wanted.files.reduce((sum, file) => sum + (file.bytes ?? 0), 0));
    // From here on nothing waits: two calls at once must not write one file.
    const running = [...this.#downloads.values()].filter(({ view }) => view.state === 'running');
    if (running.some(({ view }) => view.url === ask.url))
      throw new StudioError('store/conflict', 'This model is being loaded already.');
    if (running.length >= MAX_RUNNING)
      throw new StudioError(
        'session/backlog-full',
        `${MAX_RUNNING} models are being loaded. Let one finish first.`,
      );
    const { clock, downloadChanged } = this.#deps;
    const started = new ModelDownload(ask.url, wanted, {
      download: { folder: this.#folder.downloads, clock, freeBytes: this.#free, limits: this.#limits },
      install: files => this.#install(files, { ...wanted, id: ask.id }),
      changed: downloadChanged,
    });
    this.#keep(started);
    return started.view;
  }

  /** Resolves when a download has ended, however. @throws StudioError `store/not-found`. */
  async finished(id: string): Promise<ModelDownloadView> {
    return this.#need(id).finished;
  }

  /** Stops one; what has come is kept, and adding the same address goes on from there. @throws StudioError `store/not-found`. */
  async cancel(id: string): Promise<ModelDownloadView> {
    const download = this.#need(id);
    download.cancel();
    return download.finished;
  }

  /** Throws one away with what has come of it; one that runs is stopped first. @throws StudioError `store/not-found`. */
  async discard(id: string): Promise<void> {
    await this.#need(id).discard();
    this.#downloads.delete(id);
    this.#deps.changed();
  }

  /** Uses models of a server. Errors: model/unreachable, model/unsupported, store/conflict, request/invalid. */
  async connect(ask: ConnectAsk): Promise<ModelView> {
    const { url, kind } = ask;
    checkServerAddresses([url, ...ask.also]);
    const missing = rolesOf(kind).filter(role => !ask.models.some(model => model.role === role));
    if (missing.length > 0)
      throw new StudioError(
        'model/unsupported',
        `A ${kind} model also needs ${missing.join(', ')}. Name all its parts.`,
      );
    for (const { role, model, version } of ask.models) {
      const fault = shapeFault(kind, role, await this.#deps.describe({ url, model, version }));
      if (fault !== null) throw new StudioError('model/unsupported', fault);
    }
    const label = ask.label ?? `${kind} at ${new URL(url).host}`;
    const also = ask.also.length === 0 ? {} : { also: [...ask.also] };
    const model = await this.#folder.install({ id: ask.id, label }, async () => ({
      kind,
      licence: 'The server’s own.',
      source: url,
      installedAt: this.#deps.now().toISOString(),
      parts: ask.models.map(part => ({ at: 'kserve' as const, url, ...also, ...part })),
    }));
    this.#deps.changed();
    return viewOf(model, null);
  }

  /** Reads every byte of one. Errors: model/missing. */
  async verify(id: string): Promise<ModelView> {
    const model = await this.#folder.get(id);
    const fault = await this.#folder.check(model);
    if (fault === null) this.#faults.delete(id);
    else this.#faults.set(id, fault);
    this.#deps.changed();
    return viewOf(model, fault);
  }

  /** Deletes one. Errors: model/missing, store/conflict (in use). */
  async remove(id: string): Promise<void> {
    await this.#folder.remove(id);
    this.#faults.delete(id);
    this.#deps.changed();
  }

  /** Stops all downloads and waits for them. */
  async close(): Promise<void> {
    for (const download of this.#downloads.values()) download.cancel();
    await Promise.all([...this.#downloads.values()].map(download => download.finished));
  }

  readonly #free = (folder: string): Promise<number> => (this.#deps.freeBytes ?? freeBytesOf)(folder);

  async #room(bytes: number): Promise<void> {
    const folder = this.#folder.path;
    await mkdir(folder, { recursive: true });
    await needRoom({ folder, freeBytes: this.#free, limits: this.#limits }, bytes);
  }

  async #install(
    files: readonly SourceFile[],
    ask: { kind: ModelKind | null; id: string | null; label: string; licence: string; source: string },
  ): Promise<InstalledModel> {
    const model = await installModel(
      { ...ask, files },
      { folder: this.#folder, needRoom: bytes => this.#room(bytes), now: this.#deps.now },
    );
    this.#deps.changed();
    return model;
  }

  /** The networks asked for; uploaded files that are no ONNX are data files by their names. */
  async #sources(files: readonly ImportFile[]): Promise<(SourceFile & { name: string })[]> {
    const networks: (SourceFile & { name: string })[] = [];
    const data = new Map<string, string>();
    for (const file of files) {
      if ('path' in file) networks.push(...(await expandFolder(file)));
      else {
        const { path: at, name } = this.#incoming.get(file.upload);
        if (/\.onnx$/i.test(name) || file.role !== null)
          networks.push({ path: at, name, role: file.role, external: data });
        else data.set(name, at);
      }
    }
    return networks;
  }

  async #view(model: InstalledModel): Promise<ModelView> {
    return viewOf(model, (await this.#folder.glance(model)) ?? this.#faults.get(model.id) ?? null);
  }

  /** The earlier tries of the same address are this one now. */
  #keep(download: ModelDownload): void {
    for (const [id, { view }] of this.#downloads)
      if (view.url === download.view.url) this.#downloads.delete(id);
    this.#downloads.set(download.view.id, download);
    for (const [id, { view }] of this.#downloads) {
      if (this.#downloads.size <= MAX_KEPT) break;
      if (view.state !== 'running') this.#downloads.delete(id);
    }
  }

  #need(id: string): ModelDownload {
    const download = this.#downloads.get(id);
    if (download !== undefined) return download;
    throw new StudioError('store/not-found', 'There is no such download.', { downloadId: id });
  }
}

const expandFolder = async (file: { path: string; role: ModelRole | null }) => {
  const info = await stat(file.path).catch(() => null);
  const name = path.basename(file.path);
  if (info === null) throw new StudioError('model/missing', `${name} is not there. Check the path.`);
  if (!info.isDirectory()) return [{ ...file, name }];
  const names = (await readdir(file.path)).filter(entry => /\.onnx$/i.test(entry)).sort();
  return names.map(entry => ({ path: path.join(file.path, entry), name, role: null }));
};

export { MAX_MODEL_FILE_BYTES } from './incoming-files.ts';
