/** Reads float32 arrays written by numpy. Knows no other type. */
import { readFileSync } from 'node:fs';

/** The values (row-major) and the shape. */
export const readNpy = (file: URL): { shape: number[]; data: Float32Array } => {
  const bytes = readFileSync(file);
  const end = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, end);
  if (!header.includes("'<f4'") || !header.includes("'fortran_order': False"))
    throw new Error(`Not float32 in rows: ${header}`);
  const shape = /'shape': \(([^)]*)\)/.exec(header)![1]!.split(',').map(Number);
  const data = new Float32Array(bytes.buffer.slice(bytes.byteOffset + end, bytes.byteOffset + bytes.length));
  return { shape: shape.filter(size => size > 0), data };
};
