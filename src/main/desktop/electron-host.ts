/** The Host of the desktop app: packaged paths, and the engine as a utility process. Knows no window. */
import { join } from 'node:path';
import { app, utilityProcess } from 'electron';
import type { EngineProcess } from '../engine/engine.ts';
import { engineEnvironment, type Host, hostPaths } from '../host.ts';

const spawnUtility = (entry: string, args: readonly string[], env: NodeJS.ProcessEnv): EngineProcess => {
  const child = utilityProcess.fork(entry, [...args], {
    serviceName: 'Mouthpiece engine',
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
  let gone = false;
  child.once('exit', () => {
    gone = true;
  });
  return {
    get pid() {
      return child.pid;
    },
    send: message => {
      if (gone) throw new Error('The engine process is gone.');
      child.postMessage(message);
    },
    onMessage: listener => child.on('message', listener),
    onExit: listener => child.once('exit', listener),
    // Electron's own kill is a SIGTERM, which a busy native call would not notice.
    kill: () => {
      if (child.pid === undefined || gone) return;
      if (process.platform === 'win32') child.kill();
      else process.kill(child.pid, 'SIGKILL');
    },
  };
};

/** The host seen from the built entry; call it after the app is ready. */
export const createElectronHost = (entryUrl: string): Host => {
  const paths = hostPaths(
    entryUrl,
    app.isPackaged ? { resources: join(process.resourcesPath, 'resources') } : {},
  );
  return {
    paths,
    spawnEngine: dataDir =>
      spawnUtility(paths.engineEntry, [paths.resources, dataDir], engineEnvironment(dataDir)),
  };
};
