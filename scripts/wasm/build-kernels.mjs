/** Compiles the kernels (AssemblyScript → WebAssembly with SIMD) into the source that carries them; `--check` only says whether that is up to date. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('./kernels/', import.meta.url));
const target = fileURLToPath(new URL('../../src/main/pipeline/kernels/kernels-binary.ts', import.meta.url));

/** The bytes of a fresh build. The same on every machine: the compiler's version is pinned by the lock file. */
const compile = async () => {
  let binary = null;
  const { error, stderr } = await asc.main(
    [
      'index.ts',
      '--outFile',
      'kernels.wasm',
      '--runtime',
      'stub',
      '--importMemory',
      '--initialMemory',
      '1',
      '--enable',
      'simd',
      '-O3',
      '--converge',
      '--noAssert',
      '--disableWarning',
      '112',
    ],
    {
      readFile: async (name, base) =>
        readFile(path.resolve(folder, base ?? '.', name), 'utf8').catch(() => null),
      writeFile: async (name, contents) => {
        if (name === 'kernels.wasm') binary = contents;
      },
      listFiles: async () => [],
    },
  );
  if (error !== null || binary === null) throw new Error(`The kernels do not compile.\n${stderr.toString()}`);
  return binary;
};

/** The source that carries the kernels, freshly built. */
export const buildKernelsSource =
  async () => `/** The kernels of scripts/wasm, compiled by scripts/wasm/build-kernels.mjs. Do not edit: \`node scripts/wasm/build-kernels.mjs\`. */

/** A WebAssembly module. */
export const KERNELS_BASE64 =
  '${Buffer.from(await compile()).toString('base64')}';
`;

const main = async () => {
  const fresh = await buildKernelsSource();
  const kept = await readFile(target, 'utf8').catch(() => '');
  if (fresh === kept) {
    process.stdout.write('The kernels are up to date.\n');
    return;
  }
  if (process.argv.includes('--check')) {
    process.stderr.write('The kernels differ from their sources: run node scripts/wasm/build-kernels.mjs.\n');
    process.exitCode = 1;
    return;
  }
  await writeFile(target, fresh);
  process.stdout.write(`${path.relative(process.cwd(), target)} written.\n`);
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
