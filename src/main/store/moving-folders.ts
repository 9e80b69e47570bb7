/** Folders of moving avatars by name: `<data>/avatars/moving/<name>`, in OpenTalking's form. Knows no database and reads no frame. */
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';

/** Folders of one data folder. */
export class MovingFolders {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = path.join(dataDir, 'avatars', 'moving');
  }

  /** Where all of them lie; made when it is not there. */
  async open(): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    return this.#folder;
  }

  /** Where one lies. */
  pathOf(name: string): string {
    return path.join(this.#folder, path.basename(name));
  }

  /** Copies one to `to`, which must not exist. @throws StudioError `store/failed`. */
  async copy(name: string, to: string): Promise<void> {
    await cp(this.pathOf(name), to, { recursive: true, errorOnExist: true, force: false }).catch(cause => {
      throw new StudioError(
        'store/failed',
        'The folder could not be written. Choose one that does not exist yet, where writing is allowed.',
        {},
        { cause },
      );
    });
  }

  /** Deletes one, and what a process that was ended left half made of it. */
  async remove(name: string): Promise<void> {
    const base = path.basename(name);
    const names = await readdir(this.#folder).catch(() => []);
    const parts = names.filter(part => part.startsWith(`${base}.`) && part.endsWith('.part'));
    for (const one of [base, ...parts]) await rm(this.pathOf(one), { recursive: true, force: true });
  }
}
