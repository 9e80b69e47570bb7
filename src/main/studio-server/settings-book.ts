/** The studio's settings: kept key by key, parsed on every read, so that an old or damaged value falls back to its default. */
import { StudioSettings } from '../../shared/studio/settings.ts';
import type { SettingsStore } from '../store/store.ts';

/** One data folder's settings. */
export class SettingsBook {
  readonly #store: SettingsStore;
  #current: StudioSettings | null = null;

  constructor(store: SettingsStore) {
    this.#store = store;
  }

  /** All of them. */
  get(): StudioSettings {
    this.#current ??= this.#read();
    return this.#current;
  }

  /** Changes only the named keys; `patch` is parsed already. */
  update(patch: Readonly<Record<string, unknown>>, keys: readonly string[]): StudioSettings {
    const known = Object.keys(StudioSettings.shape);
    const named = Object.entries(patch).filter(([key]) => keys.includes(key) && known.includes(key));
    this.#store.set(Object.fromEntries(named));
    this.#current = this.#read();
    return this.#current;
  }

  #read(): StudioSettings {
    const kept = this.#store.all();
    const usable: Record<string, unknown> = {};
    for (const [key, schema] of Object.entries(StudioSettings.shape)) {
      const parsed = schema.safeParse(kept[key]);
      if (parsed.success) usable[key] = parsed.data;
    }
    return StudioSettings.parse(usable);
  }
}
