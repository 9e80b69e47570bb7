/** The bridge into the page: one named method a channel, nothing general, nothing of Electron handed on. Runs sandboxed. */
import { contextBridge, ipcRenderer } from 'electron';
import type { DesktopBridge, DesktopState } from '../shared/desktop-facts.ts';

const { platform } = process;

/** The page's listener never sees Electron's event, which would carry the sender. */
const listen = <T>(channel: string, listener: (value: T) => void): (() => void) => {
  const forward = (_event: unknown, value: T): void => listener(value);
  ipcRenderer.on(channel, forward);
  return () => ipcRenderer.off(channel, forward);
};

const desktop: DesktopBridge = {
  platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
  state: () => ipcRenderer.invoke('desktop:state'),
  checkForUpdates: () => ipcRenderer.invoke('desktop:check-for-updates'),
  downloadUpdate: () => ipcRenderer.invoke('desktop:download-update'),
  installUpdate: () => ipcRenderer.invoke('desktop:install-update'),
  onState: listener => listen<DesktopState>('desktop:state-changed', listener),
  onCommand: listener => listen<string>('desktop:command', listener),
  onRoute: listener => listen<string>('desktop:route', listener),
};
contextBridge.exposeInMainWorld('desktop', desktop);
