/** Whether the studio can open in Electron here: display, binary, one attempt a day to fetch it. Starts no window. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, inRoot, node24, ROOT } from './paths.mjs';

const REMEMBERED = join(CACHE, 'electron-fetch.json');
const DAY_MS = 24 * 3600 * 1000;
const STALLED_MS = 10_000;

const readJson = path => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
};

/** Why no window can open on this machine; null when one can. @param {NodeJS.ProcessEnv} env */
export const whyNoDisplay = (env = process.env) => {
  if (process.platform !== 'linux') return null;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display';
  if (process.getuid?.() === 0) return 'Electron does not run as root';
  return null;
};

/** The Electron program's path; null when it is not (wholly) there. */
export const electronBinary = () => {
  const folder = inRoot('node_modules', 'electron');
  const version = readJson(join(folder, 'package.json'))?.version;
  try {
    if (
      readFileSync(join(folder, 'dist', 'version'), 'utf8')
        .trim()
        .replace(/^v/, '') !== version
    )
      return null;
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'));
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
};

/** Runs the fetch until it ends or says nothing for ten seconds. Resolves to why it failed, or null. */
const fetchOnce = () =>
  new Promise(resolve => {
    const child = spawn(node24(), [inRoot('scripts', 'house', 'fetch-electron.mjs')], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let lastWords = '';
    let timer;
    const stalled = () => {
      lastWords = 'the download made no progress for 10 seconds';
      child.kill('SIGKILL');
    };
    const listen = bytes => {
      clearTimeout(timer);
      timer = setTimeout(stalled, STALLED_MS);
      const text = String(bytes).trim();
      if (text.startsWith('why: ')) lastWords = text.slice(5).split('\n')[0];
    };
    listen('');
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', error => {
      lastWords = error.message;
    });
    child.on('close', code => {
      clearTimeout(timer);
      resolve(code === 0 ? null : lastWords || `its installer ended with code ${code}`);
    });
  });

/**
 * The Electron program, fetched when it is missing. A failed attempt is remembered for a day, so that offline users don't wait
 * at every start.
 * @param {(line: string) => void} say
 * @returns {Promise<{ path: string, why: null } | { path: null, why: string }>}
 */
export const electronOrWhyNot = async say => {
  const noDisplay = whyNoDisplay();
  if (noDisplay) return { path: null, why: noDisplay };
  const present = electronBinary();
  if (present) return { path: present, why: null };
  const version = readJson(inRoot('node_modules', 'electron', 'package.json'))?.version ?? 'unknown';
  const remembered = readJson(REMEMBERED);
  if (remembered?.version === version && Date.now() - remembered.at < DAY_MS)
    return { path: null, why: `Electron could not be fetched earlier today (${remembered.why})` };
  say('fetching Electron (about 120 MB, once)');
  const why = await fetchOnce();
  const path = electronBinary();
  if (path) return { path, why: null };
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(REMEMBERED, JSON.stringify({ version, at: Date.now(), why: why ?? 'incomplete' }));
  return { path: null, why: `Electron could not be fetched (${why ?? 'incomplete'})` };
};
