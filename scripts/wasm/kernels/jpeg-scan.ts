/** The one scan of a baseline JPEG, 4:2:0: Huffman codes of quantised blocks. Knows no headers and builds no tables. */
import { convertRows, transformBlock } from './jpeg-blocks';
import { blueGreenOf, redGreenOf } from './pixels';

// What lies where in the tables: f32 shares (luma, chroma), place of a coefficient in zigzag order and back, Huffman codes
// (code << 8 | length) by symbol: DC and AC of luma, then of chroma.
const SHARES: usize = 0;
const ZIGZAG_OF: usize = 512;
const AT_ZIGZAG: usize = 576;
const LUMA_CODES: usize = 640;
const CHROMA_CODES: usize = LUMA_CODES + 4 * (16 + 256);
const AC_CODES: usize = 64;

// The bits not yet written, newest lowest, and where they will go.
let pending: u64 = 0;
let pendingCount: i32 = 0;
let output: usize = 0;

/** Writes the oldest 32 of the pending bits; a byte of all ones is followed by a zero. */
function writeWord(word: u32, out: usize): usize {
  if (((~word - 0x01010101) & word & 0x80808080) === 0) {
    store<u32>(out, bswap<u32>(word));
    return out + 4;
  }
  for (let shift = 24; shift >= 0; shift -= 8) {
    const byte = (word >> shift) & 255;
    store<u8>(out++, <u8>byte);
    if (byte === 255) store<u8>(out++, 0);
  }
  return out;
}

/** Codes one block whose coefficients (column by column) lie at `block`; `mask` says which are not 0. */
function writeBlock(block: usize, mask: u64, tables: usize, codes: usize, before: i32): void {
  let bits = pending;
  let count = pendingCount;
  let out = output;
  const difference = <i32>load<i16>(block) - before;
  let sign = difference >> 31;
  let size = 32 - clz<i32>((difference ^ sign) - sign);
  let code = load<u32>(codes + ((<usize>size) << 2));
  let length = <i32>(code & 255);
  bits = (((bits << length) | (code >> 8)) << size) | <u64>((difference + sign) & ((1 << size) - 1));
  count += length + size;
  if (count >= 32) {
    count -= 32;
    out = writeWord(<u32>(bits >> count), out);
  }
  // The same bits in zigzag order.
  let rest = mask & ~1;
  let order: u64 = 0;
  while (rest !== 0) {
    order |= 1 << (<u64>load<u8>(tables + ZIGZAG_OF + <usize>ctz<u64>(rest)));
    rest &= rest - 1;
  }
  const ac = codes + AC_CODES;
  let last = 0;
  while (order !== 0) {
    const at = <i32>ctz<u64>(order);
    order &= order - 1;
    let run = at - last - 1;
    last = at;
    while (run > 15) {
      code = load<u32>(ac + (0xf0 << 2));
      bits = (bits << (code & 255)) | (code >> 8);
      count += code & 255;
      if (count >= 32) {
        count -= 32;
        out = writeWord(<u32>(bits >> count), out);
      }
      run -= 16;
    }
    const value = <i32>load<i16>(block + ((<usize>load<u8>(tables + AT_ZIGZAG + <usize>at)) << 1));
    sign = value >> 31;
    size = 32 - clz<i32>((value ^ sign) - sign);
    code = load<u32>(ac + ((<usize>((run << 4) | size)) << 2));
    length = <i32>(code & 255);
    bits = (((bits << length) | (code >> 8)) << size) | <u64>((value + sign) & ((1 << size) - 1));
    count += length + size;
    if (count >= 32) {
      count -= 32;
      out = writeWord(<u32>(bits >> count), out);
    }
  }
  if (last !== 63) {
    code = load<u32>(ac);
    bits = (bits << (code & 255)) | (code >> 8);
    count += code & 255;
    if (count >= 32) {
      count -= 32;
      out = writeWord(<u32>(bits >> count), out);
    }
  }
  pending = bits;
  pendingCount = count;
  output = out;
}

/** A row of pixels, its last one repeated up to `padded`, at `into`. */
function padRow(into: usize, row: usize, width: i32, padded: i32, channels: usize): void {
  const bytes = <usize>width * channels;
  memory.copy(into, row, bytes);
  for (let x = width; x < padded; x++)
    memory.copy(into + <usize>x * channels, row + bytes - channels, channels);
}

/**
 * Codes a picture (`channels` 3 or 4 bytes a pixel, readable 16 bytes beyond its end) and returns where the scan ends.
 * `scratch` needs 56 bytes a padded pixel of width and 192 more; `out` 2,560 a block of 16×16.
 */
export function encodeScan(
  pixels: usize,
  width: i32,
  height: i32,
  channels: usize,
  tables: usize,
  scratch: usize,
  out: usize,
): usize {
  const padded = (width + 15) & ~15;
  const step = channels << 2;
  const redGreen = redGreenOf(channels);
  const blueGreen = blueGreenOf(channels);
  const block = scratch;
  const luma = scratch + 128;
  const lumaPitch = (<usize>padded) << 1;
  const blue = luma + 16 * lumaPitch;
  const chromaPitch = <usize>padded;
  const red = blue + 8 * chromaPitch;
  const spare0 = red + 8 * chromaPitch;
  const spare1 = spare0 + <usize>padded * 4 + 16;
  const pitch = <usize>width * channels;
  const lumaCodes = tables + LUMA_CODES;
  const chromaCodes = tables + CHROMA_CODES;
  const chromaShares = tables + SHARES + 256;
  pending = 0;
  pendingCount = 0;
  output = out;
  let y = 0;
  let cb = 0;
  let cr = 0;
  for (let top = 0; top < height; top += 16) {
    for (let row = 0; row < 16; row += 2) {
      let row0 = pixels + <usize>min<i32>(top + row, height - 1) * pitch;
      let row1 = pixels + <usize>min<i32>(top + row + 1, height - 1) * pitch;
      if (padded !== width) {
        padRow(spare0, row0, width, padded, channels);
        padRow(spare1, row1, width, padded, channels);
        row0 = spare0;
        row1 = spare1;
      }
      const at = luma + <usize>row * lumaPitch;
      const half = <usize>(row >> 1) * chromaPitch;
      convertRows(row0, row1, padded, step, redGreen, blueGreen, at, at + lumaPitch, blue + half, red + half);
    }
    for (let left = 0; left < padded; left += 16) {
      for (let k: usize = 0; k < 4; k++) {
        const samples = luma + (k >> 1) * 8 * lumaPitch + ((<usize>left) << 1) + ((k & 1) << 4);
        const mask = transformBlock(samples, lumaPitch, tables + SHARES, block);
        writeBlock(block, mask, tables, lumaCodes, y);
        y = load<i16>(block);
      }
      let mask = transformBlock(blue + <usize>left, chromaPitch, chromaShares, block);
      writeBlock(block, mask, tables, chromaCodes, cb);
      cb = load<i16>(block);
      mask = transformBlock(red + <usize>left, chromaPitch, chromaShares, block);
      writeBlock(block, mask, tables, chromaCodes, cr);
      cr = load<i16>(block);
    }
  }
  // The last byte is filled up with ones.
  const fill = (32 - pendingCount) & 31;
  const word = <u32>((pending << fill) | (((<u64>1) << fill) - 1));
  const used = (pendingCount + 7) >> 3;
  for (let i = 0; i < used; i++) {
    const byte = (word >> (24 - 8 * i)) & 255;
    store<u8>(output++, <u8>byte);
    if (byte === 255) store<u8>(output++, 0);
  }
  return output;
}
