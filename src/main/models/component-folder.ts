/** Optional native libraries on the disk: loaded by a manifest the user names, whole or not at all, checked, removed. Knows no runtime. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { COMPONENT_FOLDER, ComponentManifest } from '../../shared/component-manifest.ts';
import { StudioError } from '../../shared/errors.ts';
import { DOWNLOAD_LIMITS, type DownloadLimits, download, freeBytesOf, needRoom } from './download.ts';
import { hashFile } from './file-hash.ts';
import { Licences } from './licences.ts';

/** What it stands on. `system`: what the files must be made for. */
export type ComponentDeps = {
  modelsDir: string;
  clock: Clock;
  now: () => Date;
  system: { platform: string; arch: string };
  freeBytes?: (folder: string) => Promise<number>;
  limits?: Partial<DownloadLimits>;
};

/** How far a loading is, of all its files. */
export type ComponentProgress = { file: string; bytesDone: number; bytesTotal: number };

const MANIFEST = 'component.json';

/** The text of a manifest. @throws StudioError `request/invalid` that names the field. */
export const parseComponent = (text: string): ComponentManifest => {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Told below, like every other text that is no manifest.
  }
  const read = ComponentManifest.safeParse(value);
  if (read.success) return read.data;
  const { path: at, message } = read.error.issues[0]!;
  throw new StudioError(
    'request/invalid',
    `This is no manifest of a component (${at.join('.') || 'JSON'}: ${message}). docs/models.md shows one.`,
  );
};

/** The one component there is: CUDA's libraries and the runtime's part for them. */
export class CudaComponent {
  readonly path: string;
  readonly #deps: ComponentDeps;
  readonly #downloads: string;
  readonly #licences: Licences;

  constructor(deps: ComponentDeps) {
    this.#deps = deps;
    this.path = path.join(deps.modelsDir, COMPONENT_FOLDER.cuda);
    this.#downloads = path.join(deps.modelsDir, '.downloads');
    this.#licences = new Licences(deps.modelsDir, deps.now);
  }

  /** What is installed; null: nothing. */
  async installed(): Promise<ComponentManifest | null> {
    const text = await readFile(path.join(this.path, MANIFEST), 'utf8').catch(() => null);
    return text === null ? null : parseComponent(text);
  }

  /**
   * Loads every file and puts them into place together; one that is there is replaced. What has come is kept when it is cut off.
   * `accept`: the key of the licence that was shown.
   * Errors: request/invalid, model/licence-needed, model/no-space, model/download-failed, model/hash-mismatch, request/cancelled.
   */
  async install(
    manifest: ComponentManifest,
    accept: string | null,
    onProgress: (progress: ComponentProgress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { system, clock, freeBytes = freeBytesOf } = this.#deps;
    if (manifest.platform !== system.platform || manifest.arch !== system.arch)
      throw new StudioError(
        'request/invalid',
        `This component is made for ${manifest.platform} ${manifest.arch}; this is ${system.platform} ${system.arch}.`,
      );
    await this.#licences.need(manifest.licence, accept);
    await mkdir(this.#downloads, { recursive: true });
    const limits = { ...DOWNLOAD_LIMITS, ...this.#deps.limits };
    const deps = { folder: this.#downloads, clock, freeBytes, limits };
    const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
    await needRoom(deps, total);
    const staging = `${this.path}.${randomUUID()}`;
    await mkdir(staging, { recursive: true });
    try {
      let before = 0;
      for (const { file, url, sha256, bytes } of manifest.files) {
        const tell = ({ bytesDone }: { bytesDone: number }): void =>
          onProgress({ file, bytesDone: before + bytesDone, bytesTotal: total });
        const loaded = await download({ url, sha256, bytes }, deps, tell, signal);
        await rename(loaded.path, path.join(staging, file));
        await loaded.discard();
        before += bytes;
      }
      await writeFile(path.join(staging, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, {
        flush: true,
      });
      await rm(this.path, { recursive: true, force: true });
      await rename(staging, this.path);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }

  /** Reads every byte: null when all is as it was loaded, else a sentence. */
  async verify(signal?: AbortSignal): Promise<string | null> {
    const manifest = await this.installed();
    if (manifest === null) return 'The CUDA component is not installed.';
    for (const { file, sha256, bytes } of manifest.files) {
      const at = path.join(this.path, file);
      const info = await stat(at).catch(() => null);
      if (info?.size !== bytes) return `${file} is gone or has another size.`;
      if ((await hashFile(at, signal)).sha256 !== sha256) return `${file} was changed.`;
    }
    return null;
  }

  /** Deletes it; nothing when there is none. */
  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
