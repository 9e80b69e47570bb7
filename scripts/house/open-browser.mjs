/** Opens a URL in the desktop's browser where there is a desktop. Never fails: the URL has been printed already. */
import { spawn } from 'node:child_process';

const opener = () => {
  if (process.env.MOUTHPIECE_NO_BROWSER) return null;
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open'] : null;
};

/** Does nothing where there is no desktop or MOUTHPIECE_NO_BROWSER is set. @param {string} url */
export const openBrowser = url => {
  const command = opener();
  if (!command) return;
  const [program, ...args] = command;
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
};
