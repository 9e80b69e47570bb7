/** Reads the 16-bit samples of a plain WAV file (44 bytes of header), for tests, benches and looks. */
import { readFileSync } from 'node:fs';

/** The samples, as they are. */
export const readPcm = (file: URL | string): Int16Array => {
  const bytes = readFileSync(file);
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length));
};
