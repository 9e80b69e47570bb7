/** The models folder on the disk: one folder with a `model.json` for each model, made whole or not at all. Knows no network. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';
import { InstalledModel, type ModelPart, parseManifest } from '../../shared/model-manifest.ts';
import { hashFile } from './file-hash.ts';

/** The files a part is made of. */
export const filesOf = (part: ModelPart): { file: string; sha256: string; bytes: number }[] =>
  part.at === 'file' ? [part, ...(part.external ?? [])] : [];

const slug = (label: string): string => {
  const plain = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48);
  return plain === '' ? 'model' : plain;
};

/** One models folder. */
export class ModelFolder {
  readonly path: string;
  /** Half-loaded files. */ readonly downloads: string;
  readonly #staging: string;

  constructor(modelsDir: string) {
    this.path = modelsDir;
    this.downloads = path.join(modelsDir, '.downloads');
    this.#staging = path.join(modelsDir, '.staging');
  }

  /** Deletes what an install left that was cut short. */
  async tidy(): Promise<void> {
    await rm(this.#staging, { recursive: true, force: true });
  }

  /** Every model whose manifest can be read, by id. */
  async list(): Promise<InstalledModel[]> {
    const entries = await readdir(this.path, { withFileTypes: true }).catch(() => []);
    const found = await Promise.all(
      entries
        .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(entry => this.#read(entry.name)),
    );
    return found.filter(model => model !== null).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** @throws StudioError `model/missing`. */
  async get(id: string): Promise<InstalledModel> {
    const model = (await this.list()).find(candidate => candidate.id === id);
    if (model !== undefined) return model;
    throw new StudioError('model/missing', `There is no model "${id.slice(0, 64)}".`, { modelId: id });
  }

  /** The file of a model. */
  fileOf(id: string, file: string): string {
    return path.join(this.path, id, file);
  }

  /** Sizes only: null when all files are there with the size they had, else a sentence. */
  async glance(model: InstalledModel): Promise<string | null> {
    for (const { file, bytes } of model.parts.flatMap(filesOf)) {
      const info = await stat(this.fileOf(model.id, file)).catch(() => null);
      if (info === null) return `${file} is gone.`;
      if (info.size !== bytes) return `${file} has ${info.size} bytes instead of ${bytes}.`;
    }
    return null;
  }

  /** Reads every byte: null when all is as it was installed, else a sentence. The signal's reason is thrown. */
  async check(model: InstalledModel, signal?: AbortSignal): Promise<string | null> {
    const fault = await this.glance(model);
    if (fault !== null) return fault;
    for (const { file, sha256 } of model.parts.flatMap(filesOf)) {
      const digest = await hashFile(this.fileOf(model.id, file), signal);
      if (digest.sha256 !== sha256) return `${file} was changed.`;
    }
    return null;
  }

  /** `fill` puts the files into an empty folder and says what they are; the model is there when it returns, or nothing is. */
  async install(
    wanted: { id: string | null; label: string },
    fill: (folder: string) => Promise<Omit<InstalledModel, 'id' | 'label'>>,
  ): Promise<InstalledModel> {
    const staging = path.join(this.#staging, randomUUID());
    await mkdir(staging, { recursive: true });
    try {
      const filled = await fill(staging);
      const id = await this.#freeId(wanted);
      const model = InstalledModel.parse({ ...filled, id, label: wanted.label.slice(0, 80) });
      await writeFile(path.join(staging, 'model.json'), `${JSON.stringify(model, null, 2)}\n`, {
        flush: true,
      });
      await rename(staging, path.join(this.path, id));
      return model;
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }

  /** Deletes one. @throws StudioError `model/missing`, `store/conflict` when a program holds its files. */
  async remove(id: string): Promise<void> {
    await this.get(id);
    try {
      // Renamed first: a model is never seen half deleted.
      const gone = path.join(this.#staging, randomUUID());
      await mkdir(this.#staging, { recursive: true });
      await rename(path.join(this.path, id), gone);
      await rm(gone, { recursive: true, force: true });
    } catch (cause) {
      throw new StudioError(
        'store/conflict',
        'The model is in use. Close the sessions that use it, wait a minute, then remove it.',
        { modelId: id },
        { cause },
      );
    }
  }

  async #read(id: string): Promise<InstalledModel | null> {
    const text = await readFile(path.join(this.path, id, 'model.json'), 'utf8').catch(() => null);
    const model = text === null ? null : parseManifest(text);
    return model?.id === id ? model : null;
  }

  async #freeId({ id, label }: { id: string | null; label: string }): Promise<string> {
    const taken = new Set(await readdir(this.path));
    if (id !== null) {
      if (!InstalledModel.shape.id.safeParse(id).success)
        throw new StudioError('request/invalid', 'A model id is made of a-z, 0-9, dot, dash and underscore.');
      if (taken.has(id))
        throw new StudioError('store/conflict', `There is a model "${id}" already. Choose another id.`);
      return id;
    }
    const base = slug(label);
    for (let copy = 1; ; copy++) {
      const name = copy === 1 ? base : `${base}-${copy}`;
      if (!taken.has(name)) return name;
    }
  }
}
