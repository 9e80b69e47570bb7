/** Puts a picture together whose alpha comes below its colours (native-protocol.ts). Pixels only. */

/** Compression leaves a little dirt on full and empty: below and above these it is none. */
const EMPTY = 8;
const FULL = 248;

/**
 * Pixels (RGBA) of a stacked picture as those of one with straight alpha, `width`×`height`. The colours lie over black, the alpha
 * begins in the middle of `stacked`.
 */
export const unstackAlpha = (
  stacked: Uint8ClampedArray<ArrayBuffer>,
  into: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
): void => {
  const below = (stacked.length / width / 8) * width * 4;
  for (let at = 0; at < width * height * 4; at += 4) {
    const alpha = stacked[below + at + 1]!;
    if (alpha < EMPTY) {
      into[at] = into[at + 1] = into[at + 2] = into[at + 3] = 0;
      continue;
    }
    const gain = alpha > FULL ? 1 : 255 / alpha;
    into[at] = stacked[at]! * gain;
    into[at + 1] = stacked[at + 1]! * gain;
    into[at + 2] = stacked[at + 2]! * gain;
    into[at + 3] = alpha > FULL ? 255 : alpha;
  }
};
