/** The checks of the doctor: each tries the real thing and says one plain sentence and, when it fails, one fix. */
import { access, constants, mkdir, readFile, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { CheckResult } from '../../shared/diagnosis.ts';
import { toErrorData } from '../../shared/errors.ts';
import { silentLog } from '../../shared/log.ts';
import { readConfig } from '../config.ts';
import { RemoteEngine } from '../engine/remote-engine.ts';
import type { Host } from '../host.ts';
import { createSpeechService } from '../speech/speech-service.ts';
import { systemClock } from '../system-clock.ts';
import { modelChecks } from './model-checks.ts';

type Check = {
  name: string;
  /** Says nothing about a server that runs already. */ beforeServing?: true;
  /** A check of many things names each itself. */
  run: (host: Host, env: NodeJS.ProcessEnv) => Promise<Omit<CheckResult, 'name'> | CheckResult[]>;
};

const ok = (says: string): Omit<CheckResult, 'name'> => ({ state: 'ok', says, fix: null });
const note = (says: string, fix: string | null = null): Omit<CheckResult, 'name'> => ({
  state: 'note',
  says,
  fix,
});
const fail = (says: string, fix: string): Omit<CheckResult, 'name'> => ({ state: 'fail', says, fix });

const gigabytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GB`;

const portIsFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

const CHECKS: readonly Check[] = [
  {
    name: 'machine',
    run: async () =>
      ok(
        `${os.availableParallelism()} cores, ${gigabytes(os.totalmem())} memory, ${process.platform} ${process.arch}, Node ${process.versions.node}`,
      ),
  },
  {
    name: 'settings',
    run: async (_host, env) => {
      const config = readConfig({}, env);
      return ok(`runtime ${config.runtime}, data in ${config.dataDir}`);
    },
  },
  {
    name: 'data folder',
    run: async (_host, env) => {
      const { dataDir } = readConfig({}, env);
      await mkdir(dataDir, { recursive: true });
      await access(dataDir, constants.W_OK);
      const { bavail, bsize } = await statfs(dataDir);
      const free = bavail * bsize;
      return free < 1024 ** 3
        ? fail(`only ${gigabytes(free)} free`, 'Make room, or choose another folder with --data.')
        : ok(`writable, ${gigabytes(free)} free`);
    },
  },
  {
    name: 'embedded models',
    run: async host => {
      const file = path.join(host.paths.resources, 'models', 'manifest.json');
      const manifest = JSON.parse(await readFile(file, 'utf8')) as unknown[];
      return ok(`${manifest.length} models, checked when loaded`);
    },
  },
  {
    name: 'engine',
    run: async (host, env) => {
      const { dataDir } = readConfig({}, env);
      const engine = new RemoteEngine({
        spawn: () => host.spawnEngine(dataDir),
        clock: systemClock,
        log: silentLog,
      });
      try {
        const before = performance.now();
        const { rssBytes } = await engine.call('ping', undefined);
        return ok(
          `answers ${Math.round(performance.now() - before)} ms after its start, ${Math.round(rssBytes / 1e6)} MB`,
        );
      } finally {
        engine.close();
      }
    },
  },
  {
    name: 'renderer',
    run: async () => ok('portrait, on the CPU (needs no graphics card)'),
  },
  { name: 'models', run: modelChecks },
  {
    name: 'voices',
    run: async host => {
      const speech = createSpeechService({ workerUrl: host.paths.voiceWorker, log: silentLog });
      try {
        const before = performance.now();
        for await (const _utterance of speech.speak(
          { text: 'Hello.', language: 'en' },
          new AbortController().signal,
        ))
          break;
        return ok(
          `${speech.voices().length} voices, first words after ${Math.round(performance.now() - before)} ms`,
        );
      } finally {
        await speech.close();
      }
    },
  },
  {
    name: 'port',
    beforeServing: true,
    run: async (_host, env) => {
      const { port } = readConfig({}, env);
      return (await portIsFree(port))
        ? ok(`${port} is free`)
        : note(
            `${port} is taken, the next free one will be used`,
            'Clients that expect this port: stop the other program, or give both the same --port.',
          );
    },
  },
  {
    name: 'page',
    run: async host => {
      await access(path.join(host.paths.page, 'index.html'));
      return ok('the studio page is built');
    },
  },
];

const FIXES: Readonly<Record<string, string>> = {
  settings: 'Correct the variable named above.',
  'data folder': 'Give a folder you may write to with --data.',
  'embedded models': 'Reinstall the app, or check out the resources folder again.',
  engine: 'Reinstall the app; on a source checkout run `npm ci`.',
  models: 'Reinstall the app; on a source checkout run `npm ci`.',
  voices: 'Reinstall the app; on a source checkout run `npm ci`.',
  page: 'Run `npm run build`.',
};

/** All checks, in order; one that throws is a failed check. */
export const runChecks = async (
  host: Host,
  env: NodeJS.ProcessEnv,
  options: { serving?: boolean } = {},
): Promise<CheckResult[]> => {
  const results: CheckResult[] = [];
  for (const { name, beforeServing, run } of CHECKS) {
    if (options.serving === true && beforeServing === true) continue;
    try {
      const found = await run(host, env);
      results.push(...(Array.isArray(found) ? found : [{ name, ...found }]));
    } catch (error) {
      const says = toErrorData(error).message;
      results.push({ name, ...fail(says, FIXES[name] ?? 'Report this line at the project.') });
    }
  }
  return results;
};
