/** Electron entry: the desktop app over the same studio that `serve` runs, and the same command line without a window. */
import { runCommandLine } from './commands/command-line.ts';
import { readConfig } from './config.ts';
import { runDesktop } from './desktop/desktop.ts';
import { createProcessLog } from './process-log.ts';
import { createStudio } from './studio.ts';

// Not awaited: Electron becomes ready only after this module has been evaluated.
void runDesktop({
  entryUrl: import.meta.url,
  startStudio: async (host, flags) => {
    const config = readConfig(flags, process.env);
    const log = createProcessLog(config.logLevel);
    const studio = await createStudio({ config, host, log, canAsk: true });
    return { studio, dataDir: config.dataDir, log };
  },
  runCommand: runCommandLine,
});
