/** Reads a stored zip by its directory, as other programs do: checksums compared, ZIP64 understood. An independent reader of what we write. */
import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** Entries in the order of the directory. Throws when anything does not fit together. */
export const readZip = async (file: string | Buffer): Promise<Map<string, Buffer>> => {
  const bytes = typeof file === 'string' ? await readFile(file) : file;
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error('no end record');
  let count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count === 0xffff || at === 0xffffffff) {
    const locator = end - 20;
    if (bytes.readUInt32LE(locator) !== 0x07064b50) throw new Error('no ZIP64 locator');
    const wide = Number(bytes.readBigUInt64LE(locator + 8));
    if (bytes.readUInt32LE(wide) !== 0x06064b50) throw new Error('no ZIP64 record');
    count = Number(bytes.readBigUInt64LE(wide + 32));
    at = Number(bytes.readBigUInt64LE(wide + 48));
  }
  const entries = new Map<string, Buffer>();
  for (let i = 0; i < count; i++) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error(`entry ${i} is not in the directory`);
    const [crc, size] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 24)];
    const [nameBytes, extraBytes] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30)];
    const offset = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameBytes);
    if (bytes.readUInt32LE(offset) !== 0x04034b50) throw new Error(`${name} has no header`);
    if (bytes.readUInt32LE(offset + 14) !== crc) throw new Error(`${name} has two checksums`);
    const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    const data = bytes.subarray(start, start + size);
    if (crc32(data) !== crc) throw new Error(`${name} is damaged`);
    entries.set(name, data);
    at += 46 + nameBytes + extraBytes + bytes.readUInt16LE(at + 32);
  }
  if (at !== bytes.length - 22 && count < 0xffff) throw new Error('the directory does not end at its end');
  return entries;
};
