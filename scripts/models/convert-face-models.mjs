/**
 * Makes the face models in resources/models from the npm package @mediapipe/face_mesh: cuts the TFLite files out of its
 * data file, rewrites them as ONNX and lists them in the manifest. The result is the same byte for byte every time.
 *
 *   node scripts/models/convert-face-models.mjs [--out FOLDER]
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readTflite } from './tflite-reader.mjs';
import { convertToOnnx } from './tflite-to-onnx.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const PACKAGE = join(ROOT, 'node_modules/@mediapipe/face_mesh');

const MODELS = [
  { name: 'face-detector', file: 'face_det.onnx', source: 'face_detection_short_range.tflite' },
  { name: 'face-landmarks', file: 'face_landmark_attn.onnx', source: 'face_landmark_with_attention.tflite' },
];

// The package's loader script says where each file lies in the data file.
const readPackedFiles = () => {
  const loader = readFileSync(join(PACKAGE, 'face_mesh_solution_packed_assets_loader.js'), 'utf8');
  const listing = /loadPackage\((\{"files".*?\})\)/s.exec(loader);
  if (!listing) throw new Error('The loader of @mediapipe/face_mesh lists no files: is it another version?');
  const data = readFileSync(join(PACKAGE, 'face_mesh_solution_packed_assets.data'));
  return new Map(
    JSON.parse(listing[1]).files.map(({ filename, start, end }) => [
      filename.split('/').at(-1),
      new Uint8Array(data.subarray(start, end)),
    ]),
  );
};

const main = () => {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: join(ROOT, 'resources/models') } },
  });
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  const packed = readPackedFiles();
  mkdirSync(values.out, { recursive: true });
  const manifestPath = join(values.out, 'manifest.json');
  const others = (existsSync(manifestPath) ? JSON.parse(readFileSync(manifestPath, 'utf8')) : []).filter(
    entry => !MODELS.some(model => model.name === entry.name),
  );
  const entries = MODELS.map(({ name, file, source }) => {
    const tflite = packed.get(source);
    if (!tflite) throw new Error(`@mediapipe/face_mesh ${version} has no ${source}.`);
    const onnx = convertToOnnx(readTflite(tflite));
    writeFileSync(join(values.out, file), onnx);
    const sha256 = createHash('sha256').update(onnx).digest('hex');
    console.log(`${file}  ${onnx.length} bytes  sha256 ${sha256}`);
    return {
      name,
      file,
      sha256,
      bytes: onnx.length,
      source: `npm @mediapipe/face_mesh@${version}, ${source}, converted by scripts/models/convert-face-models.mjs`,
      licence: 'Apache-2.0',
    };
  });
  const manifest = [...others, ...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
  writeFileSync(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
};

main();
