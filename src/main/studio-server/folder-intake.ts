/** Takes a folder from the page onto the disk, see shared/folder-pack.ts: names and sizes are checked before a byte is written. Knows no avatar. */
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';
import { FolderList, HEADER_BYTES, MAX_LIST_BYTES } from '../../shared/folder-pack.ts';

const unusable = (why: string, cause?: unknown): StudioError =>
  new StudioError('avatar/unreadable', `The folder cannot be imported: ${why}.`, {}, { cause });

/** Reads a body piece by piece, in amounts of the reader's choice. */
class BodyReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #rest = new Uint8Array(0);

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#pieces = body[Symbol.asyncIterator]();
  }

  /** The next bytes, at most `most`; empty at the end. */
  async some(most: number): Promise<Uint8Array> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#pieces.next();
      if (done === true) return this.#rest;
      this.#rest = new Uint8Array(value);
    }
    const taken = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(taken.length);
    return taken;
  }

  /** Hands exactly `count` bytes to `use`. @throws StudioError `avatar/unreadable` when there are fewer. */
  async each(count: number, use: (bytes: Uint8Array) => Promise<void>): Promise<void> {
    for (let left = count; left > 0; ) {
      const bytes = await this.some(left);
      if (bytes.length === 0) throw unusable('it was cut short on its way');
      await use(bytes);
      left -= bytes.length;
    }
  }

  async exactly(count: number): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    await this.each(count, async bytes => {
      pieces.push(bytes);
    });
    return Buffer.concat(pieces);
  }
}

const readList = async (reader: BodyReader): Promise<FolderList> => {
  const header = await reader.exactly(HEADER_BYTES);
  const length = new DataView(header.buffer, header.byteOffset).getUint32(0, true);
  if (length > MAX_LIST_BYTES) throw unusable('its list of files is too long');
  let list: unknown;
  try {
    list = JSON.parse(Buffer.from(await reader.exactly(length)).toString('utf8'));
  } catch (error) {
    if (error instanceof StudioError) throw error;
    throw unusable('its list of files is damaged', error);
  }
  const parsed = FolderList.safeParse(list);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const at = typeof issue?.path[0] === 'number' ? `file ${issue.path[0] + 1} ` : 'it ';
  throw unusable(`${at}${issue?.message ?? 'is not valid'}`, parsed.error);
};

/** Writes the folder into `dir`, which must not exist. Errors: avatar/unreadable, request/cancelled; then `dir` may hold a part of it. */
export const takeFolder = async (
  body: AsyncIterable<Uint8Array>,
  dir: string,
  signal: AbortSignal,
): Promise<void> => {
  const reader = new BodyReader(body);
  const list = await readList(reader);
  await mkdir(dir);
  for (const { path: name, bytes } of list) {
    if (signal.aborted) throw new StudioError('request/cancelled', 'The import was cancelled.');
    const file = path.join(dir, ...name.split('/'));
    await mkdir(path.dirname(file), { recursive: true });
    // Exclusive: two names that this file system takes for one must not write over each other.
    const handle = await open(file, 'wx');
    try {
      await reader.each(bytes, async piece => {
        await handle.write(piece);
      });
    } finally {
      await handle.close();
    }
  }
};
