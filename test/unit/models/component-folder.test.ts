/** The CUDA component from a small file server: loaded whole or not at all, checked, removed; nothing without its licence. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CudaComponent, parseComponent } from '../../../src/main/models/component-folder.ts';
import { licenceKey } from '../../../src/main/models/licences.ts';
import { systemClock } from '../../../src/main/system-clock.ts';
import type { ComponentManifest } from '../../../src/shared/component-manifest.ts';
import { type FileServer, startFileServer } from '../../support/file-server.ts';

const LIBRARY = new Uint8Array(50_000).map((_, i) => i % 251);
const sha256 = createHash('sha256').update(LIBRARY).digest('hex');

let server: FileServer;
let modelsDir = '';
let cuda: CudaComponent;
let manifest: ComponentManifest;
const never = new AbortController().signal;

beforeEach(async () => {
  server = await startFileServer(LIBRARY);
  modelsDir = await mkdtemp(path.join(os.tmpdir(), 'mouthpiece-cuda-'));
  cuda = new CudaComponent({
    modelsDir,
    clock: systemClock,
    now: () => new Date(0),
    system: { platform: 'linux', arch: 'x64' },
    freeBytes: async () => 1e9,
    limits: { backOffMs: 1, stallMs: 200, attempts: 2, reserveBytes: 0 },
  });
  const file = { url: server.url, sha256, bytes: LIBRARY.length };
  manifest = {
    format: 1,
    component: 'cuda',
    version: '12.9',
    platform: 'linux',
    arch: 'x64',
    licence: 'Read me.',
    files: [
      { ...file, file: 'libonnxruntime_providers_cuda.so' },
      { ...file, file: 'libcudart.so.12', url: `${server.url}?2` },
    ],
  };
});
afterEach(async () => {
  await server.close();
  await rm(modelsDir, { recursive: true, force: true });
});

const accept = licenceKey('Read me.');

test('is loaded, checked and removed', async () => {
  const seen: number[] = [];
  await cuda.install(manifest, accept, ({ bytesDone }) => seen.push(bytesDone), never);
  expect(seen.at(-1)).toBe(2 * LIBRARY.length);
  expect((await readdir(cuda.path)).sort()).toEqual([
    'component.json',
    'libcudart.so.12',
    'libonnxruntime_providers_cuda.so',
  ]);
  expect(await cuda.installed()).toEqual(manifest);
  expect(await cuda.verify()).toBeNull();
  const bytes = await readFile(path.join(cuda.path, 'libcudart.so.12'));
  bytes[7] = 0;
  await writeFile(path.join(cuda.path, 'libcudart.so.12'), bytes);
  expect(await cuda.verify()).toBe('libcudart.so.12 was changed.');
  await cuda.remove();
  expect(await cuda.installed()).toBeNull();
  expect(await cuda.verify()).toMatch(/not installed/);
});

test('asks for its licence before it asks the server', async () => {
  await expect(cuda.install(manifest, null, () => {}, never)).rejects.toMatchObject({
    code: 'model/licence-needed',
    details: { licence: 'Read me.' },
  });
  expect(server.requests).toEqual([]);
});

test('a file that is not the one named leaves what was there', async () => {
  await cuda.install(manifest, accept, () => {}, never);
  const other = { ...manifest, version: '13', files: [{ ...manifest.files[0]!, sha256: 'a'.repeat(64) }] };
  await expect(cuda.install(other, accept, () => {}, never)).rejects.toMatchObject({
    code: 'model/hash-mismatch',
  });
  expect(await cuda.verify()).toBeNull();
  expect((await cuda.installed())?.version).toBe('12.9');
});

test('is refused for another system and where the disk is full', async () => {
  await expect(cuda.install({ ...manifest, arch: 'arm64' }, accept, () => {}, never)).rejects.toThrow(
    /linux arm64/,
  );
  const full = new CudaComponent({
    modelsDir,
    clock: systemClock,
    now: () => new Date(0),
    system: { platform: 'linux', arch: 'x64' },
    freeBytes: async () => 10,
  });
  await expect(full.install(manifest, accept, () => {}, never)).rejects.toMatchObject({
    code: 'model/no-space',
  });
});

test('a manifest with a path in a name, or none at all, is refused by field', () => {
  const bad = { ...manifest, files: [{ ...manifest.files[0]!, file: '../x.so' }] };
  expect(() => parseComponent(JSON.stringify(bad))).toThrow(/files.0.file/);
  expect(() => parseComponent('{')).toThrow(/no manifest/);
});
