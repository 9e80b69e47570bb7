/** An avatar folder in OpenTalking's form, or a ZIP of such folders, as the bodies that the server takes. Looks at names and sizes, not into pictures. */
import { openAsBlob } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { unzip } from 'fflate';
import { StudioError } from '../../shared/errors.ts';
import { type FolderList, HEADER_BYTES, isFolderPath, MAX_FOLDER_BYTES } from '../../shared/folder-pack.ts';

/** One folder on its way: its name, and the body to be posted (see shared/folder-pack.ts). */
export type FolderBody = { name: string; body: Blob };

type Placed = { path: string; content: Blob };

const MANIFEST = 'manifest.json';
/** More avatars than anybody opens at once; a ZIP that names more was made to keep us busy. */
const MOST_FOLDERS = 300;

const bodyOf = (files: readonly Placed[]): Blob => {
  const list: FolderList = files.map(({ path: place, content }) => ({ path: place, bytes: content.size }));
  const text = new TextEncoder().encode(JSON.stringify(list));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(text.length);
  return new Blob([header, text, ...files.map(({ content }) => content)]);
};

/** Folders of a tree of files are those with a manifest; `whole` names one that is the tree itself. */
const foldersOf = (files: readonly Placed[], whole: string): FolderBody[] =>
  files
    .filter(({ path: place }) => path.posix.basename(place) === MANIFEST)
    .slice(0, MOST_FOLDERS)
    .map(({ path: place }) => place.slice(0, -MANIFEST.length))
    .map(root => ({
      name: root === '' ? whole : path.posix.basename(root),
      body: bodyOf(
        files
          .filter(file => file.path.startsWith(root))
          .map(file => ({ ...file, path: file.path.slice(root.length) }))
          // What a file manager leaves behind is no part of it.
          .filter(file => isFolderPath(file.path)),
      ),
    }));

const filesOfFolder = async (folder: string): Promise<Placed[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
    .map(file => ({ file, place: path.relative(folder, file).split(path.sep).join('/') }))
    .filter(({ place }) => isFolderPath(place));
  return Promise.all(
    files.map(async ({ file, place }) => ({ path: place, content: await openAsBlob(file) })),
  );
};

const unpack = (bytes: Uint8Array): Promise<Placed[]> =>
  new Promise((resolve, reject) => {
    let total = 0;
    const filter = ({ originalSize }: { originalSize: number }): boolean => {
      total += originalSize;
      return total <= MAX_FOLDER_BYTES;
    };
    unzip(bytes, { filter }, (error, files) => {
      if (error !== null) reject(error);
      else if (total > MAX_FOLDER_BYTES) reject(new Error('it unpacks to more than 600 MB'));
      else
        resolve(
          Object.entries(files)
            .filter(([place]) => !place.endsWith('/'))
            .map(([place, content]) => ({ path: place, content: new Blob([content.slice()]) })),
        );
    });
  });

const filesOfZip = async (file: string): Promise<Placed[]> => {
  const { size } = await stat(file);
  if (size > MAX_FOLDER_BYTES) throw new Error('it is larger than 600 MB');
  return unpack(await readFile(file));
};

/** The folders at `file`, a directory or a ZIP. Errors: `avatar/unreadable` where there is none, or it cannot be read. */
export const avatarFolders = async (file: string): Promise<FolderBody[]> => {
  const name = path.basename(file);
  try {
    const isFolder = (await stat(file)).isDirectory();
    const files = isFolder ? await filesOfFolder(file) : await filesOfZip(file);
    const found = foldersOf(files, path.basename(file, '.zip'));
    if (found.length > 0) return found;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StudioError('avatar/unreadable', `${name} could not be read: ${why}.`);
  }
  throw new StudioError('avatar/unreadable', `${name} holds no avatar: there is no manifest.json in it.`);
};
