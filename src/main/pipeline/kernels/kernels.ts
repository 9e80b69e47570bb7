/** The compiled kernels (scripts/wasm) and the memory they work in. Knows no pictures: whoever takes memory says what lies in it. */
import { KERNELS_BASE64 } from './kernels-binary.ts';

/** What scripts/wasm/kernels/index.ts exports; addresses are bytes in the memory. */
export type KernelCalls = {
  drawLayer(
    frame: number,
    width: number,
    height: number,
    channels: number,
    texels: number,
    texWidth: number,
    texHeight: number,
    at: number,
    rest: number,
    uv: number,
    quads: number,
    count: number,
    always: number,
    blended: number,
  ): void;
  movePoints(
    at: number,
    rest: number,
    fields: number,
    pairs: number,
    coefficients: number,
    count: number,
  ): void;
  boundsOf(at: number, pairs: number, into: number): void;
  moveRigidly(
    at: number,
    share: number,
    pairs: number,
    sin: number,
    cosLess: number,
    shiftX: number,
    shiftY: number,
    pivotX: number,
    pivotY: number,
  ): void;
  copyBox(
    into: number,
    from: number,
    width: number,
    channels: number,
    left: number,
    top: number,
    right: number,
    bottom: number,
  ): void;
  enlarge(
    into: number,
    from: number,
    width: number,
    channels: number,
    left: number,
    top: number,
    columns: number,
    rows: number,
  ): void;
  fitSpline(
    x: number,
    y: number,
    count: number,
    values: number,
    columns: number,
    stiffness: number,
    matrix: number,
    pitch: number,
  ): void;
  evaluateSpline(
    x: number,
    y: number,
    count: number,
    coefficients: number,
    columns: number,
    at: number,
    places: number,
    weights: number,
    into: number,
  ): void;
  fillPlanes(
    pixels: number,
    width: number,
    height: number,
    channels: number,
    weights: number,
    lumaOffset: number,
    chromaOffset: number,
    into: number,
  ): void;
  encodeScan(
    pixels: number,
    width: number,
    height: number,
    channels: number,
    tables: number,
    scratch: number,
    out: number,
  ): number;
};

/** Kernels with a memory of fixed size; it lives as long as anybody holds a view of it. */
export type Kernels = {
  readonly call: KernelCalls;
  readonly buffer: ArrayBuffer;
  /** Address of `bytes` more of the memory, 16-byte aligned and zeroed. It is never given back. */
  take(bytes: number): number;
};

const PAGE = 65_536;
/** Below this lie the kernels' own constants. */
const HEAP = 1024;

let module: WebAssembly.Module | null = null;

/** Rounds a size up to what `take` uses of the memory. */
export const rounded = (bytes: number): number => (bytes + 15) & ~15;

/**
 * Kernels with room for `bytes` (a sum of `rounded` sizes). Compiles on first use.
 * @throws RangeError when the machine has no such memory left.
 */
export const openKernels = (bytes: number): Kernels => {
  module ??= new WebAssembly.Module(Buffer.from(KERNELS_BASE64, 'base64'));
  const memory = new WebAssembly.Memory({ initial: Math.ceil((HEAP + bytes) / PAGE) });
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  let next = HEAP;
  return {
    call: instance.exports as KernelCalls,
    buffer: memory.buffer,
    take: size => {
      const at = next;
      next += rounded(size);
      if (next > memory.buffer.byteLength) throw new RangeError('More memory taken than was asked for.');
      return at;
    },
  };
};
