/** Builds `out/` when the sources changed since the last build. Plain JavaScript for Node 20. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CACHE, inRoot, node24, ROOT } from './paths.mjs';
import { lastLines, runProcess } from './run-process.mjs';
import { SetupError, seconds } from './step.mjs';

const STAMP = join(CACHE, 'build-stamp');
const OUTPUTS = ['out/main/cli.js', 'out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'];
const CONFIGURATION = ['electron.vite.config.ts', 'package.json', 'package-lock.json'];

const filesBelow = folder =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort();

/** A digest of everything the build reads. */
export const sourcesDigest = () => {
  const digest = createHash('sha256');
  for (const file of [...filesBelow(inRoot('src')), ...CONFIGURATION.map(name => inRoot(name))])
    digest.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0');
  return digest.digest('hex');
};

const lastDigest = () => (existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : '');

/**
 * Runs the build whatever the stamp says.
 * @returns {Promise<{ code: number, output: string, ms: number }>}
 */
export const build = async () => {
  const digest = sourcesDigest();
  const result = await runProcess(
    node24(),
    [inRoot('node_modules/electron-vite/bin/electron-vite.js'), 'build'],
    {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
      timeoutMs: 300_000,
    },
  );
  if (result.code === 0) {
    mkdirSync(dirname(STAMP), { recursive: true });
    writeFileSync(STAMP, digest);
  }
  return result;
};

/**
 * Builds when needed.
 * @param {(line: string) => void} say
 */
export const ensureBuilt = async say => {
  if (!existsSync(inRoot('src'))) return;
  if (OUTPUTS.every(path => existsSync(inRoot(path))) && lastDigest() === sourcesDigest()) return;
  say('building the sources');
  const result = await build();
  if (result.code !== 0) throw new SetupError(`the build failed:\n${lastLines(result.output, 15)}`);
  say(`built in ${seconds(result.ms)}`);
};
