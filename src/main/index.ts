/** Electron entry: the desktop app over the same studio that `serve` runs. */
import { readConfig } from './config.ts';
import { runDesktop } from './desktop/desktop.ts';
import { desktopFlags } from './desktop/desktop-flags.ts';
import { createProcessLog } from './process-log.ts';
import { createStudio } from './studio.ts';

// Not awaited: Electron becomes ready only after this module has been evaluated.
void runDesktop({
  entryUrl: import.meta.url,
  startStudio: async host => {
    const config = readConfig(desktopFlags(process.argv), process.env);
    const studio = await createStudio({ config, host, log: createProcessLog(config.logLevel) });
    return { studio, dataDir: config.dataDir };
  },
});
