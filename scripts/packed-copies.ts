/** A step of the page's build: lays packed copies beside its texts, which the server sends as they are (see static-files.ts). Knows file names, not what is in them. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXTS = new Set(['.js', '.css', '.svg', '.html']);
/** Below this nothing is gained. */
const SMALLEST_BYTES = 1_000;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Writes `x.br` and `x.gz` beside every text `x` of the folder that was built, where they are smaller. */
export const packedCopies = (): Plugin => ({
  name: 'packed-copies',
  apply: 'build',
  writeBundle: async ({ dir }) => {
    if (dir === undefined) return;
    for (const name of await readdir(dir, { recursive: true })) {
      if (!TEXTS.has(path.extname(name))) continue;
      const file = path.join(dir, name);
      const bytes = await readFile(file);
      if (bytes.length < SMALLEST_BYTES) continue;
      await writeFile(`${file}.br`, await brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
      await writeFile(`${file}.gz`, await zip(bytes, { level: 9 }));
    }
  },
});
