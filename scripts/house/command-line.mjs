/** Runs the built command line under Node 24, after setting the checkout up; progress goes to stderr only. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { inRoot, node24 } from './paths.mjs';
import { setUp } from './set-up.mjs';

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} the command's exit code; 128 + n when signal n ended it
 */
export const runCommandLine = async args => {
  await setUp(line => process.stderr.write(`· ${line}\n`));
  const child = spawn(node24(), [inRoot('out', 'main', 'cli.js'), ...args], { stdio: 'inherit' });
  // A terminal sends Ctrl+C to both; a supervisor sends it to this process alone.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 1)));
  });
};
