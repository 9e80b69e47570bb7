/** The server's knobs as the studio shows and changes them: what runs, who said so, and what the settings file says for the next start. */

import type { KnobView } from '../../shared/diagnosis.ts';
import { StudioError } from '../../shared/errors.ts';
import { checkSettings, type StudioConfig } from '../config.ts';
import { listKnobs } from '../settings/knob-list.ts';
import { readSettingsFile, writeSettingsFile } from '../settings/settings-file.ts';
import { settingNames } from '../settings/settings-page.ts';

/** See the methods. Errors: config/invalid. */
export class KnobBook {
  readonly #config: Pick<StudioConfig, 'dataDir' | 'sources'>;
  readonly #names = settingNames();
  readonly #fileThen: Readonly<Record<string, unknown>>;

  constructor(config: Pick<StudioConfig, 'dataDir' | 'sources'>) {
    this.#config = config;
    this.#fileThen = this.#read();
  }

  /** All of them. */
  list(): KnobView[] {
    return listKnobs({
      sources: this.#config.sources,
      fileThen: this.#fileThen,
      fileNow: this.#read(),
    });
  }

  /** Writes a value into the settings file, or takes it out (null). What a server could not start with is not written. */
  set(name: string, value: string | null): KnobView[] {
    if (!this.#names.has(name)) {
      throw new StudioError(
        'config/invalid',
        `${name.slice(0, 80)} is no setting of the file. docs/settings.md lists them all.`,
        {
          name,
        },
      );
    }
    const { [name]: _, ...others } = this.#read();
    const settings = value === null || value.trim() === '' ? others : { ...others, [name]: value.trim() };
    checkSettings(settings, this.#config.dataDir);
    writeSettingsFile(this.#config.dataDir, settings);
    return this.list();
  }

  #read(): Readonly<Record<string, unknown>> {
    return readSettingsFile(this.#config.dataDir, this.#names);
  }
}
