/** Installs and builds what changed, and nothing else: what `npm start` and `npm test` do first. */
import { setUp } from './house/set-up.mjs';
import { runMain } from './house/step.mjs';

await runMain(() => setUp(line => console.log(`· ${line}`)));
