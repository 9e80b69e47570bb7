/** What a file's first bytes say, before any decoder sees them; literal bytes. */
import { describe, expect, test } from 'vitest';
import { readPictureHeader } from '../../../../src/main/pipeline/avatar/picture-header.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const png = (width: number, height: number): Buffer => {
  const bytes = hex('89504e470d0a1a0a 0000000d 49484452 00000000 00000000 08020000 00 00000000');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
};

describe('size and format', () => {
  test.each([
    ['png', png(640, 480), { format: 'png', width: 640, height: 480 }],
    [
      'jpeg with APP0, fill bytes and progressive frame',
      hex('ffd8 ffe00004aaaa ffff ffc2 0011 08 01e0 0280 03 011100 021100 031100'),
      { format: 'jpeg', width: 640, height: 480 },
    ],
    [
      'webp lossy',
      hex('52494646 00000000 57454250 56503820 00000000 000000 9d012a 8002 e001'),
      { format: 'webp', width: 640, height: 480 },
    ],
    [
      'webp lossless',
      hex('52494646 00000000 57454250 5650384c 00000000 2f 7fc27700'),
      { format: 'webp', width: 640, height: 480 },
    ],
    [
      'webp extended',
      hex('52494646 00000000 57454250 56503858 0a000000 10000000 7f0200 df0100'),
      { format: 'webp', width: 640, height: 480 },
    ],
  ])('%s', (_name, bytes, header) => expect(readPictureHeader(bytes)).toEqual(header));
});

describe('refused with a reason', () => {
  test.each([
    ['an empty file', Buffer.alloc(0), 'avatar/unreadable', 'empty'],
    ['text', Buffer.from('hello'), 'avatar/unreadable', 'no PNG'],
    ['SVG', Buffer.from('<svg xmlns="x"/>'), 'avatar/unreadable', 'SVG'],
    ['SVG after a byte-order mark', Buffer.from('\ufeff <?xml version="1.0"?>'), 'avatar/unreadable', 'SVG'],
    ['GIF', Buffer.from('GIF89a..........'), 'avatar/unreadable', 'GIF'],
    ['TIFF', hex('49492a00 08000000'), 'avatar/unreadable', 'TIFF'],
    ['HEIC', Buffer.from('\0\0\0\x18ftypheic'), 'avatar/unreadable', 'HEIC'],
    ['a video', Buffer.from('\0\0\0\x18ftypisom'), 'avatar/unreadable', 'video'],
    ['a PNG cut in its header', png(4, 4).subarray(0, 18), 'avatar/unreadable', 'cut short'],
    [
      'a PNG without IHDR',
      hex('89504e470d0a1a0a 0000000d 00000000 00000000 00000000'),
      'avatar/unreadable',
      'damaged',
    ],
    ['a JPEG that ends in its markers', hex('ffd8ffe0000400'), 'avatar/unreadable', 'cut short'],
    ['a JPEG whose scan comes first', hex('ffd8ffda000400000000'), 'avatar/unreadable', 'damaged'],
    [
      'a WebP without a picture',
      hex('52494646 00000000 57454250 41414141 00000000'),
      'avatar/unreadable',
      'damaged',
    ],
    ['no pixels', png(0, 10), 'avatar/unreadable', 'no pixels'],
    ['a bomb: 60,000 by 60,000 in 33 bytes', png(60_000, 60_000), 'avatar/too-many-pixels', '32 megapixels'],
    ['more than 20 MB', Buffer.alloc(20 * 1024 * 1024 + 1), 'avatar/too-large', '20 MB'],
  ])('%s', (_name, bytes, code, words) => {
    expect(() => readPictureHeader(bytes)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
  });

  test('exactly 32 megapixels pass, one row more does not', () => {
    expect(readPictureHeader(png(8000, 4000)).width).toBe(8000);
    expect(() => readPictureHeader(png(8000, 4001))).toThrow();
  });
});
