/** Serves the built page from one folder and nothing beside it. Knows no access rules. */
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

/** A file that may be sent; `encoding`: it is packed this way. */
export type StaticFile = {
  file: string;
  type: string;
  isPage: boolean;
  immutable: boolean;
  encoding: 'br' | 'gzip' | null;
};

/** Packed copies that the build lays beside its files, smallest first. */
const PACKED = [
  { encoding: 'br', extension: '.br' },
  { encoding: 'gzip', extension: '.gz' },
] as const;

const packedCopy = async (file: string, accepts: string): Promise<Pick<StaticFile, 'file' | 'encoding'>> => {
  for (const { encoding, extension } of PACKED) {
    if (!new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`).test(accepts)) continue;
    const copy = await stat(file + extension).catch(() => null);
    if (copy?.isFile()) return { file: file + extension, encoding };
  }
  return { file, encoding: null };
};

const decode = (urlPath: string): string | null => {
  try {
    return decodeURIComponent(urlPath);
  } catch {
    return null;
  }
};

/**
 * Finds the file of a URL path; paths without an extension are the page's own routes. `accepts`: encodings the asker takes, as HTTP
 * writes them. Null: nothing of that name, or outside.
 */
export const findStatic = async (
  folder: string,
  urlPath: string,
  accepts = '',
): Promise<StaticFile | null> => {
  const decoded = decode(urlPath);
  if (decoded === null || decoded.includes('\0') || decoded.includes('\\')) return null;
  const extension = path.posix.extname(decoded).toLowerCase();
  const name = extension === '' ? '/index.html' : decoded;
  const type = TYPES[path.posix.extname(name).toLowerCase()];
  if (type === undefined || name.split('/').some(part => part === '..' || part.startsWith('.'))) return null;
  try {
    const root = await realpath(folder);
    const file = await realpath(path.join(root, name));
    if (!file.startsWith(root + path.sep) || !(await stat(file)).isFile()) return null;
    return {
      ...(await packedCopy(file, accepts)),
      type,
      isPage: type.startsWith('text/html'),
      immutable: name.startsWith('/assets/'),
    };
  } catch {
    return null;
  }
};
