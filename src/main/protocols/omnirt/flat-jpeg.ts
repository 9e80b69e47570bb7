/** Writes a baseline JPEG of one flat colour: only DC coefficients, so no transform is needed. For the `fake` runtime; decodes no picture. */

/** Annex K luminance and chrominance quantisation at DC (16 and 17) scaled to quality 85, as libjpeg does: (q·30 + 50) / 100. */
const DC_QUANT = { luma: 5, chroma: 5 } as const;

// DC difference sizes 0..11 coded by canonical Huffman codes of Annex K.3 (number of codes of each length 1..16, then the values).
const LUMA_DC_COUNTS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const DC_SIZES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
// The only AC symbol ever written is end-of-block: a table of one one-bit code.
const AC_COUNTS = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

type HuffmanCode = { bits: number; length: number };

const dcCodes = (): HuffmanCode[] => {
  const codes: HuffmanCode[] = [];
  let bits = 0;
  LUMA_DC_COUNTS.forEach((count, index) => {
    for (let i = 0; i < count; i++) codes.push({ bits: bits++, length: index + 1 });
    bits <<= 1;
  });
  return codes;
};
const DC_CODES = dcCodes();

class BitWriter {
  readonly bytes: number[] = [];
  #held = 0;
  #count = 0;

  put(bits: number, length: number): void {
    for (let i = length - 1; i >= 0; i--) {
      this.#held = (this.#held << 1) | ((bits >> i) & 1);
      if (++this.#count === 8) this.#flushByte();
    }
  }

  /** Bits that the last byte has no place for yet; 0 when it is whole. */
  get missing(): number {
    return (8 - this.#count) % 8;
  }

  finish(): void {
    while (this.#count !== 0) this.put(1, 1);
  }

  #flushByte(): void {
    this.bytes.push(this.#held);
    if (this.#held === 0xff) this.bytes.push(0); // a 0xFF in the data is followed by a stuffed 0
    this.#held = 0;
    this.#count = 0;
  }
}

const putBlock = (out: BitWriter, difference: number): void => {
  const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
  const code = DC_CODES[size]!;
  out.put(code.bits, code.length);
  if (size > 0) out.put(difference > 0 ? difference : difference + (1 << size) - 1, size);
  out.put(0, 1); // end of block
};

const segment = (marker: number, body: readonly number[]): number[] => {
  const length = body.length + 2;
  return [0xff, marker, length >> 8, length & 0xff, ...body];
};

const quantTable = (id: number, dc: number): number[] => [
  id,
  dc,
  ...new Array<number>(63).fill(Math.max(1, dc * 2)),
];
const JFIF = [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];
const NO_SIZE = [0, 0, 0, 0];

/** All of a file but its size, which is four bytes at SIZE_AT, and its data. */
const HEADER = Uint8Array.from([
  ...[0xff, 0xd8],
  ...segment(0xe0, JFIF),
  ...segment(0xdb, [...quantTable(0, DC_QUANT.luma), ...quantTable(1, DC_QUANT.chroma)]),
  ...segment(0xc0, [8, ...NO_SIZE, 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1]),
  ...segment(0xc4, [0x00, ...LUMA_DC_COUNTS, ...DC_SIZES]),
  ...segment(0xc4, [0x10, ...AC_COUNTS, 0]),
  ...segment(0xda, [3, 1, 0x00, 2, 0x00, 3, 0x00, 0, 63, 0]),
]);
const SIZE_AT = 2 + 18 + 134 + 5; // after the start, JFIF, the two tables, and the frame's marker, length and depth

/** A JPEG (4:4:4, quality 85) of `width`×`height` px, 1..65535 each, of one sRGB colour (0..255 each). */
export const flatJpeg = (
  width: number,
  height: number,
  rgb: readonly [number, number, number],
): Uint8Array => {
  const [r, g, b] = rgb;
  // Rounded before the transform, as libjpeg does: the colours come out equal to the reference's.
  const luma = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
  const blue = Math.round(-0.168736 * r - 0.331264 * g + 0.5 * b + 128);
  const red = Math.round(0.5 * r - 0.418688 * g - 0.081312 * b + 128);
  // The DC coefficient of a flat 8×8 block is eight times its level.
  const dc = [
    Math.round(((luma - 128) * 8) / DC_QUANT.luma),
    Math.round(((blue - 128) * 8) / DC_QUANT.chroma),
    Math.round(((red - 128) * 8) / DC_QUANT.chroma),
  ];
  const out = new BitWriter();
  for (const level of dc) putBlock(out, level);
  // Every further block repeats the level: difference 0 (code 00) and end of block (0), for three components. Whole bytes of
  // zeros need no stuffing and are what a fresh array holds.
  const zeros = (Math.ceil(width / 8) * Math.ceil(height / 8) - 1) * 9;
  const inByte = Math.min(zeros, out.missing);
  out.put(0, inByte);
  const after = zeros - inByte;
  if (after === 0) out.finish();
  const zerosAt = HEADER.length + out.bytes.length;
  const endAt = zerosAt + Math.ceil(after / 8);
  const bytes = new Uint8Array(endAt + 2);
  bytes.set(HEADER, 0);
  bytes.set([height >> 8, height & 0xff, width >> 8, width & 0xff], SIZE_AT);
  bytes.set(out.bytes, HEADER.length);
  if (after % 8 !== 0) bytes[endAt - 1] = 0xff >> (after % 8); // filled up with ones
  bytes.set([0xff, 0xd9], endAt);
  return bytes;
};
