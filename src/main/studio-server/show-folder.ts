/** Shows a folder in the system's file manager, where there is one. Knows no export. */
import { spawn } from 'node:child_process';
import { StudioError } from '../../shared/errors.ts';

const OPENERS: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'open',
  win32: 'explorer.exe',
  linux: 'xdg-open',
};

/** Whether this machine has a screen to show it on. */
export const canShowFolder = (
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): boolean =>
  platform === 'linux' ? (env.DISPLAY ?? env.WAYLAND_DISPLAY ?? '') !== '' : OPENERS[platform] !== undefined;

/** Opens it. @throws StudioError `request/invalid` where it cannot be shown. */
export const showFolder = async (folder: string): Promise<void> => {
  const opener = OPENERS[process.platform];
  const refused = (): StudioError =>
    new StudioError('request/invalid', `The folder cannot be shown from here. It is ${folder}.`);
  if (opener === undefined || !canShowFolder()) throw refused();
  await new Promise<void>((resolve, reject) => {
    const child = spawn(opener, [folder], { stdio: 'ignore', detached: true });
    child.once('error', () => reject(refused()));
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
};
