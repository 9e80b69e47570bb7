/**
 * Makes resources/models/provider-test.onnx: a small network with the operators that matter to us (convolution, resize, matrix
 * product, softmax), by which a provider is tested against the processor. The result is the same byte for byte every time.
 *
 *   node scripts/models/build-provider-test.mjs [--out FOLDER]
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { OnnxGraph } from './onnx-graph.mjs';

const NAME = 'provider-test';
const ROOT = resolve(import.meta.dirname, '../..');

// A linear congruential generator; weights of -0.5..0.5.
const randoms = count => {
  let state = 12345;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
};

/** Takes `picture` [1, 3, 16, 16]; gives `features` [1, 8, 32, 32] and `shares` [1, 10]. */
const build = () => {
  const graph = new OnnxGraph();
  graph.input('picture', [1, 3, 16, 16]);
  const convolved = graph.node(
    'Conv',
    ['picture', graph.floats([8, 3, 3, 3], randoms(216)), graph.floats([8], randoms(8))],
    { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [1, 1] },
  );
  const rectified = graph.node('Relu', [convolved]);
  const scales = graph.floats([4], [1, 1, 2, 2]);
  graph.node(
    'Resize',
    [rectified, '', scales],
    { mode: 'linear', coordinate_transformation_mode: 'half_pixel' },
    'features',
  );
  const pooled = graph.node('GlobalAveragePool', ['features']);
  const flat = graph.node('Flatten', [pooled], { axis: 1 });
  const product = graph.node('Gemm', [
    flat,
    graph.floats([8, 10], randoms(80)),
    graph.floats([10], randoms(10)),
  ]);
  graph.node('Softmax', [product], { axis: 1 }, 'shares');
  graph.output('features', [1, 8, 32, 32]);
  graph.output('shares', [1, 10]);
  return graph.toBytes('mouthpiece');
};

const { values } = parseArgs({
  options: { out: { type: 'string', default: join(ROOT, 'resources/models') } },
});
const bytes = build();
const sha256 = createHash('sha256').update(bytes).digest('hex');
writeFileSync(join(values.out, `${NAME}.onnx`), bytes);
const manifestPath = join(values.out, 'manifest.json');
const entry = {
  name: NAME,
  file: `${NAME}.onnx`,
  sha256,
  bytes: bytes.length,
  source: 'scripts/models/build-provider-test.mjs',
  licence: 'GPL-3.0-or-later',
};
const others = JSON.parse(readFileSync(manifestPath, 'utf8')).filter(({ name }) => name !== NAME);
const manifest = [...others, entry].sort((a, b) => (a.name < b.name ? -1 : 1));
writeFileSync(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`${entry.file}  ${bytes.length} bytes  sha256 ${sha256}`);
