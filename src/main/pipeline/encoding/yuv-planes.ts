/** Turns RGB pixels into the planes video codecs take: BT.709, limited range. Knows no codec and no file. */
import type { FrameBuffer } from '../frame-buffer.ts';
import { type Kernels, openKernels, rounded } from '../kernels/kernels.ts';

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

// Green does not fit into 16 bits: half of it goes with red, half with blue.
const halves = (weight: number): [number, number] => [weight >> 1, weight - (weight >> 1)];
const WEIGHTS = Int16Array.from(
  [
    [Y_RED, Y_GREEN, Y_BLUE],
    [U_RED, U_GREEN, U_BLUE],
    [V_RED, V_GREEN, V_BLUE],
  ].flatMap(([red, green, blue]) => {
    const [first, rest] = halves(green!);
    return [red!, first, blue!, rest];
  }),
);

type Workspace = { kernels: Kernels; bytes: Uint8Array; pixels: number; weights: number; planes: number };
let workspace: { capacity: number; space: Workspace } | null = null;

const spaceFor = (pixelCount: number): Workspace => {
  if (workspace !== null && workspace.capacity >= pixelCount) return workspace.space;
  const sizes = [pixelCount * 4 + 16, WEIGHTS.byteLength, pixelCount * 1.5] as const;
  const kernels = openKernels(sizes.reduce((sum, size) => sum + rounded(size), 0));
  const [pixels, weights, planes] = sizes.map(size => kernels.take(size)) as [number, number, number];
  const space = { kernels, bytes: new Uint8Array(kernels.buffer), pixels, weights, planes };
  new Int16Array(kernels.buffer, weights, WEIGHTS.length).set(WEIGHTS);
  workspace = { capacity: pixelCount, space };
  return space;
};

/** The common case, opaque and of even size, by the kernels: every pixel is read once and chroma comes from sums of four. */
const fillEven420 = ({ width, height, channels, data }: FrameBuffer, into: Uint8Array): void => {
  const { kernels, bytes, pixels, weights, planes } = spaceFor(width * height);
  bytes.set(data, pixels);
  kernels.call.fillPlanes(pixels, width, height, channels, weights, Y_OFFSET, CHROMA_OFFSET, planes);
  into.set(bytes.subarray(planes, planes + width * height * 1.5));
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
