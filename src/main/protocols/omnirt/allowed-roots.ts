/** Where clients may point this server at on its own disk: below the allowed roots, links resolved. Tells no path to anybody. */
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** A path as it really is; `refused`: outside the roots, or perhaps not there at all, which is not told; `missing`: inside, but not what was wanted. */
export type Resolved = { at: 'ok'; path: string } | { at: 'refused' } | { at: 'missing' };

const REFUSED: Resolved = { at: 'refused' };
const MISSING: Resolved = { at: 'missing' };

const PICTURE = /\.(png|jpe?g|webp)$/i;

const isInside = (root: string, target: string): boolean => {
  // path.relative ignores case where the file system does (Windows).
  const way = path.relative(root, target);
  return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
};

const real = (target: string): Promise<string | null> =>
  realpath(target).then(
    found => found,
    () => null,
  );

const realRoots = async (roots: readonly string[]): Promise<string[]> =>
  (await Promise.all(roots.map(real))).filter(root => root !== null);

/** The nearest ancestor that exists, resolved, with the rest of the way appended. */
const realAsFarAs = async (target: string): Promise<string> => {
  const found = await real(target);
  if (found !== null) return found;
  const parent = path.dirname(target);
  return parent === target ? target : path.join(await realAsFarAs(parent), path.basename(target));
};

/** Resolves an absolute path of a client. `wanted`: a folder, a file, or a place where something may come to be. Never throws. */
export const resolveAllowed = async (
  target: string,
  roots: readonly string[],
  wanted: 'folder' | 'file' | 'place',
): Promise<Resolved> => {
  if (!path.isAbsolute(target) || target.includes('\0')) return REFUSED;
  const allowed = await realRoots(roots);
  const resolved = await realAsFarAs(path.resolve(target));
  if (!allowed.some(root => isInside(root, resolved))) return REFUSED;
  if (wanted === 'place') return { at: 'ok', path: resolved };
  const facts = await stat(resolved).catch(() => null);
  const fits = wanted === 'folder' ? facts?.isDirectory() : facts?.isFile();
  return fits === true ? { at: 'ok', path: resolved } : MISSING;
};

/** How many pictures a resolved folder holds, as the engine counts them: links are none. Null when one of them is a link that leaves the roots. Never throws. */
export const countPictures = async (folder: string, roots: readonly string[]): Promise<number | null> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const pictures = entries.filter(entry => PICTURE.test(entry.name));
  const allowed = await realRoots(roots);
  for (const entry of pictures) {
    if (!entry.isSymbolicLink()) continue;
    const resolved = await real(path.join(folder, entry.name));
    if (resolved === null || !allowed.some(root => isInside(root, resolved))) return null;
  }
  return pictures.filter(entry => entry.isFile()).length;
};
