/** Entry of the engine process: the resident inference runtime. Started by main (fork, or utilityProcess in Electron) with the resources folder and the data folder as its arguments. */
import { createEngineHandlers } from './pipeline/service/engine-handlers.ts';
import { restorePictures } from './pipeline/service/restore-pictures.ts';
import { type ParentPort, serveCalls } from './pipeline/service/serve-calls.ts';

type ElectronParentPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
};

const openPort = (): ParentPort => {
  const electron = (process as unknown as { parentPort?: ElectronParentPort }).parentPort;
  if (electron !== undefined) {
    return {
      send: reply => electron.postMessage(reply),
      onMessage: listener => electron.on('message', event => listener(event.data)),
    };
  }
  // A parent that died must not leave an orphan that holds models in memory.
  process.on('disconnect', () => process.exit(0));
  return {
    send: reply => {
      // A parent that was killed leaves a broken pipe: `disconnect` says so too, and ends this process.
      if (process.connected) process.send?.(reply, undefined, {}, () => {});
    },
    onMessage: listener => process.on('message', listener),
  };
};

// Ctrl-C in a terminal reaches the whole process group; main decides when its engine ends.
process.on('SIGINT', () => {});
const [resourcesDir, dataDir] = process.argv.slice(2);
if (resourcesDir === undefined || dataDir === undefined)
  throw new Error('usage: engine-process RESOURCES_DIR DATA_DIR');
const port = restorePictures(openPort());
const handlers = createEngineHandlers({ resourcesDir, dataDir, reply: reply => port.send(reply) });
serveCalls(port, handlers);
handlers.warmUp();
