/** What differs between Electron and plain Node: where things lie and how an engine process is started. Knows no feature. */
import { fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { COMPONENT_FOLDER } from '../shared/component-manifest.ts';
import type { EngineProcess } from './engine/engine.ts';

/** Folders and entry files; all absolute. `page` is the built studio page. */
export type HostPaths = { resources: string; page: string; engineEntry: string; voiceWorker: URL };

/** The ground the studio stands on. `dataDir` is where the engine finds installed models and keeps what it prepared. */
export type Host = { paths: HostPaths; spawnEngine: (dataDir: string) => EngineProcess };

/**
 * Paths seen from an entry file: the sources (`src/main/cli.ts`, run as they are) and the build (`out/main/cli.js`) lie at the
 * same depth, and siblings have the entry's own extension.
 */
export const hostPaths = (entryUrl: string, options: { resources?: string } = {}): HostPaths => {
  const extension = path.extname(fileURLToPath(entryUrl));
  const root = fileURLToPath(new URL('../../', entryUrl));
  const fromSource = extension === '.ts';
  return {
    resources: options.resources ?? path.join(root, 'resources'),
    page: path.join(root, 'out', 'renderer'),
    engineEntry: fileURLToPath(new URL(`./engine-process${extension}`, entryUrl)),
    voiceWorker: new URL(fromSource ? './speech/voice-worker.ts' : './voice-worker.js', entryUrl),
  };
};

/** The engine process's environment: the system's own search path for libraries is extended by the optional CUDA component. */
export const engineEnvironment = (
  dataDir: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): NodeJS.ProcessEnv => {
  // Windows knows one variable in any spelling; a copy of the environment would hold two.
  const windowsPath = (): string => Object.keys(env).find(key => key.toUpperCase() === 'PATH') ?? 'PATH';
  const name = platform === 'win32' ? windowsPath() : 'LD_LIBRARY_PATH';
  const folder = path.join(dataDir, 'models', COMPONENT_FOLDER.cuda);
  const before = env[name];
  return {
    ...env,
    [name]: before === undefined || before === '' ? folder : `${folder}${path.delimiter}${before}`,
  };
};

/** The host of `serve`, `say` and the tests: `child_process.fork` with structured clone, so that typed arrays stay typed arrays. */
export const createNodeHost = (entryUrl: string): Host => {
  const paths = hostPaths(entryUrl);
  return {
    paths,
    spawnEngine: dataDir => {
      const child = fork(paths.engineEntry, [paths.resources, dataDir], {
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        execArgv: ['--disable-warning=ExperimentalWarning'],
        env: engineEnvironment(dataDir),
      });
      return {
        pid: child.pid,
        send: message => {
          if (!child.connected) throw new Error('The engine process is gone.');
          child.send(message as object);
        },
        onMessage: listener => child.on('message', listener),
        onExit: listener => {
          child.on('exit', code => listener(code));
          child.on('error', () => listener(null));
        },
        kill: () => child.kill('SIGKILL'),
      };
    },
  };
};
