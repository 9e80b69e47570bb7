/** The part of the WebAssembly interface used by the voices: Node has it, Node's types leave it to the DOM's. */

/** A compiled module; opaque. */
export type WasmModule = { readonly kind?: 'wasm-module' };

/** A module's linear memory; `buffer` is replaced whenever the memory grows. */
export type WasmMemory = { readonly buffer: ArrayBuffer };

/** What a WASI command exports. */
export type WasmCommandExports = { memory: WasmMemory; _start(): void };

/** Imports by module and name. */
export type WasmImports = Readonly<Record<string, Readonly<Record<string, (...args: never[]) => unknown>>>>;

/** Node's own WebAssembly. */
export const webAssembly: {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  instantiate(module: WasmModule, imports: WasmImports): Promise<{ exports: WasmCommandExports }>;
} = Reflect.get(globalThis, 'WebAssembly' as string);
