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

const FLAGS = ['--no-audit', '--no-fund', '--no-progress'];
const INSTALL_MS = 900_000;

const runNpm = async args => {
  const { command, args: prefix, shell } = npm();
  const env = { ...process.env, ...SKIP_DOWNLOADS, npm_config_loglevel: 'error' };
  return runProcess(command, [...prefix, ...args, ...FLAGS], {
    cwd: ROOT,
    env,
    shell,
    timeoutMs: INSTALL_MS,
  });
};

/** What npm complained of first; its last lines only say where the log is. */
const npmWords = output => {
  const errors = output.split(/\r?\n/).filter(line => /^npm error \S/.test(line));
  return errors.length > 0 ? errors.slice(0, 8).join('\n') : lastLines(output, 8);
};

/**
 * Makes `node_modules` agree with `package-lock.json`; does nothing when it does already. No package runs a script, except `node`,
 * whose script puts Node 24 into place.
 * @param {(line: string) => void} say
 */
export const ensureInstalled = async say => {
  if (isInstalled()) return;
  // With Node 24 running out of node_modules, `npm ci` could not delete it on Windows.
  const inUse = process.execPath === packagedNode();
  const install = [...(inUse ? ['install', '--no-save'] : ['ci']), '--ignore-scripts'];
  say('installing the packages of the lock file (one to three minutes the first time)');
  const startedAt = performance.now();
  let result = await runNpm(install);
  if (result.code !== 0) {
    say('npm did not succeed; trying once more');
    result = await runNpm(install);
  }
  if (result.code !== 0) throw new SetupError(`npm ${install[0]} failed:\n${npmWords(result.output)}`);
  if (packagedNode() === null) {
    say('putting Node 24 into place');
    const rebuilt = await runNpm(['rebuild', 'node', '--ignore-scripts=false']);
    if (node24() === null)
      throw new SetupError(
        `the package \`node\` brought no Node 24 for this system; install Node 24 and try again.\n${npmWords(rebuilt.output)}`,
      );
  }
  say(`packages installed in ${seconds(performance.now() - startedAt)}`);
};
