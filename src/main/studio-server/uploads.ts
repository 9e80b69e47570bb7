/** Files on their way in, sound for a video and clips for an avatar: streamed to disk, checked by the engine, forgotten at the next start. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';
import { SPEECH_RATE } from '../../shared/media.ts';
import type { Engine } from '../engine/engine.ts';

/** Largest upload. */
export const MAX_UPLOAD_BYTES = 200 * 1024 * 1024;
const MAX_DURATION_S = 3600;
const MAX_KEPT = 16;

/** One that can be used. */
export type Upload = {
  id: string;
  path: string /** As the page names it. */;
  name: string;
  durationMs: number;
};

/** `<data>/uploads`, in a folder of this run of the program. */
export class Uploads {
  readonly #all: string;
  readonly #folder: string;
  readonly #engine: Pick<Engine, 'call'>;
  readonly #kept = new Map<string, Upload>();

  constructor(deps: { dataDir: string; engine: Pick<Engine, 'call'> }) {
    this.#all = path.join(deps.dataDir, 'uploads');
    this.#folder = path.join(this.#all, randomUUID());
    this.#engine = deps.engine;
  }

  /** Deletes what earlier runs left; what comes in meanwhile, a file that was opened with the app, stays. */
  async start(): Promise<void> {
    for (const name of await readdir(this.#all).catch(() => [])) {
      const left = path.join(this.#all, name);
      if (left !== this.#folder) await rm(left, { recursive: true, force: true });
    }
  }

  /** Takes a file; the ending of its name is kept for the reader. Errors: audio/*, engine/*, gateway/too-large. */
  async take(body: AsyncIterable<Uint8Array>, fileName: string): Promise<Upload> {
    const file = await this.place(fileName);
    const id = path.parse(file).name;
    try {
      const bytes = await writeAll(file, body);
      if (bytes === 0) throw new StudioError('audio/unreadable', 'The sound file is empty.');
      const { samples } = await this.#engine.call(
        'decodeAudio',
        { path: file, maxDurationS: MAX_DURATION_S },
        { timeoutMs: 120_000 },
      );
      const upload = {
        id,
        path: file,
        name: fileName.slice(0, 200),
        durationMs: Math.round((samples.length * 1000) / SPEECH_RATE),
      };
      await this.#keep(upload);
      return upload;
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
  }

  /** Keeps a file of any kind only while `use` has it. Errors: those of `use`, gateway/too-large. */
  async lend<T>(
    body: AsyncIterable<Uint8Array>,
    fileName: string,
    use: (path: string) => Promise<T>,
  ): Promise<T> {
    const file = await this.place(fileName);
    try {
      await writeAll(file, body);
      return await use(file);
    } finally {
      await rm(file, { force: true });
    }
  }

  /** A path that nobody else has; nothing is there yet. Whoever writes there deletes it; the next start does too. */
  async place(fileName = ''): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    const ending = /\.[a-z0-9]{1,8}$/i.exec(fileName)?.[0]?.toLowerCase() ?? '';
    return path.join(this.#folder, `upl_${randomUUID().replaceAll('-', '')}${ending}`);
  }

  /** @throws StudioError `store/not-found`. */
  get(id: string): Upload {
    const upload = this.#kept.get(id);
    if (upload !== undefined) return upload;
    throw new StudioError('store/not-found', 'The uploaded file is not there any more. Upload it again.', {
      uploadId: id,
    });
  }

  async #keep(upload: Upload): Promise<void> {
    this.#kept.set(upload.id, upload);
    for (const [id, old] of this.#kept) {
      if (this.#kept.size <= MAX_KEPT) return;
      this.#kept.delete(id);
      await rm(old.path, { force: true });
    }
  }
}

const writeAll = async (file: string, body: AsyncIterable<Uint8Array>): Promise<number> => {
  const handle = await open(file, 'wx');
  let total = 0;
  try {
    for await (const piece of body) {
      await handle.write(piece);
      total += piece.length;
    }
  } finally {
    await handle.close();
  }
  return total;
};
