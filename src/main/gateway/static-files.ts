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

/** A file that may be sent. */
export type StaticFile = { file: string; type: string; isPage: boolean; immutable: boolean };

const decode = (urlPath: string): string | null => {
  try {
    return decodeURIComponent(urlPath);
  } catch {
    return null;
  }
};

/** Finds the file of a URL path; paths without an extension are the page's own routes. Null: nothing of that name, or outside. */
export const findStatic = async (folder: string, urlPath: string): Promise<StaticFile | null> => {
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
    return { file, type, isPage: type.startsWith('text/html'), immutable: name.startsWith('/assets/') };
  } catch {
    return null;
  }
};
