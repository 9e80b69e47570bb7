/** float32 ↔ float16 in the machine's byte order, as bit patterns. Knows no tensor. */
/// <reference lib="esnext.float16" />

/** The nearest float16 of each value, as bits; beyond ±65504 becomes infinite. */
export const toHalfBits = (values: Float32Array): Uint16Array =>
  new Uint16Array(new Float16Array(values).buffer);

/** The values behind float16 bits (or a Float16Array, which some runtimes give). */
export const fromHalfBits = (bits: Uint16Array | Float16Array): Float32Array =>
  Float32Array.from(
    bits instanceof Float16Array ? bits : new Float16Array(bits.buffer, bits.byteOffset, bits.length),
  );
