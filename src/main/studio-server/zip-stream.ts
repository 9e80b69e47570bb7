/** Folders as a ZIP file that is made while it is sent: memory does not grow with them. Knows no avatar. */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Zip, ZipPassThrough } from 'fflate';

/** The files of `dir` with their paths in the ZIP, folders first in the order of their names. */
const filesIn = async (dir: string, name: string): Promise<{ file: string; name: string }[]> => {
  const entries = await readdir(dir, { withFileTypes: true });
  const found = entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(async entry => {
      const inside = { file: path.join(dir, entry.name), name: `${name}/${entry.name}` };
      if (entry.isDirectory()) return filesIn(inside.file, inside.name);
      return entry.isFile() ? [inside] : [];
    });
  return (await Promise.all(found)).flat();
};

/** Pieces of a ZIP of these folders under their names. Pictures are compressed already: files are stored as they are. */
export async function* zipFolders(
  folders: AsyncIterable<{ dir: string; name: string }>,
): AsyncGenerator<Uint8Array> {
  let made: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, piece) => {
    if (error) failure = error;
    else made.push(piece);
  });
  const take = (): Uint8Array[] => {
    if (failure !== null) throw failure;
    const pieces = made;
    made = [];
    return pieces;
  };
  for await (const folder of folders) {
    for (const { file, name } of await filesIn(folder.dir, folder.name)) {
      const entry = new ZipPassThrough(name);
      zip.add(entry);
      for await (const piece of createReadStream(file)) {
        entry.push(new Uint8Array(piece), false);
        yield* take();
      }
      entry.push(new Uint8Array(0), true);
      yield* take();
    }
  }
  zip.end();
  yield* take();
}
