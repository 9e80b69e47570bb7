/** A command of the installed program (`mouthpiece say …`): no window, no lock, a profile of its own, the command's exit code. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { app } from 'electron';

/** Waits until what was written has left, so that a pipe gets the last line. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise(resolve => {
    stream.write('', () => resolve());
  });

/** Prepares Electron for a life without a window; call it before the app is ready. Gives what removes the profile. */
const goWithoutWindow = (): (() => void) => {
  // The app may run beside it with the profile of the user.
  const profile = mkdtempSync(path.join(tmpdir(), 'mouthpiece-command-'));
  app.setPath('userData', profile);
  app.setPath('sessionData', profile);
  app.disableHardwareAcceleration();
  // A server has no display.
  if (process.platform === 'linux') app.commandLine.appendSwitch('ozone-platform', 'headless');
  if (process.platform === 'darwin') app.setActivationPolicy('prohibited');
  return () => rmSync(profile, { recursive: true, force: true });
};

/** Runs it and ends the program. `run` gives the exit code and listens to SIGINT and SIGTERM itself. */
export const runCommandMode = async (run: () => Promise<number>): Promise<void> => {
  const removeProfile = goWithoutWindow();
  // Electron turns a signal into a wish to quit; the command decides when it is done.
  app.on('before-quit', event => {
    event.preventDefault();
    process.emit('SIGTERM');
  });
  await app.whenReady();
  let code = 1;
  try {
    code = await run();
    await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  } finally {
    try {
      removeProfile();
    } catch {
      // Chromium may still hold a file there; the system empties the folder.
    }
    app.exit(code);
  }
};
