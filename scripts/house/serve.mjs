/** Runs `mouthpiece serve` for a person: prints the page's address, keeps the log in a file, ends with one line. */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { forwardSignals } from './forward-signals.mjs';
import { openBrowser } from './open-browser.mjs';
import { CACHE, inRoot, node24 } from './paths.mjs';
import { lastLines } from './run-process.mjs';
import { SetupError } from './step.mjs';

const LOG = join(CACHE, 'serve.log');

/**
 * Serves until the server ends or the person stops it.
 * @param {readonly string[]} args of `serve`
 * @param {(line: string) => void} say
 * @returns {Promise<number>} exit code
 */
export const serve = (args, say) =>
  new Promise((resolve, reject) => {
    mkdirSync(CACHE, { recursive: true });
    const log = createWriteStream(LOG);
    const server = spawn(node24(), [inRoot('out', 'main', 'cli.js'), 'serve', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let ready = false;
    let stopping = false;
    let errors = '';
    createInterface({ input: server.stdout }).on('line', line => {
      if (ready) return;
      try {
        const { url } = JSON.parse(line);
        ready = true;
        say(`the studio is at ${url}`);
        say('press Ctrl+C to stop it');
        openBrowser(url);
      } catch {
        log.write(`${line}\n`);
      }
    });
    server.stderr.on('data', bytes => {
      errors = (errors + bytes).slice(-8000);
      log.write(bytes);
    });
    forwardSignals(server, () => {
      stopping = true;
    });
    server.on('error', error => reject(new SetupError(`the server could not be started: ${error.message}`)));
    server.on('close', code => {
      if (code === 0 || stopping) return resolve(0);
      const words = lastLines(errors, 1) || `exit code ${code}`;
      reject(new SetupError(`the server ${ready ? 'ended' : 'did not start'}: ${words} (log: ${LOG})`));
    });
  });
