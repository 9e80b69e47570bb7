/** A half-loaded file and what is known of it, kept so that a later run can go on. Knows no network. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { ResumePoint } from './download-request.ts';

const Notes = z.object({
  url: z.string(),
  total: z.number().nullable(),
  validator: z.string().nullable(),
});

/** One download on the disk: `<key>.part`, with `<key>.json` beside it. `bytes` counts what is in it. */
export class PartFile {
  readonly path: string;
  bytes = 0;
  total: number | null = null;
  readonly #notesPath: string;
  readonly #url: string;
  readonly #hashIsKnown: boolean;
  #validator: string | null = null;

  private constructor(folder: string, ask: { url: string; sha256: string | null }) {
    const key = createHash('sha256').update(`${ask.url} ${ask.sha256}`).digest('hex').slice(0, 24);
    this.path = path.join(folder, `${key}.part`);
    this.#notesPath = path.join(folder, `${key}.json`);
    this.#url = ask.url;
    this.#hashIsKnown = ask.sha256 !== null;
  }

  /** What an earlier run left, or an empty one. */
  static async open(folder: string, ask: { url: string; sha256: string | null }): Promise<PartFile> {
    await mkdir(folder, { recursive: true });
    const part = new PartFile(folder, ask);
    const [info, text] = await Promise.all([
      stat(part.path).catch(() => null),
      readFile(part.#notesPath, 'utf8').catch(() => null),
    ]);
    if (info === null || text === null) return part;
    try {
      const notes = Notes.parse(JSON.parse(text));
      if (notes.url !== ask.url) return part;
      part.bytes = info.size;
      part.total = notes.total;
      part.#validator = notes.validator;
    } catch {
      part.bytes = 0;
    }
    return part;
  }

  /** Where a request may go on: nowhere but at 0 when nobody could tell another version from this one. */
  resumePoint(): ResumePoint {
    const safe = this.#validator !== null || this.#hashIsKnown;
    if (!safe || (this.total !== null && this.bytes > this.total)) this.bytes = 0;
    return { bytes: this.bytes, total: this.total, validator: this.#validator };
  }

  /** A body that begins at `from` comes; notes are on the disk before its first byte is. */
  async begin(from: number, total: number | null, validator: string | null): Promise<void> {
    // Old bytes must never lie beside the notes of a new version, whenever the process is killed.
    if (from === 0) await rm(this.path, { force: true });
    this.bytes = from;
    this.total = total;
    this.#validator = validator;
    await writeFile(this.#notesPath, JSON.stringify({ url: this.#url, total, validator }));
  }

  /** Deletes both, as far as they are there. */
  async discard(): Promise<void> {
    await rm(this.path, { force: true });
    await rm(this.#notesPath, { force: true });
    this.bytes = 0;
  }
}
