/** The kept settings as the page holds them: changed here at once, sent to main a moment later. Knows no widget. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import { StudioSettings } from '../../../shared/studio/settings.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';

const SAVE_AFTER_MS = 300;

/** `next` with every value that says the same as before left in place: main's echo of a change redraws nothing. */
const sameInPlace = (before: StudioSettings, next: StudioSettings): StudioSettings => {
  const known = new Map<string, unknown>(Object.entries(before));
  const same = (key: string, value: unknown): boolean =>
    JSON.stringify(known.get(key)) === JSON.stringify(value);
  return Object.fromEntries(
    Object.entries(next).map(([key, value]) => [key, same(key, value) ? known.get(key) : value]),
  ) as StudioSettings;
};

/** Made once for the page. `view` holds the defaults until `load` is done. */
export class Settings {
  readonly view: StoreApi<StudioSettings>;
  readonly #api: StudioApi;
  readonly #clock: Clock;
  readonly #failed: (error: ErrorData) => void;
  #unsaved: Partial<StudioSettings> = {};
  #cancel: () => void = () => {};

  constructor(deps: { api: StudioApi; clock: Clock; failed: (error: ErrorData) => void }) {
    this.#api = deps.api;
    this.#clock = deps.clock;
    this.#failed = deps.failed;
    this.view = createStore<StudioSettings>(() => StudioSettings.parse({}));
    this.#api.subscribe(event => {
      if (event.name === 'settings.changed')
        this.view.setState(sameInPlace(this.view.getState(), { ...event.settings, ...this.#unsaved }), true);
    });
  }

  /** Reads them from main. */
  async load(): Promise<void> {
    const read = await this.#api.call('settings.get', {});
    this.view.setState({ ...read, ...this.#unsaved }, true);
  }

  /** Changes some; the screen follows at once, quick changes are sent together. */
  update(patch: Partial<StudioSettings>): void {
    this.view.setState(patch);
    this.#unsaved = { ...this.#unsaved, ...patch };
    this.#cancel();
    this.#cancel = this.#clock.after(SAVE_AFTER_MS, () => void this.#save());
  }

  async #save(): Promise<void> {
    const patch = this.#unsaved;
    this.#unsaved = {};
    try {
      await this.#api.call('settings.update', patch);
    } catch (error) {
      this.#failed(toErrorData(error));
    }
  }
}
