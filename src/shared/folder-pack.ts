/** A folder on its way from the page: u32le length of a JSON list [{path, bytes}], the list, then the files in that order. Pure. */
import { z } from 'zod';
import { MAX_PICTURE_BYTES } from './avatar.ts';
import { DEVICE_NAME } from './file-name.ts';

/** Largest folder: 600 MB in 1,100 files. */
export const MAX_FOLDER_BYTES = 600 * 1024 * 1024;
const MAX_FILES = 1100;
/** Mouth metadata of 1,000 frames is some 5 MB. */
const LARGEST_FILE = Math.max(MAX_PICTURE_BYTES, 32 * 1024 * 1024);
/** Length of the list's length, bytes. */
export const HEADER_BYTES = 4;
/** Longest list that is read. */
export const MAX_LIST_BYTES = 512 * 1024;

/** One name of a path: what every file system takes, not hidden, and nothing that means another folder. */
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M} _.()+-]{0,119}$/u;
const ENDING = /\.(json|png|jpe?g|webp)$/i;
const DEEPEST = 3;

/** Whether a relative path, with forward slashes, names a file that belongs to an avatar's folder. */
export const isFolderPath = (path: string): boolean => {
  const names = path.split('/');
  const fine = (name: string): boolean => NAME.test(name) && !DEVICE_NAME.test(name) && !/[. ]$/.test(name);
  return names.length <= DEEPEST && names.every(fine) && ENDING.test(path);
};

/** The list. Paths are relative to the folder; equal ones, also in another case, are refused. */
export const FolderList = z
  .array(
    z.strictObject({
      path: z.string().max(400).refine(isFolderPath, 'is not a file of an avatar folder'),
      bytes: z.int().min(0).max(LARGEST_FILE),
    }),
  )
  .min(1)
  .max(MAX_FILES)
  .refine(
    files => new Set(files.map(({ path }) => path.toLowerCase())).size === files.length,
    'names a file twice',
  )
  .refine(
    files => files.reduce((sum, { bytes }) => sum + bytes, 0) <= MAX_FOLDER_BYTES,
    'is larger than 600 MB',
  );
/** Parsed FolderList. */
export type FolderList = z.infer<typeof FolderList>;
