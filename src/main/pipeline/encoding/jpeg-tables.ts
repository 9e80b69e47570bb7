/** The fixed parts of a baseline JPEG, 4:2:0: its headers, and the tables the encoder's kernel reads. Knows no pixels. */

// ITU-T T.81, annex K.1: steps of luma and chroma at quality 50, in natural order.
const LUMA_STEPS = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMA_STEPS = [
  17,
  18,
  24,
  47,
  99,
  99,
  99,
  99,
  18,
  21,
  26,
  66,
  99,
  99,
  99,
  99,
  24,
  26,
  56,
  99,
  99,
  99,
  99,
  99,
  47,
  66,
  99,
  99,
  99,
  99,
  99,
  99,
  ...Array<number>(32).fill(99),
];
const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
];

/** A Huffman table: how many codes have 1..16 bits, and their symbols in order. */
type Codes = { counts: readonly number[]; symbols: readonly number[] };

// Annex K.3: the codes nearly every JPEG uses.
const DC_SYMBOLS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const bytesOf = (hex: string): number[] => [...Buffer.from(hex, 'hex')];
const DC_LUMA: Codes = { counts: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], symbols: DC_SYMBOLS };
const DC_CHROMA: Codes = { counts: [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], symbols: DC_SYMBOLS };
const AC_LUMA: Codes = {
  counts: [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
  symbols: bytesOf(
    '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a' +
      '434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8' +
      'a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
  ),
};
const AC_CHROMA: Codes = {
  counts: [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119],
  symbols: bytesOf(
    '000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738' +
      '393a434445464748494a535455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2a3a4a5' +
      'a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa',
  ),
};

/** Steps at a quality of 1..100, scaled as the IJG's library does. */
const stepsAt = (steps: readonly number[], quality: number): number[] => {
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return steps.map(step => Math.min(255, Math.max(1, Math.floor((step * scale + 50) / 100))));
};

/** Code << 8 | length by symbol. */
const codesBySymbol = ({ counts, symbols }: Codes, size: number): Uint32Array => {
  const codes = new Uint32Array(size);
  let code = 0;
  let next = 0;
  counts.forEach((count, i) => {
    for (let k = 0; k < count; k++) codes[symbols[next++]!] = (code++ << 8) | (i + 1);
    code <<= 1;
  });
  return codes;
};

/** Bytes of the kernel's tables. */
export const JPEG_TABLE_BYTES = 512 + 64 + 64 + 2 * 4 * (16 + 256);

/** What the kernel reads at a quality of 1..100; how it is laid out stands in scripts/wasm/kernels/jpeg-scan.ts. */
export const jpegTables = (quality: number): Uint8Array => {
  const bytes = new Uint8Array(JPEG_TABLE_BYTES);
  const shares = new Float32Array(bytes.buffer, 0, 128);
  // The kernel's transform leaves a factor on each coefficient, its samples are doubled, and it goes column by column.
  const factor = (i: number): number => (i === 0 ? 1 : Math.cos((i * Math.PI) / 16) * Math.SQRT2);
  [LUMA_STEPS, CHROMA_STEPS].forEach((steps, table) => {
    stepsAt(steps, quality).forEach((step, natural) => {
      const [row, column] = [natural >> 3, natural & 7];
      shares[table * 64 + column * 8 + row] = 1 / (step * 16 * factor(row) * factor(column));
    });
  });
  ZIGZAG.forEach((natural, place) => {
    const stored = (natural & 7) * 8 + (natural >> 3);
    bytes[512 + stored] = place;
    bytes[576 + place] = stored;
  });
  const codes = [
    codesBySymbol(DC_LUMA, 16),
    codesBySymbol(AC_LUMA, 256),
    codesBySymbol(DC_CHROMA, 16),
    codesBySymbol(AC_CHROMA, 256),
  ];
  let at = 640;
  for (const table of codes) {
    bytes.set(new Uint8Array(table.buffer), at);
    at += table.byteLength;
  }
  return bytes;
};

const segment = (marker: number, body: readonly number[]): number[] => [
  0xff,
  marker,
  (body.length + 2) >> 8,
  (body.length + 2) & 255,
  ...body,
];
const word = (value: number): [number, number] => [value >> 8, value & 255];
const quantisation = (id: number, steps: readonly number[]): number[] => [id, ...ZIGZAG.map(i => steps[i]!)];
const huffman = (id: number, { counts, symbols }: Codes): number[] => [id, ...counts, ...symbols];

/** Everything before the scan, for a picture of `width`×`height` (1..65535). */
export const jpegHeader = (width: number, height: number, quality: number): Uint8Array =>
  Uint8Array.from([
    ...[0xff, 0xd8],
    // JFIF 1.1, square pixels, no thumbnail.
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xdb, quantisation(0, stepsAt(LUMA_STEPS, quality))),
    ...segment(0xdb, quantisation(1, stepsAt(CHROMA_STEPS, quality))),
    ...segment(0xc0, [8, ...word(height), ...word(width), 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]),
    ...segment(0xc4, huffman(0x00, DC_LUMA)),
    ...segment(0xc4, huffman(0x10, AC_LUMA)),
    ...segment(0xc4, huffman(0x01, DC_CHROMA)),
    ...segment(0xc4, huffman(0x11, AC_CHROMA)),
    ...segment(0xda, [3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]),
  ]);
