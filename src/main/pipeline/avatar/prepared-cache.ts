/** Keeps what was made of avatars on the disk: by key, whole or not at all, bounded, forgetting what was not used for longest. Knows no faces. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** How a value lies in a file. `decode` throws for bytes it does not understand. */
export type PreparedCodec<T> = { encode(value: T): Uint8Array; decode(bytes: Uint8Array): T };

/** Where and how much. `warn` hears of a disk that cannot be written; nothing ever fails for it. */
export type PreparedCacheDeps = { dir: string; maxBytes: number; warn?(message: string): void };

const HASH_BYTES = 32;
const SUFFIX = '.prepared';
/** What a crash left behind is swept when it is older than this, ms. */
const STALE_PART_MS = 3_600_000;
/** Room is made down to this share, so that not every write has to make some. */
const LOW_MARK = 0.9;

const hashOf = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** See `remember`. One for a folder and process; several processes may share the folder. */
export class PreparedCache {
  readonly #deps: PreparedCacheDeps;
  readonly #running = new Map<string, Promise<{ value: unknown; hit: boolean }>>();

  constructor(deps: PreparedCacheDeps) {
    this.#deps = deps;
  }

  /**
   * The kept value of `key`, or the one `make` gives, which is then kept. Askers at the same time share one `make`; one codec for a key.
   * A damaged file is made anew. Errors: those of `make`.
   */
  async remember<T>(
    key: string,
    codec: PreparedCodec<T>,
    make: () => Promise<T>,
  ): Promise<{ value: T; hit: boolean }> {
    const running = this.#running.get(key);
    if (running !== undefined) return { value: (await running).value as T, hit: true };
    const run = this.#recall(key, codec, make);
    this.#running.set(key, run);
    try {
      return await run;
    } finally {
      this.#running.delete(key);
    }
  }

  async #recall<T>(
    key: string,
    codec: PreparedCodec<T>,
    make: () => Promise<T>,
  ): Promise<{ value: T; hit: boolean }> {
    const file = path.join(this.#deps.dir, hashOf(key).toString('hex') + SUFFIX);
    const kept = await readFile(file).catch(() => null);
    if (kept !== null) {
      try {
        const payload = kept.subarray(HASH_BYTES);
        if (!hashOf(payload).equals(kept.subarray(0, HASH_BYTES))) throw new Error('not what was written');
        const value = codec.decode(payload);
        const now = new Date();
        utimes(file, now, now).catch(() => {});
        return { value, hit: true };
      } catch {
        await rm(file, { force: true }).catch(() => {});
      }
    }
    const value = await make();
    await this.#keep(file, codec.encode(value)).catch((error: unknown) =>
      this.#deps.warn?.(error instanceof Error ? error.message : String(error)),
    );
    return { value, hit: false };
  }

  async #keep(file: string, payload: Uint8Array): Promise<void> {
    if (payload.length + HASH_BYTES > this.#deps.maxBytes) return;
    await mkdir(this.#deps.dir, { recursive: true });
    const part = `${file}.${randomUUID()}.part`;
    try {
      await writeFile(part, Buffer.concat([hashOf(payload), payload]), { flag: 'wx' });
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    await this.#makeRoom(file);
  }

  async #makeRoom(newest: string): Promise<void> {
    const { dir, maxBytes } = this.#deps;
    const now = Date.now();
    const entries: { file: string; bytes: number; usedAt: number }[] = [];
    for (const name of await readdir(dir)) {
      const file = path.join(dir, name);
      const facts = await stat(file).catch(() => null);
      if (facts === null) continue;
      if (name.endsWith(SUFFIX)) entries.push({ file, bytes: facts.size, usedAt: facts.mtimeMs });
      else if (name.endsWith('.part') && now - facts.mtimeMs > STALE_PART_MS) await rm(file, { force: true });
    }
    let total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total <= maxBytes) return;
    entries.sort((a, b) => a.usedAt - b.usedAt);
    for (const { file, bytes } of entries) {
      if (total <= maxBytes * LOW_MARK) return;
      if (file === newest) continue;
      await rm(file, { force: true });
      total -= bytes;
    }
  }
}
