/** Codes frames as JPEG by the kernels, in the calling thread. Knows no other threads, no session and no video. */
import type { FrameBuffer } from '../frame-buffer.ts';
import { type Kernels, openKernels, rounded } from '../kernels/kernels.ts';
import { JPEG_TABLE_BYTES, jpegHeader, jpegTables } from './jpeg-tables.ts';

/** A block of 16×16 pixels at its worst: the longest code for every coefficient, every byte stuffed. */
const BLOCK_BYTES = 2560;

/** Room for pictures up to `capacity` pixels, counted in whole blocks, and `width` of them in a row. */
type Workspace = {
  kernels: Kernels;
  memory: Uint8Array;
  width: number;
  capacity: number;
  quality: number;
  tables: number;
  scratch: number;
  pixels: number;
  out: number;
};

const END_OF_IMAGE = Uint8Array.of(0xff, 0xd9);

const openWorkspace = (width: number, capacity: number): Workspace => {
  const scratch = width * 56 + 192;
  const pixels = capacity * 4 + 16;
  const out = (capacity / 256) * BLOCK_BYTES + 16;
  const kernels = openKernels(
    [JPEG_TABLE_BYTES, scratch, pixels, out].reduce((sum, n) => sum + rounded(n), 0),
  );
  return {
    kernels,
    memory: new Uint8Array(kernels.buffer),
    width,
    capacity,
    quality: 0,
    tables: kernels.take(JPEG_TABLE_BYTES),
    scratch: kernels.take(scratch),
    pixels: kernels.take(pixels),
    out: kernels.take(out),
  };
};

/** The frame as baseline JPEG, 4:2:0, `quality` 1..100. Alpha is dropped: the colours must already lie on a background. */
export type JpegCoder = (frame: FrameBuffer, quality: number) => Uint8Array<ArrayBuffer>;

/** A coder whose memory grows with its largest frame; what nobody has written to costs nothing. */
export const createJpegCoder = (): JpegCoder => {
  let work: Workspace | null = null;
  let header: { key: string; bytes: Uint8Array } = { key: '', bytes: new Uint8Array(0) };

  const workspaceFor = (width: number, height: number): Workspace => {
    const padded = (width + 15) & ~15;
    const capacity = padded * ((height + 15) & ~15);
    if (work === null || work.width < padded || work.capacity < capacity)
      work = openWorkspace(Math.max(padded, work?.width ?? 0), Math.max(capacity, work?.capacity ?? 0));
    return work;
  };

  const headerFor = (width: number, height: number, quality: number): Uint8Array => {
    const key = `${width} ${height} ${quality}`;
    if (header.key !== key) header = { key, bytes: jpegHeader(width, height, quality) };
    return header.bytes;
  };

  return ({ width, height, channels, data }, quality) => {
    const space = workspaceFor(width, height);
    const { kernels, memory, tables, scratch, pixels, out } = space;
    if (space.quality !== quality) {
      memory.set(jpegTables(quality), tables);
      space.quality = quality;
    }
    memory.set(data, pixels);
    const end = kernels.call.encodeScan(pixels, width, height, channels, tables, scratch, out);
    const head = headerFor(width, height, quality);
    const jpeg = new Uint8Array(head.length + end - out + 2);
    jpeg.set(head);
    jpeg.set(memory.subarray(out, end), head.length);
    jpeg.set(END_OF_IMAGE, jpeg.length - 2);
    return jpeg;
  };
};
