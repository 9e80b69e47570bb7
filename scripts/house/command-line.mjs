/** Runs the built command line under Node 24, after setting the checkout up; progress goes to stderr only. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { forwardSignals } from './forward-signals.mjs';
import { inRoot, node24 } from './paths.mjs';
import { setUp } from './set-up.mjs';

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} the command's exit code; 128 + n when signal n ended it
 */
export const runCommandLine = async args => {
  await setUp(line => process.stderr.write(`· ${line}\n`));
  const child = spawn(node24(), [inRoot('out', 'main', 'cli.js'), ...args], { stdio: 'inherit' });
  forwardSignals(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 1)));
  });
};
