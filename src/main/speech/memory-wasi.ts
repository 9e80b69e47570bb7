/**
 * The few WASI preview-1 calls that a command-line program compiled to WebAssembly needs, over files in memory.
 * Gives the program no clock but this one, no disk, no environment. Knows no speech.
 */

import { type WasmMemory, type WasmModule, webAssembly } from './web-assembly.ts';

/** Result of one run. `files` are those the program opened in `/out`, by name. */
export type WasiResult = { exitCode: number; stdout: string; files: ReadonlyMap<string, Uint8Array> };

const SUCCESS = 0;
const BAD_DESCRIPTOR = 8;
const NOT_SUPPORTED = 58;
const OUT_FOLDER = '/out';
const OUT_DESCRIPTOR = 3;
const CHARACTER_DEVICE = 2;
const REGULAR_FILE = 4;
const DIRECTORY = 3;

class ExitSignal extends Error {
  readonly code: number;
  constructor(code: number) {
    super('exit');
    this.code = code;
  }
}

/** A growing file with a position. */
class MemoryFile {
  #bytes = new Uint8Array(65_536);
  #size = 0;
  #position = 0;

  get content(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }
  write(piece: Uint8Array): void {
    const end = this.#position + piece.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(piece, this.#position);
    this.#position = end;
    this.#size = Math.max(this.#size, end);
  }
  read(into: Uint8Array): number {
    const piece = this.content.subarray(this.#position, this.#position + into.length);
    into.set(piece);
    this.#position += piece.length;
    return piece.length;
  }
  seek(offset: number, whence: number): number {
    this.#position = Math.max(0, offset + (whence === 0 ? 0 : whence === 1 ? this.#position : this.#size));
    return this.#position;
  }
}

/** The calls, bound to one run. */
const createCalls = (memory: () => WasmMemory, args: readonly string[], files: Map<string, MemoryFile>) => {
  const encoded = args.map(arg => new TextEncoder().encode(`${arg}\0`));
  const open = new Map<number, MemoryFile>([
    [1, new MemoryFile()],
    [2, new MemoryFile()],
  ]);
  const stdout = open.get(1)!;
  let nextDescriptor = OUT_DESCRIPTOR + 1;
  const view = (): DataView => new DataView(memory().buffer);
  const bytes = (at: number, size: number): Uint8Array => new Uint8Array(memory().buffer, at, size);
  /** Runs `each` on every buffer of a scatter list and stores the sum. */
  const overBuffers = (
    list: number,
    count: number,
    total: number,
    each: (buffer: Uint8Array) => number,
  ): void => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      sum += each(bytes(view().getUint32(list + 8 * i, true), view().getUint32(list + 8 * i + 4, true)));
    }
    view().setUint32(total, sum, true);
  };
  const calls = {
    args_sizes_get(count: number, size: number): number {
      view().setUint32(count, encoded.length, true);
      view().setUint32(
        size,
        encoded.reduce((sum, arg) => sum + arg.length, 0),
        true,
      );
      return SUCCESS;
    },
    args_get(pointers: number, buffer: number): number {
      let at = buffer;
      encoded.forEach((arg, i) => {
        view().setUint32(pointers + 4 * i, at, true);
        bytes(at, arg.length).set(arg);
        at += arg.length;
      });
      return SUCCESS;
    },
    clock_time_get(_clock: number, _precision: bigint, result: number): number {
      view().setBigUint64(result, BigInt(Date.now()) * 1_000_000n, true);
      return SUCCESS;
    },
    fd_close(descriptor: number): number {
      return open.delete(descriptor) ? SUCCESS : BAD_DESCRIPTOR;
    },
    fd_fdstat_get(descriptor: number, result: number): number {
      if (descriptor > OUT_DESCRIPTOR && !open.has(descriptor)) return BAD_DESCRIPTOR;
      const type =
        descriptor < OUT_DESCRIPTOR
          ? CHARACTER_DEVICE
          : descriptor === OUT_DESCRIPTOR
            ? DIRECTORY
            : REGULAR_FILE;
      bytes(result, 24).fill(0);
      view().setUint8(result, type);
      // All rights: this file system has nothing to protect.
      view().setBigUint64(result + 8, 0x1fff_ffffn, true);
      view().setBigUint64(result + 16, 0x1fff_ffffn, true);
      return SUCCESS;
    },
    fd_fdstat_set_flags: (): number => SUCCESS,
    fd_prestat_get(descriptor: number, result: number): number {
      if (descriptor !== OUT_DESCRIPTOR) return BAD_DESCRIPTOR;
      view().setUint32(result, 0, true);
      view().setUint32(result + 4, OUT_FOLDER.length, true);
      return SUCCESS;
    },
    fd_prestat_dir_name(descriptor: number, path: number, size: number): number {
      if (descriptor !== OUT_DESCRIPTOR) return BAD_DESCRIPTOR;
      bytes(path, size).set(new TextEncoder().encode(OUT_FOLDER).subarray(0, size));
      return SUCCESS;
    },
    fd_read(descriptor: number, list: number, count: number, total: number): number {
      const file = open.get(descriptor);
      if (!file || descriptor < OUT_DESCRIPTOR) return BAD_DESCRIPTOR;
      overBuffers(list, count, total, buffer => file.read(buffer));
      return SUCCESS;
    },
    fd_write(descriptor: number, list: number, count: number, total: number): number {
      const file = open.get(descriptor);
      if (!file) return BAD_DESCRIPTOR;
      overBuffers(list, count, total, buffer => {
        file.write(buffer);
        return buffer.length;
      });
      return SUCCESS;
    },
    fd_seek(descriptor: number, offset: bigint, whence: number, result: number): number {
      const file = open.get(descriptor);
      if (!file || descriptor < OUT_DESCRIPTOR) return BAD_DESCRIPTOR;
      view().setBigUint64(result, BigInt(file.seek(Number(offset), whence)), true);
      return SUCCESS;
    },
    path_open(...args: readonly (number | bigint)[]): number {
      const [folder, , path, length] = args.map(Number);
      if (folder !== OUT_DESCRIPTOR) return NOT_SUPPORTED;
      const file = new MemoryFile();
      files.set(new TextDecoder().decode(bytes(path!, length!).slice()), file);
      const descriptor = nextDescriptor++;
      open.set(descriptor, file);
      view().setUint32(Number(args[8]), descriptor, true);
      return SUCCESS;
    },
    proc_exit(code: number): never {
      throw new ExitSignal(code);
    },
  };
  return { calls, stdout };
};

/** Runs a compiled command with `args` (the program's name first) to its end, on this thread. Traps are thrown as they are. */
export const runWasiCommand = async (command: WasmModule, args: readonly string[]): Promise<WasiResult> => {
  const files = new Map<string, MemoryFile>();
  let memory: WasmMemory | null = null;
  const { calls, stdout } = createCalls(() => memory!, args, files);
  const instance = await webAssembly.instantiate(command, { wasi_snapshot_preview1: calls });
  memory = instance.exports.memory;
  let exitCode = 0;
  try {
    instance.exports._start();
  } catch (error) {
    if (!(error instanceof ExitSignal)) throw error;
    exitCode = error.code;
  }
  const contents = new Map([...files].map(([name, file]) => [name, file.content]));
  return { exitCode, stdout: new TextDecoder().decode(stdout.content), files: contents };
};
