/** Decodes picture files to pixels with sharp: upright, sRGB, 8 bits, first frame only. Knows nothing of faces. */
import sharp, { type Sharp } from 'sharp';
import { MAX_PICTURE_PIXELS, type PlainBackground } from '../../../shared/avatar.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { FrameBuffer } from '../frame-buffer.ts';
import type { Framing } from './framing.ts';
import { type PictureHeader, readPictureHeader, unreadable } from './picture-header.ts';

/** A picture whose header was checked. Sizes are upright pixels. */
export type Picture = {
  bytes: Uint8Array;
  format: PictureHeader['format'];
  width: number;
  height: number;
  hasAlpha: boolean;
};

/** A part of a picture, whole pixels of the upright picture. */
export type PictureRegion = { left: number; top: number; width: number; height: number };

/** Long edge of the copy faces are searched in: a face of 15 % still has 115 pixels there, and smaller ones are measured again. */
export const SEARCH_EDGE = 768;

/** Behind transparent parts when a face is looked for, and in thumbnails. */
const MID_GREY = { r: 128, g: 128, b: 128 };

/**
 * Keeps the decoder's hunger down, for the whole process: one thread a picture (its own pool gains little at these sizes
 * and would take the cores live sessions render on) and no cache (each picture is read once).
 */
export const restrainDecoder = (): void => {
  sharp.concurrency(1);
  sharp.cache(false);
};

const pipeline = (bytes: Uint8Array): Sharp =>
  sharp(bytes, { limitInputPixels: MAX_PICTURE_PIXELS, failOn: 'error', pages: 1, animated: false });

const decoding = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StudioError) throw error;
    throw unreadable('its data is damaged or cut short', error);
  }
};

/**
 * Checks the header, then asks the decoder for orientation and alpha. Decodes no pixels.
 * @throws StudioError `avatar/too-large`, `avatar/too-many-pixels`, `avatar/unreadable`.
 */
export const openPicture = async (bytes: Uint8Array): Promise<Picture> => {
  const header = readPictureHeader(bytes);
  const metadata = await decoding(() => pipeline(bytes).metadata());
  // The decoder's own words must agree with the header that was checked, or the limits were checked on a lie.
  if (metadata.format !== header.format) throw unreadable('its content is not what its header says');
  const turned = (metadata.orientation ?? 1) >= 5;
  return {
    bytes,
    format: header.format,
    width: turned ? metadata.height : metadata.width,
    height: turned ? metadata.width : metadata.height,
    hasAlpha: metadata.hasAlpha,
  };
};

/** A background as the decoder lays it under a picture. */
export const backgroundOf = (
  background: PlainBackground,
): { r: number; g: number; b: number; alpha: number } =>
  background.kind === 'transparent'
    ? { r: 0, g: 0, b: 0, alpha: 0 }
    : { r: background.rgb[0], g: background.rgb[1], b: background.rgb[2], alpha: 1 };

/** The upright picture or a region of it as RGB, shrunk to at most `longEdge` pixels (never enlarged), alpha over mid grey. */
export const decodeForAnalysis = (
  picture: Picture,
  longEdge: number,
  region?: PictureRegion,
): Promise<FrameBuffer> =>
  decoding(async () => {
    let work = pipeline(picture.bytes).autoOrient();
    if (region) work = work.extract(region);
    const { data, info } = await work
      .resize({
        width: longEdge,
        height: longEdge,
        fit: 'inside',
        withoutEnlargement: true,
        kernel: 'linear',
      })
      .flatten({ background: MID_GREY })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return toRgb({
      width: info.width,
      height: info.height,
      data: asPlainBytes(data),
      channels: info.channels,
    });
  });

/** The part of the picture `framing` names, scaled into a frame of the given size; RGBA, straight alpha. */
export const decodeFrame = (
  picture: Picture,
  framing: Framing,
  frame: { width: number; height: number },
  background: { r: number; g: number; b: number; alpha: number },
): Promise<FrameBuffer> =>
  decoding(async () => {
    const { source, place } = framing;
    let work = pipeline(picture.bytes).autoOrient();
    const whole = source.width === picture.width && source.height === picture.height;
    if (!whole) work = work.extract(source);
    work = work.resize(place.width, place.height, { fit: 'fill', kernel: 'lanczos3' }).toColourspace('srgb');
    if (background.alpha === 1) work = work.flatten({ background });
    const { data, info } = await work
      .ensureAlpha()
      .extend({
        left: place.left,
        top: place.top,
        right: frame.width - place.left - place.width,
        bottom: frame.height - place.top - place.height,
        background,
      })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, channels: 4, data: asPlainBytes(data) };
  });

/** A JPEG of at most `longEdge` pixels, alpha over mid grey. */
export const makeThumbnail = (picture: Picture, longEdge: number): Promise<Uint8Array> =>
  decoding(() =>
    pipeline(picture.bytes)
      .autoOrient()
      .resize({ width: longEdge, height: longEdge, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: MID_GREY })
      .toColourspace('srgb')
      .jpeg({ quality: 82, mozjpeg: false })
      .toBuffer(),
  );

/** The upright picture as PNG, with its alpha, shrunk to at most `longEdge` pixels; null: as large as it is. */
export const makePng = (picture: Picture, longEdge: number | null): Promise<Uint8Array> =>
  decoding(() => {
    const work = pipeline(picture.bytes).autoOrient().toColourspace('srgb');
    const sized =
      longEdge === null
        ? work
        : work.resize({ width: longEdge, height: longEdge, fit: 'inside', withoutEnlargement: true });
    return sized.png().toBuffer();
  });

// A Buffer's `slice` shares memory where an array's copies: nobody downstream should have to know which one it has.
const asPlainBytes = (data: Uint8Array): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

// Greyscale pictures may come back with one channel whatever the colour space asked for.
const toRgb = (raw: { width: number; height: number; channels: number; data: Uint8Array }): FrameBuffer => {
  const { width, height, channels, data } = raw;
  if (channels === 3 || channels === 4) return { width, height, channels, data };
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++)
    rgb.fill(data[pixel * channels]!, pixel * 3, pixel * 3 + 3);
  return { width, height, channels: 3, data: rgb };
};
