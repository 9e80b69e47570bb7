/** The settings of a running session and their changes: `session.update`, and the same keys in FlashTalk's `config_update`. */
import type { CompositorOptions } from '../../../shared/compositor-options.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import { RENDERER_IDS } from '../../../shared/renderer-options/choose-renderer.ts';
import type { OptionsPatch, RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import type { SessionPatch } from '../../engine/session.ts';
import { echoBlend, readBlendPatch } from './blend-settings.ts';
import { readCompare } from './compare-field.ts';
import { readMouth } from './mouth-field.ts';
import { DEFAULT_OMNIRT_SETTINGS } from './omnirt-settings.ts';
import { readOptionsPatch } from './renderer-ask.ts';
import { isRecord, type WireFailure } from './wire.ts';

/** What a session takes. `renderer` null: nothing is drawn (the fake runtime). */
export type Tunable = {
  readonly renderer: RendererId | null;
  configure(patch: SessionPatch): Promise<void>;
};

/** Changes that name only these come with every move of a slider, and get no answer. */
const SILENT_KEYS: readonly string[] = ['portrait', 'compositor', 'mouth_metadata', 'compare'];

/** True for a change whose sender hears how it stands now. */
export const isAnswered = (config: unknown): boolean =>
  !isRecord(config) || Object.keys(config).some(key => !SILENT_KEYS.includes(key));

// null puts the detected mouth back; absent changes nothing.
const readMouthChange = (value: unknown): { mouth?: MouthMetadata | null } | WireFailure => {
  if (value === undefined) return {};
  if (value === null) return { mouth: null };
  if (!isRecord(value)) return { code: 'bad_mouth_metadata', message: 'mouth_metadata must be an object.' };
  return readMouth(value);
};

/** Checks a change key by key, so that what it does not name stays as it is; applies it from the next frame or chunk on. */
export class SessionTuning {
  readonly #session: Tunable;
  #blend: CompositorOptions;

  constructor(session: Tunable, blend: CompositorOptions) {
    this.#session = session;
    this.#blend = blend;
  }

  /** The blend as it is now, under its wire names. */
  get echo(): Record<string, unknown> {
    return echoBlend(this.#blend);
  }

  /** Applies `config`; null when done. Errors of the engine are thrown. */
  async update(config: unknown): Promise<WireFailure | null> {
    if (!isRecord(config)) return { code: 'bad_config', message: 'session.update needs a config object.' };
    const blend = readBlendPatch(config);
    if ('code' in blend) return blend;
    let options: OptionsPatch = {};
    for (const name of RENDERER_IDS) {
      const read = readOptionsPatch(name, config);
      if ('code' in read) return read;
      // Options of renderers that do not draw here are checked, as at create, and have nothing to change.
      if (name === this.#session.renderer) options = read.patch;
    }
    const mouth = readMouthChange(config.mouth_metadata);
    if ('code' in mouth) return mouth;
    const compare = readCompare(config.compare, DEFAULT_OMNIRT_SETTINGS);
    if ('code' in compare) return compare;
    await this.#session.configure({ options, compositor: blend.patch, ...mouth, ...compare });
    this.#blend = { ...this.#blend, ...blend.patch };
    return null;
  }
}
