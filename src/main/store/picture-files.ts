/** Picture files by the hash of their bytes: `<data>/avatars/<sha256>.<ext>`, with a thumbnail beside. Knows no database and decodes nothing. */
import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';

type Named = { sha256: string; format: 'png' | 'jpeg' | 'webp' };

const EXTENSIONS = { png: 'png', jpeg: 'jpg', webp: 'webp' } as const;

/** Written whole or not at all, and on the disk before it has its name. */
const writeDurably = async (file: string, bytes: Uint8Array): Promise<void> => {
  const temporary = `${file}.${randomUUID()}.part`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
};

/** Pictures of one data folder. */
export class PictureFiles {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = path.join(dataDir, 'avatars');
  }

  /** Where a picture lies. */
  picturePath(avatar: Named): string {
    return path.join(this.#folder, `${avatar.sha256}.${EXTENSIONS[avatar.format]}`);
  }

  /** Where its thumbnail (JPEG) lies. */
  thumbnailPath(avatar: Pick<Named, 'sha256'>): string {
    return path.join(this.#folder, `${avatar.sha256}.thumbnail.jpg`);
  }

  /** Keeps both; a picture that is there already is left as it is. */
  async keep(avatar: Named, picture: Uint8Array, thumbnail: Uint8Array): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const file = this.picturePath(avatar);
    const known = await access(file).then(
      () => true,
      () => false,
    );
    if (!known) await writeDurably(file, picture);
    await writeDurably(this.thumbnailPath(avatar), thumbnail);
  }

  /** The picture's bytes. @throws StudioError `avatar/not-found` when the file is gone. */
  async read(avatar: Named & { id: string }): Promise<Uint8Array> {
    try {
      return await readFile(this.picturePath(avatar));
    } catch (error) {
      throw new StudioError(
        'avatar/not-found',
        'The picture file of this avatar is missing from the data folder. Import it again.',
        { avatarId: avatar.id },
        { cause: error },
      );
    }
  }

  /** Deletes both. */
  async remove(avatar: Named): Promise<void> {
    await rm(this.picturePath(avatar), { force: true });
    await rm(this.thumbnailPath(avatar), { force: true });
  }
}
