/** Reads format and size of a picture from its first bytes, before any decoder sees it. Knows PNG, JPEG and WebP only. */
import { MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS } from '../../../shared/avatar.ts';
import { StudioError } from '../../../shared/errors.ts';

/** What a header says. Size in pixels as stored, before EXIF orientation. */
export type PictureHeader = { format: 'png' | 'jpeg' | 'webp'; width: number; height: number };

/** Said of anything that cannot be opened, with why. */
export const unreadable = (why: string, cause?: unknown): StudioError =>
  new StudioError(
    'avatar/unreadable',
    `The picture cannot be opened: ${why}. Use a PNG, JPEG or WebP file; exporting it again from an image editor often helps.`,
    {},
    { cause },
  );

/**
 * Format and size, from the magic bytes and the header alone.
 * @throws StudioError `avatar/too-large` over 20 MB, `avatar/too-many-pixels` over 32 megapixels, `avatar/unreadable`
 * for other formats (by name where known), an empty file, or a header cut short.
 */
export const readPictureHeader = (bytes: Uint8Array): PictureHeader => {
  if (bytes.length === 0) throw unreadable('the file is empty');
  if (bytes.length > MAX_PICTURE_BYTES) {
    throw new StudioError(
      'avatar/too-large',
      `The picture file has ${(bytes.length / 1_048_576).toFixed(1)} MB; at most 20 MB are accepted. Save it smaller, or as JPEG.`,
      { bytes: bytes.length, limit: MAX_PICTURE_BYTES },
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: PictureHeader | null;
  try {
    header = readPng(view) ?? readJpeg(view) ?? readWebp(view);
  } catch (error) {
    if (error instanceof RangeError) throw unreadable('the file is cut short', error);
    throw error;
  }
  if (!header) throw unreadable(nameOther(bytes));
  const pixels = header.width * header.height;
  if (pixels === 0) throw unreadable('its header says it has no pixels');
  if (pixels > MAX_PICTURE_PIXELS) {
    throw new StudioError(
      'avatar/too-many-pixels',
      `The picture has ${header.width}×${header.height} pixels; at most 32 megapixels are accepted. Save it smaller: 2000 pixels on the long edge are plenty.`,
      { width: header.width, height: header.height, limit: MAX_PICTURE_PIXELS },
    );
  }
  return header;
};

const ascii = (view: DataView, at: number, text: string): boolean => {
  if (at + text.length > view.byteLength) return false;
  for (let index = 0; index < text.length; index++) {
    if (view.getUint8(at + index) !== text.charCodeAt(index)) return false;
  }
  return true;
};

const readPng = (view: DataView): PictureHeader | null => {
  if (!ascii(view, 0, '\x89PNG\r\n\x1a\n')) return null;
  if (!ascii(view, 12, 'IHDR')) throw unreadable('its PNG header is damaged');
  return { format: 'png', width: view.getUint32(16), height: view.getUint32(20) };
};

/** Start-of-frame markers carry the size: C0 to CF without C4 (tables), C8 (reserved) and CC (arithmetic tables). */
const isStartOfFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const readJpeg = (view: DataView): PictureHeader | null => {
  if (!ascii(view, 0, '\xff\xd8\xff')) return null;
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) throw unreadable('its JPEG header is damaged');
    while (view.getUint8(at) === 0xff) at++;
    const marker = view.getUint8(at++);
    if (isStartOfFrame(marker)) {
      return { format: 'jpeg', height: view.getUint16(at + 3), width: view.getUint16(at + 5) };
    }
    if (marker === 0xd9 || marker === 0xda) throw unreadable('its JPEG header is damaged');
    const standalone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (!standalone) at += Math.max(2, view.getUint16(at));
  }
};

const readWebp = (view: DataView): PictureHeader | null => {
  if (!ascii(view, 0, 'RIFF') || !ascii(view, 8, 'WEBP')) return null;
  const uint24 = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
  if (ascii(view, 12, 'VP8X')) return { format: 'webp', width: uint24(24) + 1, height: uint24(27) + 1 };
  if (ascii(view, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { format: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (ascii(view, 12, 'VP8 ')) {
    return {
      format: 'webp',
      width: view.getUint16(26, true) & 0x3fff,
      height: view.getUint16(28, true) & 0x3fff,
    };
  }
  throw unreadable('its WebP header is damaged');
};

// Naming what it is tells the user what to do; none of these is ever handed to a decoder.
const OTHER_FORMATS: readonly (readonly [RegExp, string])[] = [
  [/^GIF8/, 'GIF files are not accepted'],
  [/^BM/, 'BMP files are not accepted'],
  [/^(II\*\0|MM\0\*)/, 'TIFF and raw camera files are not accepted'],
  [/^.{4}ftyp(avif|avis)/s, 'AVIF files are not accepted'],
  [/^.{4}ftyp(heic|heix|hevc|mif1|msf1)/s, 'HEIC files are not accepted'],
  [/^.{4}ftyp/s, 'it is a video file'],
  [/^%PDF/, 'PDF files are not accepted'],
  [/^(\xef\xbb\xbf)?\s*<(\?xml|svg|!doctype)/i, 'SVG and other text files are not accepted'],
];

const nameOther = (bytes: Uint8Array): string => {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  return OTHER_FORMATS.find(([pattern]) => pattern.test(start))?.[1] ?? 'it is no PNG, JPEG or WebP file';
};
