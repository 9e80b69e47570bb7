/** The icon beside the clock. What it says is made in tray-template.ts. */
import path from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import { type TrayActions, type TrayFacts, trayTemplate, trayTip } from './tray-template.ts';
import type { ShellWords } from './wording.ts';

/** macOS draws template pictures in the colour of its bar. */
const PICTURE = process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png';

/** Lives as long as the app. */
export class TrayIcon {
  readonly #tray: Tray;
  readonly #actions: TrayActions;
  #shown = '';

  constructor(resourcesDir: string, actions: TrayActions) {
    this.#tray = new Tray(nativeImage.createFromPath(path.join(resourcesDir, 'desktop', PICTURE)));
    this.#actions = actions;
    // On Windows a click opens the program; elsewhere it opens the menu.
    if (process.platform === 'win32') this.#tray.on('click', () => actions.open());
  }

  /** Shows the state; nothing is built when it is the same. */
  update(facts: TrayFacts, words: ShellWords): void {
    const shown = JSON.stringify([facts, words.quit]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#tray.setToolTip(trayTip(facts, words));
    this.#tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(facts, words, this.#actions)));
  }

  close(): void {
    this.#tray.destroy();
  }
}
