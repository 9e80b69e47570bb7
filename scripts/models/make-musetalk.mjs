/**
 * Writes an installed model of MuseTalk's shapes for tests and looks: four probes and their manifest.
 *
 *   node scripts/models/make-musetalk.mjs MODELS_DIR [--id musetalk-probe] [--kind tint|reveal]
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { museTalkProbe } from './musetalk-probe.mjs';

/** Puts `files` (bytes by role) as the model `id` below `modelsDir`, with its `model.json`. */
export const installMuseTalk = (modelsDir, id, files) => {
  const folder = path.join(modelsDir, id);
  mkdirSync(folder, { recursive: true });
  const parts = Object.entries(files).map(([role, bytes]) => {
    const file = `${role}.onnx`;
    writeFileSync(path.join(folder, file), bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { at: 'file', role, file, sha256, bytes: bytes.length };
  });
  const manifest = {
    id,
    kind: 'musetalk',
    label: 'Probe of MuseTalk',
    licence: 'MIT',
    source: 'scripts/models/make-musetalk.mjs',
    installedAt: '2026-11-21T00:00:00.000Z',
    parts,
  };
  writeFileSync(path.join(folder, 'model.json'), `${JSON.stringify(manifest, null, 2)}\n`);
};

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { id: { type: 'string', default: 'musetalk-probe' }, kind: { type: 'string', default: 'tint' } },
  });
  const [modelsDir] = positionals;
  if (modelsDir === undefined) throw new Error('Usage: make-musetalk.mjs MODELS_DIR [--id ID] [--kind tint]');
  installMuseTalk(modelsDir, values.id, museTalkProbe({ kind: values.kind }));
}
