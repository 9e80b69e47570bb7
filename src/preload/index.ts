/** The bridge into the page: facts about the desktop, and nothing that can be called. Runs sandboxed. */
import { contextBridge } from 'electron';
import type { DesktopFacts } from '../shared/desktop-facts.ts';

const { platform } = process;
const desktop: DesktopFacts = {
  platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
};
contextBridge.exposeInMainWorld('desktop', desktop);
