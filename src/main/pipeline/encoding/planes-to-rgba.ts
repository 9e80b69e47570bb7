/** Makes RGBA of the planes of a decoded film picture, by its own matrix and range. Knows no codec and no file. */

/** How the planes lie in their bytes, and what their numbers mean. */
export type FilmPlanes = {
  bytes: Uint8Array;
  /** Bits a sample: 8, or 9 to 16 in two bytes each. */ depth: number;
  planes: readonly { offset: number; stride: number }[];
  /** Chroma of half width and height, half width, or full. */ layout: 'I420' | 'I422' | 'I444';
  /** null: BT.709 from 720 rows on, else BT.601, as players take it. */ matrix: string | null;
  fullRange: boolean;
};

/** Kr and Kb of the matrices films have. */
const WEIGHTS: Readonly<Record<string, readonly [number, number]>> = {
  bt709: [0.2126, 0.0722],
  smpte170m: [0.299, 0.114],
  bt470bg: [0.299, 0.114],
  'bt2020-ncl': [0.2627, 0.0593],
};
const HD_ROWS = 720;

/** The picture as RGBA, opaque. Each chroma sample stands for its block. */
export const planesToRgba = (film: FilmPlanes, width: number, height: number): Uint8Array => {
  const { bytes, depth, planes, layout, fullRange } = film;
  const wide = depth > 8 ? 1 : 0;
  const values = wide ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1) : bytes;
  const unit = 1 / 2 ** (depth - 8);
  const matrix = film.matrix ?? (height >= HD_ROWS ? 'bt709' : 'smpte170m');
  const [kr, kb] = WEIGHTS[matrix] ?? WEIGHTS.bt709!;
  const kg = 1 - kr - kb;
  const black = fullRange ? 0 : 16 / unit;
  const lumaGain = unit * (fullRange ? 1 : 255 / 219);
  const chromaGain = unit * (fullRange ? 1 : 255 / 224);
  const grey = 128 / unit;
  const redOfV = 2 * (1 - kr) * chromaGain;
  const blueOfU = 2 * (1 - kb) * chromaGain;
  const greenOfU = ((2 * (1 - kb) * kb) / kg) * chromaGain;
  const greenOfV = ((2 * (1 - kr) * kr) / kg) * chromaGain;
  const acrossShift = layout === 'I444' ? 0 : 1;
  const downShift = layout === 'I420' ? 1 : 0;
  const [luma, u, v] = [planes[0]!, planes[1]!, planes[2]!];
  // A clamped array rounds and limits by itself.
  const out = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, o = 0; y < height; y++) {
    const row = (luma.offset + y * luma.stride) >> wide;
    const uRow = (u.offset + (y >> downShift) * u.stride) >> wide;
    const vRow = (v.offset + (y >> downShift) * v.stride) >> wide;
    for (let x = 0; x < width; x++, o += 4) {
      const light = (values[row + x]! - black) * lumaGain;
      const cb = values[uRow + (x >> acrossShift)]! - grey;
      const cr = values[vRow + (x >> acrossShift)]! - grey;
      out[o] = light + redOfV * cr;
      out[o + 1] = light - greenOfU * cb - greenOfV * cr;
      out[o + 2] = light + blueOfU * cb;
      out[o + 3] = 255;
    }
  }
  return new Uint8Array(out.buffer);
};
