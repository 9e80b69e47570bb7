/** Model files on their way in from a page: streamed to the disk, used by one import, forgotten at the next start. Knows no model. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';

/** Largest file taken, bytes. */
export const MAX_MODEL_FILE_BYTES = 16 * 1024 ** 3;

type Incoming = { path: string; name: string };

const MAX_KEPT = 32;
const CHECK_EVERY_BYTES = 64 * 1024 * 1024;

/** One folder of them. `needRoom` throws when so many more bytes do not fit. */
export class IncomingFiles {
  readonly #folder: string;
  readonly #needRoom: (bytes: number) => Promise<void>;
  readonly #kept = new Map<string, Incoming>();

  constructor(folder: string, needRoom: (bytes: number) => Promise<void>) {
    this.#folder = folder;
    this.#needRoom = needRoom;
  }

  /** Deletes what an earlier run left. */
  async tidy(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Takes a file under its plain name, which data files are found by. Errors: model/no-space, session/backlog-full, and those of `body`. */
  async take(body: AsyncIterable<Uint8Array>, name: string): Promise<string> {
    if (this.#kept.size >= MAX_KEPT)
      throw new StudioError(
        'session/backlog-full',
        `${MAX_KEPT} files wait to be imported. Import or restart first.`,
      );
    await this.#needRoom(0);
    await mkdir(this.#folder, { recursive: true });
    const id = `mfl_${randomUUID().replaceAll('-', '')}`;
    const incoming = { path: path.join(this.#folder, id), name: path.basename(name) || 'model.onnx' };
    const handle = await open(incoming.path, 'wx');
    let unchecked = 0;
    try {
      for await (const piece of body) {
        await handle.writeFile(piece);
        unchecked += piece.length;
        if (unchecked < CHECK_EVERY_BYTES) continue;
        unchecked = 0;
        await this.#needRoom(0);
      }
    } catch (error) {
      await rm(incoming.path, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    this.#kept.set(id, incoming);
    return id;
  }

  /** @throws StudioError `store/not-found`. */
  get(id: string): Incoming {
    const incoming = this.#kept.get(id);
    if (incoming !== undefined) return incoming;
    throw new StudioError('store/not-found', 'The uploaded file is not there any more. Upload it again.', {
      uploadId: id,
    });
  }

  /** Deletes one. */
  async drop(id: string): Promise<void> {
    const incoming = this.#kept.get(id);
    this.#kept.delete(id);
    if (incoming !== undefined) await rm(incoming.path, { force: true });
  }
}
