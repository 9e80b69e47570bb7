/** The desktop app around the page, as the page holds it; in a browser there is none. Knows no widget and nothing of Electron. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DesktopBridge, DesktopState } from '../../../shared/desktop-facts.ts';

/** The bridge of the preload script; null in a browser. */
export const desktopBridge = (page: { desktop?: DesktopBridge }): DesktopBridge | null =>
  page.desktop ?? null;

/** Made once for the page. `view` is null until the app has told its state, and in a browser always. */
export class Desktop {
  readonly view: StoreApi<{ state: DesktopState | null }> = createStore(() => ({
    state: null as DesktopState | null,
  }));
  readonly bridge: DesktopBridge | null;
  #started = false;

  constructor(bridge: DesktopBridge | null) {
    this.bridge = bridge;
  }

  /** Asks once, however often it is called, and listens from then on. `recovered` hears why the page was loaded again, if it was. */
  start(recovered: (why: 'crashed' | 'hung') => void): void {
    const { bridge } = this;
    if (bridge === null || this.#started) return;
    this.#started = true;
    bridge.onState(state => this.view.setState({ state }));
    bridge.state().then(
      state => {
        this.view.setState({ state });
        if (state.recovered !== null) recovered(state.recovered);
      },
      // Without its state the section of the settings stays away; nothing else needs it.
      () => {},
    );
  }

  /** Looks for a new version; the answer comes as state, here and below. */
  checkForUpdates(): void {
    void this.bridge?.checkForUpdates();
  }

  /** Fetches it. */
  downloadUpdate(): void {
    void this.bridge?.downloadUpdate();
  }

  /** Ends the app and installs it. */
  installUpdate(): void {
    void this.bridge?.installUpdate();
  }
}
