/** A real `mouthpiece serve` in a process of its own, for end-to-end tests and benches. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The ready line of `serve`, and how to end it. */
export type ServedStudio = {
  url: string;
  ws: string;
  token: string;
  pid: number;
  readyMs: number;
  dataDir: string;
  process: ChildProcess;
  /** SIGTERM, waits, removes the data folder; gives the exit code. */ close(): Promise<number | null>;
};

/** Entry of the build when there is one, else of the sources. */
export const cliEntry = (): string => {
  const built = path.join(root, 'out', 'main', 'cli.js');
  return existsSync(built) ? built : path.join(root, 'src', 'main', 'cli.ts');
};

/** Starts `serve` on a free port with an empty data folder, and waits for its ready line. */
export const serveStudio = async (
  options: { args?: readonly string[]; env?: Record<string, string>; entry?: string } = {},
): Promise<ServedStudio> => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'mouthpiece-'));
  const started = performance.now();
  const args = [
    options.entry ?? cliEntry(),
    'serve',
    '--port',
    '0',
    '--data',
    dataDir,
    ...(options.args ?? []),
  ];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...options.env },
  });
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString();
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.on('exit', code => reject(new Error(`serve ended with ${code} before it was ready`)));
  });
  const readyMs = performance.now() - started;
  const ready = JSON.parse(line) as { url: string; ws: string; token: string; pid: number };
  return {
    ...ready,
    readyMs,
    dataDir,
    process: child,
    close: async () => {
      const isGone = child.exitCode !== null || child.signalCode !== null;
      const code = isGone
        ? child.exitCode
        : await new Promise<number | null>(resolve => {
            child.on('exit', resolve);
            child.kill('SIGTERM');
          });
      await rm(dataDir, { recursive: true, force: true });
      return code;
    },
  };
};
