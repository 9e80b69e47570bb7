/**
 * Loads one file to the disk over HTTP: it goes on where it stopped, notices when nothing comes any more, and checks what came.
 * Knows no model.
 */
import { type FileHandle, open, statfs } from 'node:fs/promises';
import type { Clock } from '../../shared/clock.ts';
import { StudioError } from '../../shared/errors.ts';
import { requestRange } from './download-request.ts';
import { type FileDigest, hashFile } from './file-hash.ts';
import { PartFile } from './part-file.ts';

/** What to load. `sha256`, `bytes`: what it must be, when that is known. */
export type DownloadAsk = { url: string; sha256: string | null; bytes: number | null };

/** How far it is. `bytesTotal` null: the server did not say. */
export type DownloadProgress = {
  phase: 'loading' | 'waiting' | 'checking';
  bytesDone: number;
  bytesTotal: number | null;
};

/** Limits of patience, ms. */
export type DownloadLimits = { stallMs: number; attempts: number; backOffMs: number; reserveBytes: number };

/** The defaults: ten seconds without a byte is a stall; the attempts start anew with each byte that comes. */
export const DOWNLOAD_LIMITS: DownloadLimits = {
  stallMs: 10_000,
  attempts: 5,
  backOffMs: 500,
  reserveBytes: 256 * 1024 * 1024,
};

/** What a download stands on. `freeBytes` of a folder. */
export type DownloadDeps = {
  folder: string;
  clock: Clock;
  freeBytes: (folder: string) => Promise<number>;
  limits: DownloadLimits;
};

type Attempt = { ended: 'whole' } | { ended: 'broken'; why: string; cameSome: boolean };

const MEGABYTE = 1e6;

/** Room on the disk that a folder lies on, bytes. */
export const freeBytesOf = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** @throws StudioError `model/no-space` when `bytes` more do not fit with the reserve. */
export const needRoom = async (
  { folder, freeBytes, limits }: Pick<DownloadDeps, 'folder' | 'freeBytes' | 'limits'>,
  bytes: number,
): Promise<void> => {
  const free = await freeBytes(folder);
  if (free >= bytes + limits.reserveBytes) return;
  const short = Math.ceil((bytes + limits.reserveBytes - free) / MEGABYTE);
  throw new StudioError(
    'model/no-space',
    `The disk lacks ${short} MB for this model. Make room, then try again.`,
    {
      freeBytes: free,
      neededBytes: bytes,
    },
  );
};

/**
 * The path of the whole, checked file; the caller moves it away and calls `discard`, which deletes what is left. What has come so
 * far is kept when it ends early, even by a kill, and the next call for the same URL goes on from there; a whole file that was not
 * discarded is only asked for again.
 * @throws StudioError `model/download-failed`, `model/no-space`, `model/hash-mismatch`, `request/invalid` (an address that is not
 * https or loopback), `request/cancelled`.
 */
export const download = async (
  ask: DownloadAsk,
  deps: DownloadDeps,
  onProgress: (progress: DownloadProgress) => void,
  signal: AbortSignal,
): Promise<FileDigest & { path: string; discard: () => Promise<void> }> => {
  const part = await PartFile.open(deps.folder, ask);
  let failures = 0;
  for (;;) {
    const attempt = await loadOnce(part, ask, deps, onProgress, signal);
    if (attempt.ended === 'whole') break;
    failures = attempt.cameSome ? 1 : failures + 1;
    if (failures >= deps.limits.attempts) {
      throw new StudioError(
        'model/download-failed',
        `The download stopped: ${attempt.why}. Try again later; it goes on where it stopped.`,
        { bytesDone: part.bytes },
      );
    }
    onProgress({ phase: 'waiting', bytesDone: part.bytes, bytesTotal: part.total });
    await pause(deps.clock, deps.limits.backOffMs * 2 ** (failures - 1), signal);
  }
  onProgress({ phase: 'checking', bytesDone: part.bytes, bytesTotal: part.total });
  const { sha256, bytes } = await hashFile(part.path, signal);
  if (ask.sha256 !== null && ask.sha256 !== sha256) {
    await part.discard();
    throw new StudioError(
      'model/hash-mismatch',
      'The downloaded file is not the one that was named (its SHA-256 differs). Check the address and the hash.',
      { expected: ask.sha256, found: sha256 },
    );
  }
  return { path: part.path, sha256, bytes, discard: () => part.discard() };
};

const loadOnce = async (
  part: PartFile,
  ask: DownloadAsk,
  deps: DownloadDeps,
  onProgress: (progress: DownloadProgress) => void,
  signal: AbortSignal,
): Promise<Attempt> => {
  const before = part.bytes;
  const patience = new Patience(deps.clock, deps.limits.stallMs, signal);
  let handle: FileHandle | null = null;
  try {
    const answer = await requestRange(ask.url, part.resumePoint(), patience.signal);
    if (answer.kind === 'whole') return { ended: 'whole' };
    if (answer.kind === 'broken') return { ended: 'broken', why: answer.why, cameSome: false };
    const total = answer.total ?? ask.bytes;
    if (ask.bytes !== null && answer.total !== null && answer.total !== ask.bytes) {
      throw new StudioError(
        'model/hash-mismatch',
        `The file has ${answer.total} bytes, not the ${ask.bytes} that were named. Check the address.`,
      );
    }
    await part.begin(answer.from, total, answer.validator);
    if (total !== null) await needRoom(deps, total - answer.from);
    handle = await open(part.path, answer.from === 0 ? 'w' : 'a');
    let unchecked = 0;
    for await (const piece of answer.body) {
      patience.renew();
      await handle.writeFile(piece);
      part.bytes += piece.length;
      unchecked += piece.length;
      if (total !== null && part.bytes > total) {
        await part.discard();
        throw new StudioError(
          'model/download-failed',
          'The server sent more than it said. Check the address.',
        );
      }
      if (total === null && unchecked > 32 * MEGABYTE) {
        unchecked = 0;
        await needRoom(deps, 0);
      }
      onProgress({ phase: 'loading', bytesDone: part.bytes, bytesTotal: total });
    }
    if (total !== null && part.bytes < total)
      return { ended: 'broken', why: 'the connection ended early', cameSome: part.bytes > before };
    await handle.sync();
    return { ended: 'whole' };
  } catch (error) {
    if (signal.aborted) throw cancelled();
    if (error instanceof StudioError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
      throw new StudioError(
        'model/no-space',
        'The disk is full. Make room, then try again.',
        {},
        { cause: error },
      );
    }
    if ((error as NodeJS.ErrnoException).syscall !== undefined) {
      throw new StudioError('store/failed', 'The models folder cannot be written.', {}, { cause: error });
    }
    const why = patience.ranOut ? 'nothing came for a while' : 'the connection was lost';
    return { ended: 'broken', why, cameSome: part.bytes > before };
  } finally {
    patience.dispose();
    await handle?.close();
  }
};

const cancelled = (): StudioError =>
  new StudioError('request/cancelled', 'The download was cancelled; what has come is kept.');

/** Aborts when nothing renewed it for so long, or when the caller's signal does. */
class Patience {
  readonly #abort = new AbortController();
  readonly #clock: Clock;
  readonly #stallMs: number;
  readonly #outer: AbortSignal;
  readonly #stop = () => this.#abort.abort();
  #cancel: () => void = () => {};
  ranOut = false;

  constructor(clock: Clock, stallMs: number, outer: AbortSignal) {
    this.#clock = clock;
    this.#stallMs = stallMs;
    this.#outer = outer;
    if (outer.aborted) this.#stop();
    outer.addEventListener('abort', this.#stop);
    this.renew();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  renew(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(this.#stallMs, () => {
      this.ranOut = true;
      this.#stop();
    });
  }

  dispose(): void {
    this.#cancel();
    this.#outer.removeEventListener('abort', this.#stop);
  }
}

const pause = (clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(cancelled());
    const stop = () => {
      cancel();
      reject(cancelled());
    };
    const cancel = clock.after(delayMs, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
