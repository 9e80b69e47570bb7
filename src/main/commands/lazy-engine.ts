/** The engine of a command: started by the first call that needs it, silent. */
import { silentLog } from '../../shared/log.ts';
import { RemoteEngine } from '../engine/remote-engine.ts';
import type { Host } from '../host.ts';
import { systemClock } from '../system-clock.ts';

/** For the data folder `dataDir`; whoever makes it closes it. */
export const createLazyEngine = (host: Host, dataDir: string): RemoteEngine =>
  new RemoteEngine({
    spawn: () => host.spawnEngine(dataDir),
    clock: systemClock,
    log: silentLog,
    eager: false,
  });
