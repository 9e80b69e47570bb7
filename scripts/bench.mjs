/** `npm run bench -- [NAME] [--json FILE]`: sets the checkout up, then runs the command line's `bench` under Node 24. */
import { runCommandLine } from './house/command-line.mjs';
import { runMain } from './house/step.mjs';

await runMain(() => runCommandLine(['bench', ...process.argv.slice(2)]));
