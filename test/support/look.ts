/**
 * Whether a screen looks as it did: screenshots made small and soft, so that fonts, times and ports do not matter while a panel that
 * moved, vanished or changed its colour does. Knows no browser.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

/** Size of a kept look, px; one of its pixels is a block of 4×4 at 1280×800. */
const WIDTH = 320;
const HEIGHT = 200;
/** A difference below this is an edge drawn by other fonts, of 255. */
const VISIBLE = 10;

/** A screenshot as it is kept: 320×200, soft, without alpha. */
export const lookOf = (screenshot: Uint8Array): Promise<Buffer> =>
  sharp(screenshot)
    .resize(WIDTH, HEIGHT, { fit: 'fill' })
    .blur(2)
    .removeAlpha()
    .png({ palette: true, colours: 64 })
    .toBuffer();

const pixelsOf = (png: Uint8Array): Promise<Buffer> =>
  sharp(png).resize(WIDTH, HEIGHT, { fit: 'fill' }).removeAlpha().toColourspace('srgb').raw().toBuffer();

/** Share 0..1 of the pixels whose colour differs visibly. */
export const lookDifference = async (a: Uint8Array, b: Uint8Array): Promise<number> => {
  const [one, other] = await Promise.all([pixelsOf(a), pixelsOf(b)]);
  let different = 0;
  for (let at = 0; at < one.length; at += 3) {
    const most = Math.max(
      Math.abs(one[at]! - other[at]!),
      Math.abs(one[at + 1]! - other[at + 1]!),
      Math.abs(one[at + 2]! - other[at + 2]!),
    );
    if (most > VISIBLE) different++;
  }
  return different / (WIDTH * HEIGHT);
};

/**
 * Share of a screenshot that differs from the look kept at `file`. With UPDATE_LOOKS=1, or where there is none and `CI` is not set, the
 * screenshot becomes the kept look and differs by nothing. @throws Error when CI finds no kept look.
 */
export const compareLook = async (file: string, screenshot: Uint8Array): Promise<number> => {
  const look = await lookOf(screenshot);
  const isKept = existsSync(file);
  if (process.env.UPDATE_LOOKS === '1' || (!isKept && !process.env.CI)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, look);
    return 0;
  }
  if (!isKept) throw new Error(`No look is kept at ${file}: run with UPDATE_LOOKS=1 and look at it.`);
  return lookDifference(readFileSync(file), look);
};
