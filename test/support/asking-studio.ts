/** Runs a studio that may ask its user, as the desktop app does, in a process of its own. Says what `serve` says in its first line. */
import { readConfig } from '../../src/main/config.ts';
import { createNodeHost } from '../../src/main/host.ts';
import { createProcessLog } from '../../src/main/process-log.ts';
import { createStudio } from '../../src/main/studio.ts';

// Called like `serve`; the port is left to the settings.
const data = process.argv[process.argv.lastIndexOf('--data') + 1] ?? '';
const config = readConfig({ data, logLevel: 'error' }, { ...process.env, MOUTHPIECE_PORT: '' });
const host = createNodeHost(new URL('../../src/main/cli.ts', import.meta.url).href);
const studio = await createStudio({ config, host, log: createProcessLog('error'), canAsk: true });
const ready = { ready: true, url: studio.url, ws: studio.wsUrl, token: studio.token, pid: process.pid };
process.stdout.write(`${JSON.stringify(ready)}\n`);
process.once('SIGTERM', () => void studio.close().then(() => process.exit(0)));
