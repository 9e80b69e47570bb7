/** Where the demo avatars' pictures lie. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../resources/avatars', import.meta.url));

/** Paths of all pictures below resources/avatars, in order of name. */
export const demoPictures = (): string[] =>
  readdirSync(FOLDER, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.(png|jpe?g|webp)$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
