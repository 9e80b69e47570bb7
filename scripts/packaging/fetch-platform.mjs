/**
 * Brings the packages of another processor into node_modules, so that one machine packs for two: npm installs only its own.
 * `node scripts/packaging/fetch-platform.mjs win32 arm64`. What is fetched must have the hash of the lock file.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { productionPackages } from './production-packages.mjs';

/**
 * Packages of the lock file that are for this system and processor, and only for those.
 * @param {string} root @param {string} platform @param {string} arch
 */
export const platformPackages = (root, platform, arch) =>
  productionPackages(root).filter(
    ({ name, os, cpu, libc, optional }) =>
      optional &&
      os?.includes(platform) === true &&
      cpu?.includes(arch) === true &&
      libc?.includes('musl') !== true &&
      !name.endsWith('-mingw'),
  );

const run = (command, args, options = {}) => {
  // npm is a batch file on Windows.
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    shell: process.platform === 'win32',
    ...options,
  });
  if (status !== 0) throw new Error(`${command} ${args[0]}: ${stderr || `exit code ${status}`}`);
  return stdout;
};

const fetchOne = (root, { path, name, version, integrity }) => {
  const work = mkdtempSync(join(tmpdir(), 'mouthpiece-pack-'));
  try {
    const [told] = JSON.parse(
      run('npm', ['pack', `${name}@${version}`, '--json', '--ignore-scripts'], { cwd: work }),
    );
    const archive = join(work, told.filename);
    const [algorithm, wanted] = integrity.split('-', 2);
    const hash = createHash(algorithm).update(readFileSync(archive)).digest('base64');
    if (hash !== wanted) throw new Error(`${name}@${version} is not what the lock file names.`);
    const folder = join(root, path);
    mkdirSync(folder, { recursive: true });
    run('tar', ['-xzf', told.filename, '-C', folder, '--strip-components=1'], { cwd: work });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [platform, arch] = process.argv.slice(2);
  if (platform === undefined || arch === undefined)
    throw new Error('usage: fetch-platform.mjs PLATFORM ARCH');
  const root = join(import.meta.dirname, '..', '..');
  for (const item of platformPackages(root, platform, arch)) {
    if (existsSync(join(root, item.path, 'package.json'))) continue;
    fetchOne(root, item);
    console.log(`${item.name}@${item.version}`);
  }
}
