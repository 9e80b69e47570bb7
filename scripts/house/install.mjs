/** Installs the packages of the lock file when they are missing or differ from it. Plain JavaScript for Node 20. */
import { readFileSync } from 'node:fs';
import { inRoot, node24, packagedNode, ROOT } from './paths.mjs';
import { lastLines, runProcess } from './run-process.mjs';
import { SetupError, seconds } from './step.mjs';

const readLock = path => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
  } catch {
    return null;
  }
};

/**
 * Whether what npm wrote down as installed is what the lock file asks for. Optional packages may be missing: most of them are
 * binaries for other systems. The `node` package puts its own binary below itself, which no lock file lists.
 * @param {Record<string, any>} wanted @param {Record<string, any> | null} installed
 */
export const matchesLock = (wanted, installed) => {
  if (!installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const have = installed[path];
    if (!have) return Boolean(entry.optional || entry.devOptional);
    return have.version === entry.version && have.integrity === entry.integrity;
  });
};

const isInstalled = () => {
  const wanted = readLock(inRoot('package-lock.json'));
  if (!wanted)
    throw new SetupError('package-lock.json is missing or unreadable; get it back with `git checkout`.');
  return matchesLock(wanted, readLock(inRoot('node_modules', '.package-lock.json'))) && node24() !== null;
};

/** npm as it called us, so that its own Node runs it; otherwise whatever `npm` is on the PATH. */
const npm = () => {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  return script && node && /npm-cli\.[cm]?js$/.test(script)
    ? { command: node, args: [script], shell: false }
    : { command: 'npm', args: [], shell: process.platform === 'win32' };
};

/** These two packages fetch hundreds of MB that Mouthpiece does not use unless they are told not to. */
const SKIP_DOWNLOADS = { ONNXRUNTIME_NODE_INSTALL: 'skip', SKIP_FFMPEG: 'true' };

/**
 * Makes `node_modules` agree with `package-lock.json`; does nothing when it does already.
 * @param {(line: string) => void} say
 */
export const ensureInstalled = async say => {
  if (isInstalled()) return;
  // With Node 24 running out of node_modules, `npm ci` could not delete it on Windows.
  const inUse = process.execPath === packagedNode();
  const args = inUse ? ['install', '--no-save'] : ['ci'];
  const { command, args: prefix, shell } = npm();
  say('installing the packages of the lock file (one to three minutes the first time)');
  const env = { ...process.env, ...SKIP_DOWNLOADS, npm_config_loglevel: 'warn' };
  const flags = ['--no-audit', '--no-fund', '--no-progress', '--ignore-scripts=false'];
  const attempt = () =>
    runProcess(command, [...prefix, ...args, ...flags], { cwd: ROOT, env, shell, timeoutMs: 900_000 });
  let result = await attempt();
  if (result.code !== 0) {
    say('npm did not succeed; trying once more');
    result = await attempt();
  }
  if (result.code !== 0)
    throw new SetupError(
      `npm ${args[0]} failed:\n${lastLines(result.output.replace(/^npm warn .*\n/gm, ''), 12)}`,
    );
  if (node24() === null)
    throw new SetupError(
      'the package `node` brought no Node 24 binary for this system; install Node 24 and try again.',
    );
  say(`packages installed in ${seconds(result.ms)}`);
};
