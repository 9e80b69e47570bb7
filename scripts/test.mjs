/** `npm test`: sets the checkout up, then runs the whole gate (scripts/gate/gate.ts) under Node 24. `--full` adds the long matrices. */
import { spawn } from 'node:child_process';
import { forwardSignals } from './house/forward-signals.mjs';
import { inRoot, node24, ROOT } from './house/paths.mjs';
import { setUp } from './house/set-up.mjs';
import { runMain } from './house/step.mjs';

await runMain(async () => {
  await setUp(line => console.log(`· ${line}`), { build: false });
  const gate = spawn(node24(), [inRoot('scripts/gate/gate.ts'), ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  forwardSignals(gate);
  return new Promise(resolve => gate.on('close', code => resolve(code ?? 1)));
});
