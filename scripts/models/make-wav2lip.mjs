/**
 * Writes a network of Wav2Lip's shape for tests, benches and looks: random weights in the true architecture, or a probe.
 *
 *   node scripts/models/make-wav2lip.mjs OUT.onnx [--kind random|echo|reveal|tint] [--size 96] [--divide 1]
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { wav2LipNetwork } from './wav2lip-network.mjs';
import { wav2LipProbe } from './wav2lip-probe.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kind: { type: 'string', default: 'random' },
    size: { type: 'string', default: '96' },
    divide: { type: 'string', default: '1' },
  },
});
const [out] = positionals;
if (out === undefined)
  throw new Error('Usage: make-wav2lip.mjs OUT.onnx [--kind random] [--size 96] [--divide 1]');
const bytes =
  values.kind === 'random'
    ? wav2LipNetwork({ divide: Number(values.divide) })
    : wav2LipProbe({ kind: values.kind, size: Number(values.size) });
writeFileSync(out, bytes);
console.log(`${out}  ${bytes.length} bytes`);
