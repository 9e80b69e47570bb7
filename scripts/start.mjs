/** `npm start`: sets the checkout up and opens the studio, in Electron where that works, else in the browser. `--browser` chooses. */
import { spawn } from 'node:child_process';
import { electronOrWhyNot } from './house/electron-binary.mjs';
import { forwardSignals } from './house/forward-signals.mjs';
import { ROOT } from './house/paths.mjs';
import { serve } from './house/serve.mjs';
import { setUp } from './house/set-up.mjs';
import { runMain } from './house/step.mjs';

const say = line => console.log(`· ${line}`);
const EARLY_MS = 15_000;

/** Opens the app and resolves to null once it was closed, or to why it could not be opened. */
const openElectron = (path, args) =>
  new Promise(resolve => {
    const startedAt = Date.now();
    const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
    const app = spawn(path, [ROOT, ...args], { env, stdio: ['ignore', 'ignore', 'ignore'] });
    forwardSignals(app);
    app.on('error', error => resolve(`Electron could not be started (${error.message})`));
    app.on('close', (code, signal) => {
      const failedEarly =
        code !== 0 && signal !== 'SIGINT' && signal !== 'SIGTERM' && Date.now() - startedAt < EARLY_MS;
      resolve(failedEarly ? `Electron ended at once (${signal ?? `code ${code}`})` : null);
    });
  });

await runMain(async () => {
  const args = process.argv.slice(2).filter(arg => arg !== '--browser');
  await setUp(say);
  let why = 'asked for';
  if (!process.argv.includes('--browser')) {
    const electron = await electronOrWhyNot(say);
    if (electron.path) {
      say('opening the studio');
      const failure = await openElectron(electron.path, args);
      if (!failure) return 0;
      why = failure;
    } else why = electron.why;
  }
  say(`serving the studio to the browser: ${why}`);
  return serve(args, say);
});
