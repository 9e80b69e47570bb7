/** The project's own source files, for the tests of its rules. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A file by its path from the root, with forward slashes. */
export type SourceFile = { path: string; text: string };

/** All files below `folder` (from the root) whose name ends in one of `extensions`. */
export const filesBelow = (folder: string, extensions: readonly string[]): SourceFile[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && extensions.some(extension => entry.name.endsWith(extension)))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
    .map(path => ({
      path: relative(ROOT, path).split(sep).join('/'),
      text: readFileSync(path, 'utf8'),
    }));

/** Everything below src. */
export const sourceFiles = (): SourceFile[] => filesBelow('src', ['.ts', '.tsx']);
