/** Models are loaded only when they are what the manifest says. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadModel } from '../../../../src/main/pipeline/inference/model-store.ts';

const BYTES = Buffer.from('a model');
const ENTRY = {
  name: 'tiny',
  file: 'tiny.onnx',
  sha256: createHash('sha256').update(BYTES).digest('hex'),
  bytes: BYTES.length,
  source: 'this test',
  licence: 'CC0-1.0',
};
let dir: string;

const write = (manifest: unknown, model: Buffer | null): void => {
  writeFileSync(
    join(dir, 'manifest.json'),
    typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
  );
  if (model) writeFileSync(join(dir, 'tiny.onnx'), model);
};

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'models-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

test('gives the bytes of a model that is whole', async () => {
  write([ENTRY], BYTES);
  expect(Buffer.from(await loadModel(dir, 'tiny')).toString()).toBe('a model');
});

const flipped = Buffer.from(BYTES);
flipped[0] = 0;

test.each([
  ['no manifest', null, BYTES, 'model/missing'],
  ['not listed', [], BYTES, 'model/missing'],
  ['no file', [ENTRY], null, 'model/missing'],
  ['cut short', [ENTRY], BYTES.subarray(1), 'model/corrupt'],
  ['one byte changed', [ENTRY], flipped, 'model/corrupt'],
  ['manifest is no JSON', '{', BYTES, 'model/corrupt'],
  ['manifest leads out of the folder', [{ ...ENTRY, file: '../tiny.onnx' }], BYTES, 'model/corrupt'],
])('%s → %s', async (_why, manifest, model, code) => {
  if (manifest !== null) write(manifest, model);
  await expect(loadModel(dir, 'tiny')).rejects.toMatchObject({
    code,
    message: expect.stringContaining('Reinstall'),
  });
});
