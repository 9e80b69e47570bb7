/**
 * A zip archive written as it grows: entries are stored, not deflated, and ZIP64 takes over where 4 GB or 65,535 entries end, as
 * hours of PNG pictures need it. Knows nothing of what it holds. Facts: PKWARE APPNOTE 6.3.10, §4.3 and §4.5.3.
 */
import { crc32 } from 'node:zlib';
import type { PartFile } from './part-file.ts';

const LIMIT_32 = 0xffffffff;
const LIMIT_16 = 0xffff;
const LOCAL_BYTES = 30;
/** UTF-8 names. */
const FLAGS = 0x0800;
/** Entries of the directory written at once. */
const DIRECTORY_PIECE = 1000;
/** 1980-01-01 00:00, so that the same pictures give the same file. */
const DOS_TIME = 0;
const DOS_DATE = 0x21;

type Entry = { name: Buffer; crc: number; size: number; offset: number };

/** See the methods; entries one at a time. Errors are those of the file. */
export class StoredZip {
  readonly #file: PartFile;
  readonly #entries: Entry[] = [];
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
    const entry: Entry = { name: Buffer.from(name, 'utf8'), crc: 0, size: 0, offset: this.#at };
    this.#at += LOCAL_BYTES + entry.name.length;
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

const localHeader = ({ name, crc, size }: Entry): Uint8Array => {
  const header = Buffer.alloc(LOCAL_BYTES + name.length);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DOS_TIME, 10);
  header.writeUInt16LE(DOS_DATE, 12);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(size, 18);
  header.writeUInt32LE(size, 22);
  header.writeUInt16LE(name.length, 26);
  name.copy(header, LOCAL_BYTES);
  return header;
};

const directoryHeader = ({ name, crc, size, offset }: Entry): Uint8Array => {
  const isFar = offset >= LIMIT_32;
  const extra = Buffer.alloc(isFar ? 12 : 0);
  if (isFar) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(BigInt(offset), 4);
  }
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(isFar ? 45 : 20, 4);
  header.writeUInt16LE(isFar ? 45 : 20, 6);
  header.writeUInt16LE(FLAGS, 8);
  header.writeUInt16LE(DOS_TIME, 12);
  header.writeUInt16LE(DOS_DATE, 14);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(size, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(Math.min(offset, LIMIT_32), 42);
  return Buffer.concat([header, name, extra]);
};

const endRecords = (count: number, start: number, bytes: number): Uint8Array => {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, LIMIT_16), 8);
  end.writeUInt16LE(Math.min(count, LIMIT_16), 10);
  end.writeUInt32LE(Math.min(bytes, LIMIT_32), 12);
  end.writeUInt32LE(Math.min(start, LIMIT_32), 16);
  if (count < LIMIT_16 && bytes < LIMIT_32 && start < LIMIT_32) return end;
  const wide = Buffer.alloc(56);
  wide.writeUInt32LE(0x06064b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeUInt16LE(45, 12);
  wide.writeUInt16LE(45, 14);
  wide.writeBigUInt64LE(BigInt(count), 24);
  wide.writeBigUInt64LE(BigInt(count), 32);
  wide.writeBigUInt64LE(BigInt(bytes), 40);
  wide.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(start + bytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([wide, locator, end]);
};
