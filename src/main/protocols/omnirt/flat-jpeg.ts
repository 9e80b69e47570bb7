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

  /** Many zero bits: whole zero bytes need no stuffing. */
  putZeros(count: number): void {
    const inByte = Math.min(count, (8 - this.#count) % 8);
    this.put(0, inByte);
    const whole = (count - inByte) >> 3;
    for (let i = 0; i < whole; i++) this.bytes.push(0);
    this.put(0, count - inByte - whole * 8);
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

const header = (width: number, height: number): number[] => {
  const quant = (id: number, dc: number) => [id, dc, ...new Array<number>(63).fill(Math.max(1, dc * 2))];
  const jfif = [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];
  const size = [height >> 8, height & 0xff, width >> 8, width & 0xff];
  return [
    ...[0xff, 0xd8],
    ...segment(0xe0, jfif),
    ...segment(0xdb, [...quant(0, DC_QUANT.luma), ...quant(1, DC_QUANT.chroma)]),
    ...segment(0xc0, [8, ...size, 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1]),
    ...segment(0xc4, [0x00, ...LUMA_DC_COUNTS, ...DC_SIZES]),
    ...segment(0xc4, [0x10, ...AC_COUNTS, 0]),
    ...segment(0xda, [3, 1, 0x00, 2, 0x00, 3, 0x00, 0, 63, 0]),
  ];
};

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
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  for (const level of dc) putBlock(out, level);
  // Every further block repeats the level: difference 0 (code 00) and end of block (0), for three components.
  out.putZeros((blocks - 1) * 9);
  out.finish();
  const head = header(width, height);
  const bytes = new Uint8Array(head.length + out.bytes.length + 2);
  bytes.set(head, 0);
  bytes.set(out.bytes, head.length);
  bytes.set([0xff, 0xd9], bytes.length - 2);
  return bytes;
};
