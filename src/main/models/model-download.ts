/** One model on its way in: all its files, one after the other, then the installation. Tells how far it is; knows no wire. */
import { randomUUID } from 'node:crypto';
import { StudioError, toErrorData } from '../../shared/errors.ts';
import type { InstalledModel } from '../../shared/model-manifest.ts';
import type { ModelDownloadView } from '../../shared/model-view.ts';
import { type DownloadDeps, type DownloadProgress, download } from './download.ts';
import type { FileDigest } from './file-hash.ts';
import type { WantedModel } from './model-description.ts';
import type { SourceFile } from './model-installer.ts';
import { PartFile } from './part-file.ts';

/** What a download needs. `install` moves the files in. */
export type ModelDownloadDeps = {
  download: DownloadDeps;
  install: (files: readonly SourceFile[]) => Promise<InstalledModel>;
  changed: (view: ModelDownloadView) => void;
};

/** Progress is told at most so often, ms. */
const TELL_EVERY_MS = 250;

/** Starts at once; `finished` never rejects. */
export class ModelDownload {
  readonly finished: Promise<ModelDownloadView>;
  readonly #wanted: WantedModel;
  readonly #deps: ModelDownloadDeps;
  readonly #stop = new AbortController();
  #view: ModelDownloadView;
  #toldAt = 0;
  #speed = { at: performance.now(), bytes: 0 };

  constructor(url: string, wanted: WantedModel, deps: ModelDownloadDeps) {
    this.#wanted = wanted;
    this.#deps = deps;
    this.#view = {
      id: `mdl_${randomUUID().replaceAll('-', '')}`,
      url,
      label: wanted.label,
      state: 'running',
      phase: 'loading',
      bytesDone: 0,
      bytesTotal: null,
      bytesPerSecond: 0,
      modelId: null,
      error: null,
    };
    this.finished = this.#run();
  }

  get view(): ModelDownloadView {
    return this.#view;
  }

  /** Stops it; what has come is kept for another try. */
  cancel(): void {
    this.#stop.abort();
  }

  /** Stops it and deletes what has come. */
  async discard(): Promise<void> {
    this.cancel();
    await this.finished;
    for (const file of this.#wanted.files)
      await (await PartFile.open(this.#deps.download.folder, file)).discard();
  }

  async #run(): Promise<ModelDownloadView> {
    try {
      const { files, discard } = await this.#load();
      this.#change({ phase: 'installing' });
      const model = await this.#deps.install(files).finally(discard);
      this.#change({ state: 'done', modelId: model.id });
    } catch (error) {
      const { code, message } = toErrorData(error);
      if (this.#stop.signal.aborted) this.#change({ state: 'cancelled' });
      else this.#change({ state: 'failed', error: { code, message } });
    }
    return this.#view;
  }

  /** `discard` deletes what the installation did not take. Files that are whole are kept while others are missing. */
  async #load(): Promise<{ files: SourceFile[]; discard: () => Promise<void> }> {
    const { files } = this.#wanted;
    const sizes = files.map(file => file.bytes);
    let before = 0;
    const loaded: { role: SourceFile['role']; name: string; path: string; digest: FileDigest }[] = [];
    const discards: (() => Promise<void>)[] = [];
    for (const [index, file] of files.entries()) {
      const {
        path: at,
        discard,
        ...digest
      } = await download(
        file,
        this.#deps.download,
        progress => {
          sizes[index] = progress.bytesTotal;
          const known = sizes.every(size => size !== null);
          this.#progress(
            progress,
            before,
            known ? sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) : null,
          );
        },
        this.#stop.signal,
      );
      before += digest.bytes;
      sizes[index] = digest.bytes;
      discards.push(discard);
      loaded.push({ role: file.role, name: file.name, path: at, digest });
    }
    const data = new Map(
      loaded.filter(({ name }) => !/\.onnx$/i.test(name)).map(({ name, path }) => [name, path]),
    );
    const networks = loaded.filter(({ name, role }) => role !== null || !data.has(name));
    const discard = async (): Promise<void> => {
      for (const one of discards) await one();
    };
    if (networks.length === 0) {
      await discard();
      throw new StudioError('model/unsupported', 'The address gives no ONNX file.');
    }
    return {
      files: networks.map(({ role, path, digest }) => ({ role, path, digest, external: data })),
      discard,
    };
  }

  #progress({ phase, bytesDone }: DownloadProgress, before: number, bytesTotal: number | null): void {
    const now = performance.now();
    const done = before + bytesDone;
    if (phase === this.#view.phase && now - this.#toldAt < TELL_EVERY_MS) return;
    if (now - this.#speed.at >= 1_000 || done < this.#speed.bytes) {
      const perSecond = ((done - this.#speed.bytes) * 1000) / Math.max(1, now - this.#speed.at);
      this.#speed = { at: now, bytes: done };
      this.#view = { ...this.#view, bytesPerSecond: Math.max(0, Math.round(perSecond)) };
    }
    this.#toldAt = now;
    this.#change({ phase, bytesDone: done, bytesTotal });
  }

  #change(change: Partial<ModelDownloadView>): void {
    this.#view = { ...this.#view, ...change };
    this.#deps.changed(this.#view);
  }
}
