/** Puts a network into a models folder as the model manager would, for tests, benches and looks. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InstalledModel, type ModelKind } from '../../src/shared/model-manifest.ts';

/** Writes `modelsDir/id` with a model of one ONNX file. */
export const installModel = async (
  modelsDir: string,
  { id, kind, bytes }: { id: string; kind: ModelKind; bytes: Uint8Array },
): Promise<void> => {
  const folder = path.join(modelsDir, id);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'network.onnx'), bytes);
  const manifest: InstalledModel = InstalledModel.parse({
    id,
    kind,
    label: id,
    licence: 'none: made for a test',
    source: 'scripts/models',
    installedAt: '2026-01-01T00:00:00.000Z',
    parts: [
      {
        at: 'file',
        role: 'network',
        file: 'network.onnx',
        sha256: createHash('sha256').update(bytes).digest('hex'),
        bytes: bytes.length,
      },
    ],
  });
  await writeFile(path.join(folder, 'model.json'), JSON.stringify(manifest));
};
