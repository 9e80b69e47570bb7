/** The records of an archive beyond 4 GB; smaller ones are unpacked by another program's code in the tests of their writers. */
import { expect, test } from 'vitest';
import {
  directoryHeader,
  endRecords,
  localHeader,
  localHeaderBytes,
} from '../../../src/shared/zip-records.ts';

const name = new TextEncoder().encode('嘴.png');
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

test('a file that begins beyond 4 GB says so in a wide field of the directory', () => {
  const offset = 5 * 2 ** 32 + 7;
  const entry = { name, crc: 0xfedcba98, size: 12, offset };
  const header = directoryHeader(entry);
  const view = viewOf(header);
  expect(header.length).toBe(46 + name.length + 12);
  expect([view.getUint32(16, true), view.getUint32(20, true)]).toEqual([0xfedcba98, 12]);
  expect([view.getUint16(6, true), view.getUint16(30, true), view.getUint32(42, true)]).toEqual([
    45, 12, 0xffffffff,
  ]);
  expect(Number(view.getBigUint64(46 + name.length + 4, true))).toBe(offset);
  expect(localHeader(entry)).toHaveLength(localHeaderBytes(entry));
});

test('many entries, or a far directory, bring the wide end and its locator', () => {
  expect(endRecords(65_534, 1000, 50)).toHaveLength(22);
  for (const [count, start] of [
    [65_535, 1000],
    [3, 2 ** 33],
  ] as const) {
    const end = endRecords(count, start, 50);
    const view = viewOf(end);
    expect(end).toHaveLength(56 + 20 + 22);
    expect([view.getUint32(0, true), view.getUint32(56, true), view.getUint32(76, true)]).toEqual([
      0x06064b50, 0x07064b50, 0x06054b50,
    ]);
    expect([24, 32, 40, 48, 64].map(at => Number(view.getBigUint64(at, true)))).toEqual([
      count,
      count,
      50,
      start,
      start + 50,
    ]);
  }
});
