/** What a drop, a folder dialog or a ZIP holds: avatar folders by their manifest, and the pictures and clips beside them. Knows no upload. */
import { unzip } from 'fflate';
import { StudioError } from '../../../shared/errors.ts';
import { isFolderPath, MAX_FOLDER_BYTES } from '../../../shared/folder-pack.ts';
import { CLIP_TYPES, isClip, PICTURE_TYPES } from './file-kinds.ts';

/** A file with its path below what was dropped, forward slashes; a single file's path is its name. */
export type PlacedFile = { path: string; file: File };

/** One folder in OpenTalking's form; paths are relative to it. */
export type AvatarFolder = { name: string; files: readonly PlacedFile[] };

/** What is to be imported. */
export type Found = { folders: AvatarFolder[]; files: File[] };

const MANIFEST = 'manifest.json';
/** Entries read from a folder that was dropped, so that somebody's whole disk is not. */
const MOST_ENTRIES = 5000;

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const isInside = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`);

/** Folders are those with a manifest; what lies in none counts if it is a picture or a clip, or was dropped by itself. */
export const sortDropped = (placed: readonly PlacedFile[]): Found => {
  const roots = placed
    .filter(({ path }) => path.split('/').at(-1) === MANIFEST)
    .map(({ path }) => folderOf(path))
    .sort((a, b) => a.length - b.length);
  const tops = roots.filter((root, i) => !roots.slice(0, i).some(top => isInside(`${root}/`, top)));
  const folders = tops.map(root => ({
    name: root.split('/').at(-1) || 'Avatar',
    files: placed
      .filter(({ path }) => isInside(path, root))
      .map(({ path, file }) => ({ path: root === '' ? path : path.slice(root.length + 1), file }))
      // What a file manager leaves behind is no part of it.
      .filter(({ path }) => isFolderPath(path)),
  }));
  const wanted = ({ path, file }: PlacedFile): boolean =>
    !tops.some(root => isInside(path, root)) &&
    (!path.includes('/') || PICTURE_TYPES.includes(file.type) || isClip(file));
  return { folders, files: placed.filter(wanted).map(({ file }) => file) };
};

const readFile = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

const readSome = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));

const walk = async (entry: FileSystemEntry, into: PlacedFile[]): Promise<void> => {
  if (into.length >= MOST_ENTRIES) return;
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) into.push({ path, file: await readFile(entry as FileSystemFileEntry) });
  if (!entry.isDirectory) return;
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (let some = await readSome(reader); some.length > 0; some = await readSome(reader))
    for (const inside of some) await walk(inside, into);
};

/** The files of a drop, folders walked through. Must be called in the event itself, which lets go of them at its end. */
export const readTransfer = (transfer: DataTransfer): Promise<PlacedFile[]> => {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const taken = items.map(item => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  return (async () => {
    const placed: PlacedFile[] = [];
    for (const { entry, file } of taken) {
      if (entry?.isDirectory === true) await walk(entry, placed);
      else if (file !== null) placed.push({ path: file.name, file });
    }
    return placed;
  })();
};

/** Files of a folder dialog. */
export const placedOf = (files: readonly File[]): PlacedFile[] =>
  files.map(file => ({ path: file.webkitRelativePath || file.name, file }));

/** Whether a file is a ZIP. */
export const isZip = ({ name, type }: Pick<File, 'name' | 'type'>): boolean =>
  /\.zip$/i.test(name) || type === 'application/zip' || type === 'application/x-zip-compressed';

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
};

/** The files of a ZIP that an avatar folder may have. Errors: avatar/unreadable, gateway/too-large. */
export const readZip = async (zip: File): Promise<PlacedFile[]> => {
  let total = 0;
  const bytes = new Uint8Array(await zip.arrayBuffer());
  const entries = await new Promise<Record<string, Uint8Array>>((resolve, reject) =>
    unzip(
      bytes,
      {
        filter: ({ name, originalSize }) => {
          const wanted = /\.(json|png|jpe?g|webp)$/i.test(name) && !name.startsWith('__MACOSX/');
          if (wanted) total += originalSize;
          return wanted && total <= MAX_FOLDER_BYTES;
        },
      },
      (error, found) => (error === null ? resolve(found) : reject(error)),
    ),
  ).catch(cause => {
    throw new StudioError(
      'avatar/unreadable',
      `${zip.name} is not a ZIP file that can be read.`,
      {},
      { cause },
    );
  });
  if (total > MAX_FOLDER_BYTES)
    throw new StudioError('gateway/too-large', `${zip.name} holds more than 600 MB.`);
  return Object.entries(entries).map(([path, data]) => {
    const name = path.split('/').at(-1) ?? path;
    const type = TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/json';
    return { path, file: new File([new Uint8Array(data)], name, { type }) };
  });
};

/** What a file dialog for pictures, clips and ZIP files accepts. */
export const IMPORT_ACCEPT = [...PICTURE_TYPES, ...CLIP_TYPES, '.zip'].join();
