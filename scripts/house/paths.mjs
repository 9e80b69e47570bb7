/** Where things lie in a checkout, and which Node runs them. Knows no command. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What the scripts remember between runs; deleting it is always safe. */
export const CACHE = join(ROOT, '.cache');

/** A path inside the checkout. @param {...string} parts */
export const inRoot = (...parts) => join(ROOT, ...parts);

/** Node 24 as the `node` package brings it; null before the install. */
export const packagedNode = () => {
  const path = inRoot('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(path) ? path : null;
};

/** The Node to run everything with: the package's own, else this one when it is new enough, else null. */
export const node24 = () =>
  packagedNode() ?? (Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : null);
