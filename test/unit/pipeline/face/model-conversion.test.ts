/** The shipped face models are what their script makes from the npm package, byte for byte. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../../..');

test('converting again gives the committed files and manifest entries', () => {
  const out = mkdtempSync(join(tmpdir(), 'face-models-'));
  try {
    execFileSync(process.execPath, [join(ROOT, 'scripts/models/convert-face-models.mjs'), '--out', out]);
    for (const file of ['face_det.onnx', 'face_landmark_attn.onnx']) {
      const made = readFileSync(join(out, file));
      expect(made.equals(readFileSync(join(ROOT, 'resources/models', file))), file).toBe(true);
    }
    const entries = (path: string): { name: string }[] => JSON.parse(readFileSync(path, 'utf8'));
    const shipped = entries(join(ROOT, 'resources/models/manifest.json'));
    for (const entry of entries(join(out, 'manifest.json'))) expect(shipped).toContainEqual(entry);
  } finally {
    rmSync(out, { recursive: true });
  }
});
