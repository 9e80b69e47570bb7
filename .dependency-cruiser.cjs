/**
 * Who may import whom. The picture behind the rules is in ARCHITECTURE.md; test/rules/dependency-rules.test.ts plants one
 * forbidden import for each of them, so a rule that catches nothing fails the gate.
 */
const MAIN = '^src/main';

/** Everything below `folder` may import, of the project's own code, only what `allowed` matches. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: [from, '^src/shared/', ...allowed] },
});

/** A package that one part of the house imports and nobody else. */
const soleImporter = (name, packages, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^src/', pathNot: allowed },
  to: { path: packages.map(item => `node_modules/${item}(/|$)`) },
});

module.exports = {
  forbidden: [
    {
      name: 'shared-is-pure',
      comment: 'src/shared runs everywhere: no Node module, no package but zod, nothing of main or the page.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { pathNot: ['^src/shared/', 'node_modules/zod/'] },
    },
    only(
      'page-knows-shared',
      '^src/renderer/',
      [],
      'The page reaches main through StudioApi and the sockets alone.',
    ),
    only('preload-knows-shared', '^src/preload/', [], 'The preload script is a thin bridge.'),
    {
      name: 'page-has-no-node',
      comment: 'The page runs in any browser.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    only(
      'pipeline-stands-alone',
      `${MAIN}/pipeline/`,
      [],
      'Runs in the engine process; meets main in shared/engine-link.ts only.',
    ),
    only(
      'engine-stands-alone',
      `${MAIN}/engine/`,
      [],
      'Session life and time: no sockets, no SQL, no pipeline.',
    ),
    only(
      'speech-stands-alone',
      `${MAIN}/speech/`,
      [],
      'Voices and their contract; whatever needs ONNX lives in pipeline/speech.',
    ),
    only(
      'protocols-know-contracts',
      `${MAIN}/protocols/`,
      [`${MAIN}/engine/`, `${MAIN}/(speech|conversation)/[^/]+-contract\\.ts$`],
      'A front-end speaks one wire; it sees sessions and speech through their contracts.',
    ),
    {
      name: 'protocols-take-engine-types',
      comment: 'Front-ends use the engine by its types; instances are handed to them.',
      severity: 'error',
      from: { path: `${MAIN}/protocols/` },
      to: { path: `${MAIN}/engine/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'protocols-ignore-each-other',
      comment: 'One folder a protocol: adding or removing one touches no other.',
      severity: 'error',
      from: { path: `${MAIN}/protocols/([^/]+)/` },
      to: { path: `${MAIN}/protocols/[^/]+/`, pathNot: `${MAIN}/protocols/$1/` },
    },
    only(
      'gateway-knows-front-ends',
      `${MAIN}/gateway/`,
      [`${MAIN}/protocols/front-end\\.ts$`],
      'The server routes; what is said on a route is the front-ends’ business.',
    ),
    only(
      'upstreams-know-front-ends',
      `${MAIN}/upstreams/`,
      [`${MAIN}/protocols/front-end\\.ts$`],
      'Sockets that are opened from here; what is said on them is the front-ends’ business.',
    ),
    only('store-stands-alone', `${MAIN}/store/`, [], 'Contracts, and SQLite behind them.'),
    only(
      'models-stand-alone',
      `${MAIN}/models/`,
      [],
      'Files, downloads and manifests; what a network computes is the engine process’s business.',
    ),
    only(
      'studio-server-knows-contracts',
      `${MAIN}/studio-server/`,
      [
        `${MAIN}/engine/`,
        `${MAIN}/store/[^/]+\\.ts$`,
        `${MAIN}/speech/[^/]+-contract\\.ts$`,
        `${MAIN}/protocols/front-end\\.ts$`,
        `${MAIN}/gateway/(stream-route|caller)\\.ts$`,
        `${MAIN}/models/model-library\\.ts$`,
      ],
      'What the page asks for, over contracts: no SQL, no voice, no wire.',
    ),
    {
      name: 'store-hides-sqlite',
      comment:
        'Only the composition roots (the studio’s, and the command line’s library) name the implementation.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [`${MAIN}/store/`, `${MAIN}/studio\\.ts$`, `${MAIN}/commands/open-library\\.ts$`],
      },
      to: { path: `${MAIN}/store/sqlite/` },
    },
    only(
      'desktop-knows-host',
      `${MAIN}/desktop/`,
      [`${MAIN}/(host|config|studio)\\.ts$`, `${MAIN}/engine/engine\\.ts$`],
      'The window and its menus; the studio is handed in.',
    ),
    {
      name: 'command-line-without-desktop',
      comment: 'The command line runs on machines without Electron.',
      severity: 'error',
      from: { path: `${MAIN}/cli\\.ts$` },
      to: { path: `${MAIN}/desktop/`, reachable: true },
    },
    {
      name: 'main-without-pipeline',
      comment: 'Main never loads a model and never decodes a picture: the engine process does.',
      severity: 'error',
      from: { path: `${MAIN}/(index|cli)\\.ts$` },
      to: { path: `${MAIN}/pipeline/`, reachable: true },
    },
    soleImporter(
      'electron-in-desktop',
      ['electron'],
      [`${MAIN}/desktop/`, `${MAIN}/index\\.ts$`, '^src/preload/'],
      'Everything else runs in plain Node.',
    ),
    soleImporter(
      'updater-in-desktop',
      ['electron-updater'],
      [`${MAIN}/desktop/`],
      'Only the installed app updates itself.',
    ),
    soleImporter(
      'ws-in-gateway',
      ['ws', '@types/ws'],
      [`${MAIN}/(gateway|upstreams)/`],
      'One WebSocket server, and one door to the servers this one calls.',
    ),
    soleImporter(
      'onnx-in-inference',
      ['onnxruntime-node', 'onnxruntime-common'],
      [`${MAIN}/pipeline/inference/`],
      'One door to models.',
    ),
    soleImporter(
      'grpc-in-inference',
      ['@grpc/grpc-js', '@grpc/proto-loader'],
      [`${MAIN}/pipeline/inference/`],
      'One door to model servers.',
    ),
    soleImporter(
      'sqlite-in-store',
      ['better-sqlite3', '@types/better-sqlite3'],
      [`${MAIN}/store/sqlite/`],
      'One door to the database.',
    ),
    soleImporter(
      'sharp-in-pipeline',
      ['sharp'],
      [`${MAIN}/pipeline/`],
      'Pictures are decoded in the engine process.',
    ),
    {
      name: 'main-uses-runtime-packages',
      comment:
        'What main imports must be in `dependencies`, or the packaged app lacks it. Electron brings itself.',
      severity: 'error',
      from: { path: '^src/main/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: ['node_modules/electron/', 'node_modules/@types/'],
      },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle is one module pretending to be two.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that resolves to nothing escapes every other rule.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
