/** Plain-Node entry: the command line. */
import { runCommandLine } from './commands/command-line.ts';
import { createNodeHost } from './host.ts';

process.exitCode = await runCommandLine(createNodeHost(import.meta.url), process.argv.slice(2));
