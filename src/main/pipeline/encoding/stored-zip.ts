/** A zip archive written into a file as it grows: entries are stored, not deflated, and may be more than 4 GB together, as hours of PNG pictures are. Knows nothing of what it holds. */
import { crc32 } from 'node:zlib';
import {
  directoryHeader,
  endRecords,
  localHeader,
  localHeaderBytes,
  type ZipEntry,
} from '../../../shared/zip-records.ts';
import type { PartFile } from './part-file.ts';

/** Entries of the directory written at once. */
const DIRECTORY_PIECE = 1000;

/** See the methods; entries one at a time. Errors are those of the file. */
export class StoredZip {
  readonly #file: PartFile;
  readonly #entries: ZipEntry[] = [];
  #at = 0;

  constructor(file: PartFile) {
    this.#file = file;
  }

  /** Adds a file that is whole; resolves when it is written. `name` with forward slashes. */
  async add(name: string, bytes: Uint8Array): Promise<void> {
    await this.addPieces(name, [bytes]);
  }

  /** Adds a file piece by piece, at most 4 GB. */
  async addPieces(name: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const entry: ZipEntry = { name: Buffer.from(name, 'utf8'), crc: 0, size: 0, offset: this.#at };
    this.#at += localHeaderBytes(entry);
    for await (const piece of pieces) {
      await this.#append(piece);
      entry.crc = crc32(piece, entry.crc);
      entry.size += piece.length;
    }
    // The header stands before the pieces and is written after them, when length and checksum are known.
    await this.#file.write(localHeader(entry), entry.offset);
    this.#entries.push(entry);
  }

  /** Writes the directory. Once, at the end. */
  async end(): Promise<void> {
    const start = this.#at;
    for (let at = 0; at < this.#entries.length; at += DIRECTORY_PIECE) {
      await this.#append(Buffer.concat(this.#entries.slice(at, at + DIRECTORY_PIECE).map(directoryHeader)));
    }
    await this.#append(endRecords(this.#entries.length, start, this.#at - start));
  }

  async #append(bytes: Uint8Array): Promise<void> {
    await this.#file.write(bytes, this.#at);
    this.#at += bytes.length;
  }
}
