/** The picture files of a moving avatar: which, in which order, and the hash of each. Decodes nothing. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type FrameFolder, MAX_PICTURE_BYTES } from '../../../shared/avatar.ts';
import { StudioError } from '../../../shared/errors.ts';

/** More frames than this are never taken, whatever is asked: 40 s at 25 a second. */
export const MAX_FRAMES = 1000;

/** One picture file. `sha256` of its bytes, hex. */
export type FrameFile = { name: string; path: string; sha256: string };

const PICTURE = /\.(png|jpe?g|webp)$/i;
/** Files read at the same time. */
const AT_ONCE = 8;
/** Hashes remembered. */
const REMEMBERED = 8192;

const unusable = (why: string, cause?: unknown): StudioError =>
  new StudioError(
    'avatar/unreadable',
    `The folder of the avatar's frames cannot be used: ${why}. Import the avatar again.`,
    {},
    { cause },
  );

/** Names of the frames in order, at most `limit` and MAX_FRAMES. @throws StudioError `avatar/unreadable`. */
export const frameNames = async (dir: string, limit: number = MAX_FRAMES): Promise<string[]> => {
  const entries = await readdir(dir, { withFileTypes: true }).catch(error => {
    throw unusable('it cannot be read', error);
  });
  const names = entries.filter(entry => entry.isFile() && PICTURE.test(entry.name)).map(({ name }) => name);
  if (names.length === 0) throw unusable('there are no PNG, JPEG or WebP files in it');
  return names.sort().slice(0, Math.max(1, Math.min(limit, MAX_FRAMES)));
};

/** Lists folders and hashes their files; a file that was not touched since is not read again. */
export class FrameHashes {
  readonly #known = new Map<string, { stamp: string; sha256: string }>();

  /** The frames of a folder with their hashes. @throws StudioError `avatar/unreadable`, `avatar/too-large`. */
  async read(folder: Pick<FrameFolder, 'dir' | 'maxFrames'>): Promise<FrameFile[]> {
    const names = await frameNames(folder.dir, folder.maxFrames);
    const files: FrameFile[] = [];
    for (let from = 0; from < names.length; from += AT_ONCE) {
      const some = names.slice(from, from + AT_ONCE).map(async (name): Promise<FrameFile> => {
        const file = path.join(folder.dir, name);
        return { name, path: file, sha256: await this.#hash(file) };
      });
      files.push(...(await Promise.all(some)));
    }
    return files;
  }

  async #hash(file: string): Promise<string> {
    const facts = await stat(file).catch(error => {
      throw unusable('one of its files cannot be read', error);
    });
    if (facts.size > MAX_PICTURE_BYTES)
      throw new StudioError('avatar/too-large', 'One of the frames is larger than 20 MB. Save it smaller.');
    const stamp = `${facts.ino} ${facts.size} ${facts.mtimeMs}`;
    const known = this.#known.get(file);
    if (known?.stamp === stamp) return known.sha256;
    const bytes = await readFile(file).catch(error => {
      throw unusable('one of its files cannot be read', error);
    });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(file, { stamp, sha256 });
    return sha256;
  }
}
