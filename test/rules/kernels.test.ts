/** The committed kernels are what their sources compile to. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildKernelsSource } from '../../scripts/wasm/build-kernels.mjs';
import { ROOT } from './source-files.ts';

test('a fresh build equals src/main/pipeline/kernels/kernels-binary.ts', async () => {
  const kept = await readFile(join(ROOT, 'src/main/pipeline/kernels/kernels-binary.ts'), 'utf8');
  // A boolean: the two modules side by side would fill the screen.
  expect(kept === (await buildKernelsSource()), 'run node scripts/wasm/build-kernels.mjs').toBe(true);
});
