/** Runs one program and tells how it ended. Plain JavaScript for Node 20: it runs before anything is installed. */
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

const TAIL_CHARS = 200_000;

/**
 * Runs `command` to its end with its output kept (the last 200,000 characters). Never throws: a program that cannot be started
 * ends with code 127, one that ran past `timeoutMs` with 124.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, shell?: boolean, onOutput?: (text: string) => void }} [options]
 * @returns {Promise<{ code: number, output: string, ms: number }>}
 */
export const runProcess = (command, args, options = {}) =>
  new Promise(resolve => {
    const startedAt = performance.now();
    let output = '';
    let timedOut = false;
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const keep = bytes => {
      const text = String(bytes);
      output = (output + text).slice(-TAIL_CHARS);
      options.onOutput?.(text);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = options.timeoutMs
      ? setTimeout(() => {
          timedOut = true;
          child.kill('SIGTERM');
          setTimeout(() => child.kill('SIGKILL'), 5000).unref();
        }, options.timeoutMs)
      : null;
    let over = false;
    const end = code => {
      if (over) return;
      over = true;
      if (timer) clearTimeout(timer);
      resolve({ code, output, ms: performance.now() - startedAt });
    };
    child.on('error', error => {
      output += `${error.message}\n`;
      end(127);
    });
    child.on('close', code => end(timedOut ? 124 : (code ?? 1)));
  });

/**
 * The last lines of a program's output that a person can use: no blank lines, no stack frames.
 * @param {string} output
 * @param {number} count
 */
export const lastLines = (output, count) =>
  stripVTControlCharacters(output)
    .split(/\r?\n/)
    .filter(line => line.trim() !== '' && !/^\s+at /.test(line))
    .slice(-count)
    .join('\n');
