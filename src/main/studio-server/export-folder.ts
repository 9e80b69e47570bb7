/** The folder of finished exports: names, sizes, space, and what a crash left half written. Knows no queue. */
import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';
import { type ExportContainer, endingOf } from '../../shared/export-job.ts';
import { fileNameOf } from '../../shared/file-name.ts';

/** Less than this is a full disk: an export would fail in its middle. */
const LEAST_FREE_BYTES = 64 * 1024 * 1024;
/** As the engine names a file until it is whole. */
const PART = /^\..+\.part$/;

const baseName = (name: string, at: Date): string => {
  const stamp = at.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '-');
  return `${fileNameOf(name, 'Avatar')} ${stamp}`;
};

/** One folder. */
export class ExportFolder {
  readonly path: string;
  /** Names given in this run of the program: two that are asked for at once get two. */
  readonly #given = new Set<string>();

  constructor(folder: string) {
    this.path = folder;
  }

  /** Where a file of that name lies. */
  fileOf(name: string): string {
    return path.join(this.path, path.basename(name));
  }

  /** A name nobody has: of the avatar, the time and the kind. */
  async freeName(
    avatar: string,
    at: Date,
    container: ExportContainer,
    isTaken: (name: string) => boolean,
  ): Promise<string> {
    await mkdir(this.path, { recursive: true });
    const base = baseName(avatar, at);
    for (let copy = 1; ; copy++) {
      const name = `${base}${copy === 1 ? '' : ` (${copy})`}.${endingOf(container)}`;
      if (isTaken(name) || (await this.has(name)) || this.#given.has(name)) continue;
      this.#given.add(name);
      return name;
    }
  }

  /** Whether the file is there. */
  async has(name: string): Promise<boolean> {
    return stat(this.fileOf(name)).then(
      found => found.isFile(),
      () => false,
    );
  }

  /** Deletes a file. */
  async delete(name: string): Promise<void> {
    await rm(this.fileOf(name), { force: true });
  }

  /** Bytes free on its disk; null where the system does not say. */
  async freeBytes(): Promise<number | null> {
    await mkdir(this.path, { recursive: true });
    return statfs(this.path).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => null,
    );
  }

  /** @throws StudioError `export/no-space` when hardly anything fits. */
  async needSpace(): Promise<void> {
    const free = await this.freeBytes();
    if (free === null || free >= LEAST_FREE_BYTES) return;
    throw new StudioError('export/no-space', 'The disk is full. Free some space, then try again.', { free });
  }

  /** Deletes what was being written when the program was killed; not what is on its way to one of these names now. */
  async sweep(written: readonly string[]): Promise<void> {
    for (const name of await readdir(this.path).catch(() => [])) {
      const isNeeded = written.some(whole => name.startsWith(`.${whole}.`));
      if (PART.test(name) && !isNeeded) await rm(this.fileOf(name), { force: true });
    }
  }
}
