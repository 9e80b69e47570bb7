/** Encodes frames as JPEG by the kernels, in the calling thread. Knows no other threads, no session and no video. */
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

// One for the thread: encoding never waits in the middle. Memory nobody has written to costs nothing.
let workspace: Workspace | null = null;
let header: { key: string; bytes: Uint8Array } = { key: '', bytes: new Uint8Array(0) };

const workspaceFor = (width: number, height: number): Workspace => {
  const padded = (width + 15) & ~15;
  const capacity = padded * ((height + 15) & ~15);
  if (workspace === null || workspace.width < padded || workspace.capacity < capacity)
    workspace = openWorkspace(
      Math.max(padded, workspace?.width ?? 0),
      Math.max(capacity, workspace?.capacity ?? 0),
    );
  return workspace;
};

const headerFor = (width: number, height: number, quality: number): Uint8Array => {
  const key = `${width} ${height} ${quality}`;
  if (header.key !== key) header = { key, bytes: jpegHeader(width, height, quality) };
  return header.bytes;
};

/**
 * The frame as baseline JPEG, 4:2:0, `quality` 1..100. Alpha is dropped (the colours of a transparent frame must already lie
 * on a background).
 */
export const encodeJpegHere = (frame: FrameBuffer, quality: number): Uint8Array<ArrayBuffer> => {
  const { width, height, channels, data } = frame;
  const work = workspaceFor(width, height);
  const { kernels, memory, tables, scratch, pixels, out } = work;
  if (work.quality !== quality) {
    memory.set(jpegTables(quality), tables);
    work.quality = quality;
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
