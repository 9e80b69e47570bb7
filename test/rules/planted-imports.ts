/** One forbidden import for each dependency rule, as a file to be planted in a copy of the sources. */

/** `files` are written into the copy; the rule must then be broken by the first of them. */
export type Planted = { rule: string; files: Readonly<Record<string, string>> };

const importing = (from: string, what: string): Readonly<Record<string, string>> => ({
  [from]: `import * as planted from '${what}';\nexport const taken = planted;\n`,
});

/** In the order of .dependency-cruiser.cjs. */
export const PLANTED: readonly Planted[] = [
  { rule: 'shared-is-pure', files: importing('src/shared/planted-node.ts', 'node:fs') },
  { rule: 'page-knows-shared', files: importing('src/renderer/planted-main.ts', '../main/config.ts') },
  { rule: 'preload-knows-shared', files: importing('src/preload/planted-main.ts', '../main/config.ts') },
  { rule: 'page-has-no-node', files: importing('src/renderer/planted-node.ts', 'node:path') },
  { rule: 'pipeline-stands-alone', files: importing('src/main/pipeline/planted-config.ts', '../config.ts') },
  { rule: 'engine-stands-alone', files: importing('src/main/engine/planted-config.ts', '../config.ts') },
  { rule: 'speech-stands-alone', files: importing('src/main/speech/planted-config.ts', '../config.ts') },
  {
    rule: 'protocols-know-contracts',
    files: importing('src/main/protocols/planted/a-config.ts', '../../config.ts'),
  },
  {
    rule: 'protocols-take-engine-types',
    files: importing('src/main/protocols/planted/b-engine.ts', '../../engine/session.ts'),
  },
  {
    rule: 'protocols-ignore-each-other',
    files: {
      ...importing('src/main/protocols/planted/c-other.ts', '../planted-too/wire.ts'),
      'src/main/protocols/planted-too/wire.ts': 'export const word = 1;\n',
    },
  },
  {
    rule: 'gateway-knows-front-ends',
    files: importing('src/main/gateway/planted-config.ts', '../config.ts'),
  },
  {
    rule: 'upstreams-know-front-ends',
    files: importing('src/main/upstreams/planted-config.ts', '../config.ts'),
  },
  { rule: 'store-stands-alone', files: importing('src/main/store/planted-config.ts', '../config.ts') },
  { rule: 'models-stand-alone', files: importing('src/main/models/planted-config.ts', '../config.ts') },
  {
    rule: 'studio-server-knows-contracts',
    files: importing('src/main/studio-server/planted-config.ts', '../config.ts'),
  },
  {
    rule: 'store-hides-sqlite',
    files: {
      ...importing('src/main/outputs/planted-store.ts', '../store/sqlite/planted.ts'),
      'src/main/store/sqlite/planted.ts': 'export const table = 1;\n',
    },
  },
  { rule: 'desktop-knows-host', files: importing('src/main/desktop/planted-log.ts', '../process-log.ts') },
  {
    rule: 'command-line-without-desktop',
    files: {
      'src/main/cli.ts': "import './planted-way.ts';\n",
      ...importing('src/main/planted-way.ts', './desktop/page-policy.ts'),
    },
  },
  {
    rule: 'main-without-pipeline',
    files: {
      'src/main/index.ts': "import './planted-path.ts';\n",
      ...importing('src/main/planted-path.ts', './pipeline/frame-buffer.ts'),
    },
  },
  { rule: 'electron-in-desktop', files: importing('src/main/gateway/planted-electron.ts', 'electron') },
  { rule: 'updater-in-desktop', files: importing('src/main/gateway/planted-updater.ts', 'electron-updater') },
  { rule: 'ws-in-gateway', files: importing('src/main/outputs/planted-ws.ts', 'ws') },
  {
    rule: 'onnx-in-inference',
    files: importing('src/main/pipeline/face/planted-onnx.ts', 'onnxruntime-node'),
  },
  {
    rule: 'grpc-in-inference',
    files: importing('src/main/pipeline/face/planted-grpc.ts', '@grpc/grpc-js'),
  },
  { rule: 'sqlite-in-store', files: importing('src/main/outputs/planted-sqlite.ts', 'better-sqlite3') },
  { rule: 'sharp-in-pipeline', files: importing('src/main/outputs/planted-sharp.ts', 'sharp') },
  { rule: 'main-uses-runtime-packages', files: importing('src/main/outputs/planted-dev.ts', 'fast-check') },
  {
    rule: 'no-cycles',
    files: {
      ...importing('src/shared/planted-a.ts', './planted-b.ts'),
      ...importing('src/shared/planted-b.ts', './planted-a.ts'),
    },
  },
  { rule: 'no-unresolved', files: importing('src/shared/planted-nothing.ts', './planted-nowhere.ts') },
];
