/** A file that appears under its name only when it is whole: written beside it and renamed at the end. Knows no format. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors.ts';

/** What is written through; a FileHandle is one. */
export type WritableFile = Pick<FileHandle, 'write' | 'close'>;

/** Opens a new file for writing. */
export type OpenFile = (filePath: string) => Promise<WritableFile>;

const FULL = new Set(['ENOSPC', 'EDQUOT']);

const CAUSES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space',
  EDQUOT: 'the disk quota is used up. Free some space',
  EACCES: 'writing there is not allowed. Choose another folder',
  EPERM: 'writing there is not allowed. Choose another folder',
  EROFS: 'the disk is read-only. Choose another folder',
  ENOENT: 'its folder does not exist. Choose another folder',
  ENOTDIR: 'its folder does not exist. Choose another folder',
  EISDIR: 'a folder has that name. Choose another name',
  ENAMETOOLONG: 'its name is too long. Choose a shorter one',
};

/** A failed write as export/no-space or export/failed, saying what to do; errors of ours pass through. */
export const writeFailure = (error: unknown, filePath: string): StudioError => {
  if (error instanceof StudioError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const cause = error instanceof Error ? error.message : String(error);
  const reason = CAUSES[code] ?? 'encoding or writing failed. Try again, or another format';
  return new StudioError(
    FULL.has(code) ? 'export/no-space' : 'export/failed',
    `The file "${path.basename(filePath)}" could not be written: ${reason}.`,
    { code, cause },
    { cause: error },
  );
};

/** Owns the unfinished file from `openPartFile` until `finish` or `discard`. */
export type PartFile = {
  /** Where it lies until it is finished. */ readonly path: string;
  /** Writes all of `bytes` at `position`. Throws export/failed or export/no-space, and again on every later call. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Gives the file its name, replacing one that has it, and its size in bytes. */
  finish(): Promise<number>;
  /** Deletes what was written; idempotent, never throws. */
  discard(): Promise<void>;
};

/** Creates the hidden file beside `filePath`. Throws export/failed. */
export const openPartFile = async (
  filePath: string,
  openFile: OpenFile = target => open(target, 'wx'),
): Promise<PartFile> => {
  const partPath = path.join(
    path.dirname(filePath),
    `.${path.basename(filePath)}.${randomUUID().slice(0, 8)}.part`,
  );
  const occupied = await stat(filePath).catch(() => null);
  if (occupied?.isDirectory())
    throw writeFailure(Object.assign(new Error('is a folder'), { code: 'EISDIR' }), filePath);
  const file = await openFile(partPath).catch(error => {
    throw writeFailure(error, filePath);
  });
  let failure: StudioError | null = null;
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  };
  return {
    path: partPath,
    async write(bytes, position) {
      if (failure) throw failure;
      try {
        for (let at = 0; at < bytes.length; ) {
          const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at);
          at += bytesWritten;
        }
      } catch (error) {
        failure = writeFailure(error, filePath);
        throw failure;
      }
    },
    async finish() {
      try {
        if (failure) throw failure;
        await close();
        await rename(partPath, filePath);
        return (await stat(filePath)).size;
      } catch (error) {
        throw writeFailure(error, filePath);
      }
    },
    async discard() {
      await close().catch(() => {});
      await rm(partPath, { force: true }).catch(() => {});
    },
  };
};
