/** The doors a newcomer uses, run as a newcomer runs them: `npm start` in the browser, and the command line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { runProcess } from '../../scripts/house/run-process.mjs';
import { ROOT } from '../rules/source-files.ts';

const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...withoutDisplay } = process.env;
const env = { ...withoutDisplay, MOUTHPIECE_NO_BROWSER: '1' };

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
});

/** Collects a program's stdout until `pattern` is in it. */
const until = (child: ChildProcess, pattern: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', bytes => {
      text += String(bytes);
      if (pattern.test(text)) resolve(text);
    });
    child.once('close', code => reject(new Error(`ended with ${code}:\n${text}`)));
  });

describe('npm start', () => {
  test('without a window serves the page, says where, and ends when it is told to', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'mouthpiece-start-'));
    const args = ['scripts/start.mjs', '--browser', '--port', '0', '--data', dataDir];
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(child);
    const text = await until(child, /the studio is at \S+\n/);
    expect(text).toContain('serving the studio to the browser');
    const { origin } = new URL(/the studio is at (\S+)/.exec(text)?.[1] ?? '');
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    const ended = new Promise(resolve => child.once('close', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await expect(fetch(`${origin}/healthz`)).rejects.toThrow();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('says in one line what is wrong', async () => {
    const args = ['scripts/start.mjs', '--browser', '--port', 'many'];
    const { code, output } = await runProcess(process.execPath, args, { cwd: ROOT, env, timeoutMs: 50_000 });
    expect(code).toBe(1);
    expect(output.trim().split('\n').at(-1)).toMatch(/^mouthpiece: the server did not start: .*--port/);
    expect(output).not.toMatch(/\n\s+at /);
  });
});

describe('the command line’s door', () => {
  test('keeps stdout for answers and passes the exit code on', async () => {
    const version = await runProcess(process.execPath, ['bin/mouthpiece.mjs', '--help'], {
      cwd: ROOT,
      timeoutMs: 50_000,
    });
    expect(version.code).toBe(0);
    expect(version.output).toContain('Usage: mouthpiece');
    const wrong = await runProcess(process.execPath, ['bin/mouthpiece.mjs', 'sing'], {
      cwd: ROOT,
      timeoutMs: 50_000,
    });
    expect(wrong.code).not.toBe(0);
  });
});
