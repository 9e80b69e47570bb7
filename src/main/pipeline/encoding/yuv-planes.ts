/** Turns RGB pixels into the planes video codecs take: BT.709, limited range. Knows no codec and no file. */
import type { FrameBuffer } from '../frame-buffer.ts';

/** Plane layouts: 4:2:0 without and with alpha, 4:4:4 with alpha. Planes follow each other: Y, U, V, then A. */
export type PlaneLayout = 'I420' | 'I420A' | 'I444A';

/** BT.709 luma and chroma weights for 0..255 in and 16..235 / 16..240 out, times 2^16 (ITU-R BT.709-6, table 3). */
const SHIFT = 16;
const fixed = (weight: number): number => Math.round(weight * 2 ** SHIFT);
const LUMA = { red: 0.2126, green: 0.7152, blue: 0.0722 };
const LUMA_SCALE = 219 / 255;
const Y_RED = fixed(LUMA.red * LUMA_SCALE);
const Y_GREEN = fixed(LUMA.green * LUMA_SCALE);
const Y_BLUE = fixed(LUMA.blue * LUMA_SCALE);
const U_SCALE = 224 / 255 / (2 * (1 - LUMA.blue));
const V_SCALE = 224 / 255 / (2 * (1 - LUMA.red));
const U_RED = fixed(-LUMA.red * U_SCALE);
const U_GREEN = fixed(-LUMA.green * U_SCALE);
const U_BLUE = fixed((1 - LUMA.blue) * U_SCALE);
const V_RED = fixed((1 - LUMA.red) * V_SCALE);
const V_GREEN = fixed(-LUMA.green * V_SCALE);
const V_BLUE = fixed(-LUMA.blue * V_SCALE);
const Y_OFFSET = fixed(16.5);
const CHROMA_OFFSET = fixed(128.5);

const evenUp = (pixels: number): number => pixels + (pixels & 1);

/** Even size that holds a frame: an odd width or height gets one more column or row, a copy of its last. */
export const paddedSize = (width: number, height: number): { width: number; height: number } => ({
  width: evenUp(width),
  height: evenUp(height),
});

/** Bytes of one frame of the padded size. */
export const planeBytes = (layout: PlaneLayout, width: number, height: number): number => {
  const padded = paddedSize(width, height);
  const pixels = padded.width * padded.height;
  return layout === 'I420' ? pixels * 1.5 : layout === 'I420A' ? pixels * 2.5 : pixels * 4;
};

/**
 * Fills `into` (planeBytes long). The frame has 3 or 4 channels; without alpha in the frame the alpha plane is opaque. Chroma of
 * a 2x2 block is weighted by alpha, so that the hidden colour of transparent pixels does not bleed over an edge.
 */
export const fillPlanes = (frame: FrameBuffer, layout: PlaneLayout, into: Uint8Array): void => {
  const isEven = frame.width % 2 === 0 && frame.height % 2 === 0;
  if (layout === 'I444A') fill444(frame, into);
  else if (layout === 'I420' && isEven) fillEven420(frame, into);
  else fill420(frame, layout === 'I420A', into);
};

const fill444 = (frame: FrameBuffer, into: Uint8Array): void => {
  const { channels, data } = frame;
  const { width, height } = paddedSize(frame.width, frame.height);
  const pixels = width * height;
  for (let y = 0, to = 0; y < height; y++) {
    const row = Math.min(y, frame.height - 1) * frame.width;
    for (let x = 0; x < width; x++, to++) {
      const from = (row + Math.min(x, frame.width - 1)) * channels;
      const red = data[from]!;
      const green = data[from + 1]!;
      const blue = data[from + 2]!;
      into[to] = (Y_RED * red + Y_GREEN * green + Y_BLUE * blue + Y_OFFSET) >> SHIFT;
      into[pixels + to] = (U_RED * red + U_GREEN * green + U_BLUE * blue + CHROMA_OFFSET) >> SHIFT;
      into[2 * pixels + to] = (V_RED * red + V_GREEN * green + V_BLUE * blue + CHROMA_OFFSET) >> SHIFT;
      into[3 * pixels + to] = channels === 4 ? data[from + 3]! : 255;
    }
  }
};

/** The common case, opaque and of even size, at twice the speed: every pixel is read once and chroma comes from sums of four. */
const fillEven420 = ({ width, height, channels, data }: FrameBuffer, into: Uint8Array): void => {
  const row = width * channels;
  const pixels = width * height;
  let u = pixels;
  let v = pixels + (pixels >> 2);
  for (let y = 0; y < height; y += 2) {
    let above = y * row;
    let below = above + row;
    let at = y * width;
    let under = at + width;
    for (let x = 0; x < width; x += 2) {
      const r0 = data[above]!;
      const g0 = data[above + 1]!;
      const b0 = data[above + 2]!;
      const r1 = data[above + channels]!;
      const g1 = data[above + channels + 1]!;
      const b1 = data[above + channels + 2]!;
      const r2 = data[below]!;
      const g2 = data[below + 1]!;
      const b2 = data[below + 2]!;
      const r3 = data[below + channels]!;
      const g3 = data[below + channels + 1]!;
      const b3 = data[below + channels + 2]!;
      into[at] = (Y_RED * r0 + Y_GREEN * g0 + Y_BLUE * b0 + Y_OFFSET) >> SHIFT;
      into[at + 1] = (Y_RED * r1 + Y_GREEN * g1 + Y_BLUE * b1 + Y_OFFSET) >> SHIFT;
      into[under] = (Y_RED * r2 + Y_GREEN * g2 + Y_BLUE * b2 + Y_OFFSET) >> SHIFT;
      into[under + 1] = (Y_RED * r3 + Y_GREEN * g3 + Y_BLUE * b3 + Y_OFFSET) >> SHIFT;
      const red = r0 + r1 + r2 + r3;
      const green = g0 + g1 + g2 + g3;
      const blue = b0 + b1 + b2 + b3;
      into[u++] = (U_RED * red + U_GREEN * green + U_BLUE * blue + 4 * CHROMA_OFFSET) >> (SHIFT + 2);
      into[v++] = (V_RED * red + V_GREEN * green + V_BLUE * blue + 4 * CHROMA_OFFSET) >> (SHIFT + 2);
      above += 2 * channels;
      below += 2 * channels;
      at += 2;
      under += 2;
    }
  }
};

const fill420 = (frame: FrameBuffer, withAlpha: boolean, into: Uint8Array): void => {
  const { channels, data } = frame;
  const { width, height } = paddedSize(frame.width, frame.height);
  const pixels = width * height;
  const chromaWidth = width >> 1;
  const u = pixels;
  const v = pixels + (pixels >> 2);
  const alphaAt = pixels + (pixels >> 1);
  const weighted = channels === 4 && withAlpha;
  for (let y = 0; y < height; y += 2) {
    const upper = y * frame.width * channels;
    const lower = Math.min(y + 1, frame.height - 1) * frame.width * channels;
    for (let x = 0; x < width; x += 2) {
      const left = x * channels;
      const right = Math.min(x + 1, frame.width - 1) * channels;
      const a = upper + left;
      const b = upper + right;
      const c = lower + left;
      const d = lower + right;
      const at = y * width + x;
      into[at] = (Y_RED * data[a]! + Y_GREEN * data[a + 1]! + Y_BLUE * data[a + 2]! + Y_OFFSET) >> SHIFT;
      into[at + 1] = (Y_RED * data[b]! + Y_GREEN * data[b + 1]! + Y_BLUE * data[b + 2]! + Y_OFFSET) >> SHIFT;
      into[at + width] =
        (Y_RED * data[c]! + Y_GREEN * data[c + 1]! + Y_BLUE * data[c + 2]! + Y_OFFSET) >> SHIFT;
      into[at + width + 1] =
        (Y_RED * data[d]! + Y_GREEN * data[d + 1]! + Y_BLUE * data[d + 2]! + Y_OFFSET) >> SHIFT;
      let red = (data[a]! + data[b]! + data[c]! + data[d]! + 2) >> 2;
      let green = (data[a + 1]! + data[b + 1]! + data[c + 1]! + data[d + 1]! + 2) >> 2;
      let blue = (data[a + 2]! + data[b + 2]! + data[c + 2]! + data[d + 2]! + 2) >> 2;
      if (weighted) {
        const wa = data[a + 3]!;
        const wb = data[b + 3]!;
        const wc = data[c + 3]!;
        const wd = data[d + 3]!;
        const sum = wa + wb + wc + wd;
        into[alphaAt + at] = wa;
        into[alphaAt + at + 1] = wb;
        into[alphaAt + at + width] = wc;
        into[alphaAt + at + width + 1] = wd;
        if (sum > 0 && sum < 1020) {
          red = (data[a]! * wa + data[b]! * wb + data[c]! * wc + data[d]! * wd) / sum;
          green = (data[a + 1]! * wa + data[b + 1]! * wb + data[c + 1]! * wc + data[d + 1]! * wd) / sum;
          blue = (data[a + 2]! * wa + data[b + 2]! * wb + data[c + 2]! * wc + data[d + 2]! * wd) / sum;
        }
      }
      const chroma = (y >> 1) * chromaWidth + (x >> 1);
      into[u + chroma] = (U_RED * red + U_GREEN * green + U_BLUE * blue + CHROMA_OFFSET) >> SHIFT;
      into[v + chroma] = (V_RED * red + V_GREEN * green + V_BLUE * blue + CHROMA_OFFSET) >> SHIFT;
    }
  }
  if (withAlpha && !weighted) into.fill(255, alphaAt, alphaAt + pixels);
};
