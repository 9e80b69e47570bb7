/** Resizes three channels of pixels between two fixed sizes, without allocation: crops for a network, patches from one. Knows no faces. */

/** Three channels in an array: channel c of the pixel x, y is `data[offset + y · row + x · pixel + c · channel]`. */
export type PixelGrid = {
  data: Uint8Array | Float32Array;
  offset: number;
  row: number;
  pixel: number;
  channel: number;
};

/**
 * How neighbours are weighed. `bilinear` is what image libraries call linear: four neighbours whatever the scale. The others
 * widen when they shrink: `area` covers what it stands for (and is linear when it enlarges), `lanczos` has three lobes.
 */
export type ResampleKernel = 'bilinear' | 'area' | 'lanczos';

type Size = { width: number; height: number };
type Taps = { first: Int32Array; weights: Float32Array; count: number };

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
const REACH: Readonly<Record<ResampleKernel, number>> = { bilinear: 1, area: 1, lanczos: 3 };

/** Weight of a source pixel `distance` pixels from the centre of a target pixel that stands for `scale` ≥ 1 of them. */
const weightAt = (kernel: ResampleKernel, distance: number, scale: number): number => {
  const d = Math.abs(distance);
  if (kernel === 'bilinear' || (kernel === 'area' && scale === 1)) return Math.max(0, 1 - d);
  if (kernel === 'area') return Math.max(0, Math.min(1, scale / 2 + 0.5 - d));
  return d >= 3 * scale ? 0 : sinc(d / scale) * sinc(d / (3 * scale));
};

// Beyond the border the outermost pixel goes on, as in OpenCV; its weights are gathered on it.
const tapsOf = (kernel: ResampleKernel, from: number, to: number): Taps => {
  const scale = kernel === 'bilinear' ? 1 : Math.max(1, from / to);
  const reach = REACH[kernel] * scale;
  const isLinear = kernel !== 'lanczos' && scale === 1;
  const count = Math.min(from, isLinear ? 2 : Math.ceil(2 * reach) + 2);
  const first = new Int32Array(to);
  const weights = new Float32Array(to * count);
  for (let i = 0; i < to; i++) {
    const centre = ((i + 0.5) * from) / to - 0.5;
    const begin = Math.min(from - count, Math.max(0, Math.floor(isLinear ? centre : centre - reach)));
    first[i] = begin;
    let sum = 0;
    for (let k = Math.floor(centre - reach); k <= Math.ceil(centre + reach); k++) {
      const weight = weightAt(kernel, k - centre, scale);
      if (weight === 0) continue;
      const at = i * count + Math.min(from - 1, Math.max(0, k)) - begin;
      weights[at] = weights[at]! + weight;
      sum += weight;
    }
    for (let k = 0; k < count; k++) weights[i * count + k] = weights[i * count + k]! / sum;
  }
  return { first, weights, count };
};

/** One pair of sizes; not for two calls at once. */
export class Resampler {
  readonly from: Size;
  readonly to: Size;
  readonly #across: Taps;
  readonly #down: Taps;
  /** One channel of one row of the target, at the source's width. */ readonly #line: Float32Array;

  constructor(from: Size, to: Size, kernel: ResampleKernel) {
    this.from = from;
    this.to = to;
    this.#across = tapsOf(kernel, from.width, to.width);
    this.#down = tapsOf(kernel, from.height, to.height);
    this.#line = new Float32Array(from.width);
  }

  /** Every value of the target is `value · scale + offset` of the resized source; 8-bit targets are rounded and limited. */
  run(source: PixelGrid, target: PixelGrid, scale = 1, offset = 0): void {
    for (let y = 0; y < this.to.height; y++)
      for (let c = 0; c < 3; c++) {
        this.#mixRows(source, y, c);
        const at = target.offset + y * target.row + c * target.channel;
        if (target.data instanceof Uint8Array)
          this.#toBytes(target.data, at, target.pixel, scale, offset + 0.5);
        else this.#toFloats(target.data, at, target.pixel, scale, offset);
      }
  }

  #mixRows({ data, offset, row, pixel, channel }: PixelGrid, y: number, c: number): void {
    const { first, weights, count } = this.#down;
    const line = this.#line;
    const base = offset + first[y]! * row + c * channel;
    if (count === 2) {
      const [w0, w1] = [weights[2 * y]!, weights[2 * y + 1]!];
      for (let x = 0, at = base; x < line.length; x++, at += pixel)
        line[x] = data[at]! * w0 + data[at + row]! * w1;
      return;
    }
    line.fill(0);
    for (let k = 0; k < count; k++) {
      const weight = weights[y * count + k]!;
      if (weight === 0) continue;
      for (let x = 0, at = base + k * row; x < line.length; x++, at += pixel) line[x]! += data[at]! * weight;
    }
  }

  #toBytes(data: Uint8Array, at: number, pixel: number, scale: number, offset: number): void {
    const { first, weights, count } = this.#across;
    const line = this.#line;
    for (let x = 0, to = at, w = 0; x < first.length; x++, to += pixel) {
      const begin = first[x]!;
      // Enlarging is what every frame does: two neighbours.
      let sum = line[begin]! * weights[w++]!;
      if (count === 2) sum += line[begin + 1]! * weights[w++]!;
      else for (let k = 1; k < count; k++) sum += line[begin + k]! * weights[w++]!;
      const value = sum * scale + offset;
      data[to] = value <= 0 ? 0 : value >= 255 ? 255 : value;
    }
  }

  #toFloats(data: Float32Array, at: number, pixel: number, scale: number, offset: number): void {
    const { first, weights, count } = this.#across;
    const line = this.#line;
    for (let x = 0, to = at, w = 0; x < first.length; x++, to += pixel) {
      const begin = first[x]!;
      let sum = 0;
      for (let k = 0; k < count; k++) sum += line[begin + k]! * weights[w++]!;
      data[to] = sum * scale + offset;
    }
  }
}

/** A rectangle of interleaved pixels, `left`, `top` from their first one. */
export const interleavedGrid = (
  data: Uint8Array | Float32Array,
  width: number,
  channels: number,
  left = 0,
  top = 0,
): PixelGrid => ({
  data,
  offset: (top * width + left) * channels,
  row: width * channels,
  pixel: channels,
  channel: 1,
});

/** Planes of `width`×`height`, one behind the other from `offset`; `reversed`: the last channel first (BGR). */
export const planarGrid = (
  data: Float32Array,
  { width, height }: Size,
  offset = 0,
  reversed = false,
): PixelGrid => {
  const plane = width * height;
  return {
    data,
    offset: reversed ? offset + 2 * plane : offset,
    row: width,
    pixel: 1,
    channel: reversed ? -plane : plane,
  };
};
