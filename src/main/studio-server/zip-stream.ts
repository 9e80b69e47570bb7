/** Folders as a ZIP file that is made while it is sent: memory does not grow with them. Knows no avatar. */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { directoryHeader, endRecords, localHeader, type ZipEntry } from '../../shared/zip-records.ts';

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

/** Length and checksum stand before the bytes, and what was sent cannot be changed: a file is read once for them and once to be sent. */
const measured = async (file: string, name: string, offset: number): Promise<ZipEntry> => {
  const entry = { name: Buffer.from(name, 'utf8'), crc: 0, size: 0, offset };
  for await (const piece of createReadStream(file)) {
    entry.crc = crc32(piece, entry.crc);
    entry.size += piece.length;
  }
  return entry;
};

/** Pieces of a ZIP of these folders under their names; a file at most 4 GB, all together as large as they are. Files are stored: pictures are compressed already. */
export async function* zipFolders(
  folders: AsyncIterable<{ dir: string; name: string }>,
): AsyncGenerator<Uint8Array> {
  const entries: ZipEntry[] = [];
  let at = 0;
  const counted = (bytes: Uint8Array): Uint8Array => {
    at += bytes.length;
    return bytes;
  };
  for await (const folder of folders) {
    for (const { file, name } of await filesIn(folder.dir, folder.name)) {
      const entry = await measured(file, name, at);
      entries.push(entry);
      yield counted(localHeader(entry));
      for await (const piece of createReadStream(file)) yield counted(piece);
    }
  }
  const start = at;
  for (const entry of entries) yield counted(directoryHeader(entry));
  yield endRecords(entries.length, start, at - start);
}
