/** Installs and builds what changed, and nothing else: what `npm start` and `npm test` do first. `--packages` leaves the build out. */
import { setUp } from './house/set-up.mjs';
import { runMain } from './house/step.mjs';

const build = !process.argv.includes('--packages');
await runMain(() => setUp(line => console.log(`· ${line}`), { build }));
