/** Hashes and copies files of any size piece by piece, so that nobody waits for it. Knows no model. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

/** A file's content in short. `sha256` in lower-case hex. */
export type FileDigest = { sha256: string; bytes: number };

const pieces = async function* (file: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const piece of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    signal?.throwIfAborted();
    yield piece as Uint8Array;
  }
};

/** File errors and the signal's reason are thrown as they are. */
export const hashFile = async (file: string, signal?: AbortSignal): Promise<FileDigest> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of pieces(file, signal)) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { sha256: hash.digest('hex'), bytes };
};

/** Copies to a new file, on the disk before it returns; the digest is that of what was written. Errors as hashFile's. */
export const copyFileHashed = async (from: string, to: string, signal?: AbortSignal): Promise<FileDigest> => {
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = await open(to, 'wx');
  try {
    for await (const piece of pieces(from, signal)) {
      hash.update(piece);
      await handle.writeFile(piece);
      bytes += piece.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), bytes };
};
