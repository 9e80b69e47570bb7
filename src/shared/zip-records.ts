/**
 * The records of a zip archive whose entries are stored, not deflated; ZIP64 takes over where 4 GB or 65,535 entries end. Pure: whoever
 * writes an archive counts offsets and checksums. Facts: PKWARE APPNOTE 6.3.10, §4.3 and §4.5.3.
 */

const LIMIT_32 = 0xffffffff;
const LIMIT_16 = 0xffff;
const LOCAL_BYTES = 30;
/** UTF-8 names. */
const FLAGS = 0x0800;
/** 1980-01-01 00:00, so that the same files give the same archive. */
const DOS_DATE = 0x21;
const PLAIN_VERSION = 20;
const WIDE_VERSION = 45;

/** One file, at most 4 GB. `name`: UTF-8 with forward slashes; `offset`: of its header in the archive, bytes. */
export type ZipEntry = { name: Uint8Array; crc: number; size: number; offset: number };

type Field = readonly [bytes: 2 | 4 | 8, value: number];

/** Little-endian numbers, then bytes as they are. */
const record = (fields: readonly Field[], ...rest: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const length = [...fields.map(([bytes]) => bytes), ...rest.map(part => part.length)].reduce(
    (a, b) => a + b,
    0,
  );
  const made = new Uint8Array(length);
  const view = new DataView(made.buffer);
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else if (bytes === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += bytes;
  }
  for (const part of rest) {
    made.set(part, at);
    at += part.length;
  }
  return made;
};

/** Version, flags, no compression, time and date: the same in both headers. */
const common = (version: number): Field[] => [
  [2, version],
  [2, FLAGS],
  [2, 0],
  [2, 0],
  [2, DOS_DATE],
];

const figures = ({ crc, size, name }: ZipEntry): Field[] => [
  [4, crc],
  [4, size],
  [4, size],
  [2, name.length],
];

/** Length of `localHeader`, before the checksum is known. */
export const localHeaderBytes = ({ name }: Pick<ZipEntry, 'name'>): number => LOCAL_BYTES + name.length;

/** Stands before a file's bytes. */
export const localHeader = (entry: ZipEntry): Uint8Array =>
  record([[4, 0x04034b50], ...common(PLAIN_VERSION), ...figures(entry), [2, 0]], entry.name);

/** One file's part of the directory at the end. */
export const directoryHeader = (entry: ZipEntry): Uint8Array => {
  const { name, offset } = entry;
  const isFar = offset >= LIMIT_32;
  const version = isFar ? WIDE_VERSION : PLAIN_VERSION;
  const extra = isFar
    ? record([
        [2, 1],
        [2, 8],
        [8, offset],
      ])
    : new Uint8Array();
  const fields: Field[] = [
    [4, 0x02014b50],
    [2, version],
    ...common(version),
    ...figures(entry),
    [2, extra.length],
    // Comment, disk, attributes inside.
    [2, 0],
    [2, 0],
    [2, 0],
    // Attributes outside.
    [4, 0],
    [4, Math.min(offset, LIMIT_32)],
  ];
  return record(fields, name, extra);
};

/** The very end: `count` entries whose directory begins at `start` and takes `bytes`. */
export const endRecords = (count: number, start: number, bytes: number): Uint8Array => {
  const end = record([
    [4, 0x06054b50],
    // Disks.
    [2, 0],
    [2, 0],
    [2, Math.min(count, LIMIT_16)],
    [2, Math.min(count, LIMIT_16)],
    [4, Math.min(bytes, LIMIT_32)],
    [4, Math.min(start, LIMIT_32)],
    // Comment.
    [2, 0],
  ]);
  if (count < LIMIT_16 && bytes < LIMIT_32 && start < LIMIT_32) return end;
  return record(
    [
      [4, 0x06064b50],
      // Length of what follows in this record.
      [8, 44],
      [2, WIDE_VERSION],
      [2, WIDE_VERSION],
      // Disks.
      [4, 0],
      [4, 0],
      [8, count],
      [8, count],
      [8, bytes],
      [8, start],
      // Where that record is: disk, offset, number of disks.
      [4, 0x07064b50],
      [4, 0],
      [8, start + bytes],
      [4, 1],
    ],
    end,
  );
};
