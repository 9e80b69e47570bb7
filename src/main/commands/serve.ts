/** `mouthpiece serve`: the studio without a window, until SIGINT or SIGTERM. */
import type { Command } from 'commander';
import { type ConfigFlags, readConfig } from '../config.ts';
import type { Host } from '../host.ts';
import { createProcessLog } from '../process-log.ts';
import { createStudio } from '../studio.ts';
import { interruptSignal } from './interrupt-signal.ts';

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

const serve = async (flags: ConfigFlags, host: Host): Promise<void> => {
  const { signal, dispose } = interruptSignal();
  const config = readConfig(flags, process.env);
  const studio = await createStudio({ config, host, log: createProcessLog(config.logLevel) });
  const ready = { ready: true, url: studio.url, ws: studio.wsUrl, token: studio.token, pid: process.pid };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  await aborted(signal);
  await studio.close();
  dispose();
};

/** Adds the command. The first line on stdout is JSON: ready, url (with a one-time token), ws, token, pid. */
export const addServeCommand = (program: Command, host: Host): void => {
  program
    .command('serve')
    .description('serve the studio page and the avatar protocols on this machine, without a window')
    .option('--port <n>', 'port on 127.0.0.1 (default 8765 or the next free one; 0: any free one)')
    .option('--data <dir>', "data folder (default: the platform's application-data folder)")
    .option('--require-token', 'demand the token of every client, also of local programs')
    .option(
      '--allow-origin <origin>',
      'a web origin that may connect; may be repeated',
      (value: string, all: string[] = []) => [...all, value],
    )
    .option('--log-level <level>', 'debug, info, warn (default), error or silent')
    .action((flags: ConfigFlags) => serve(flags, host));
};
