/** Decides which renderer draws a model's sessions where the client names none: a rule of the settings, and what is installed. */
import type { ModelKind } from '../../../shared/model-manifest.ts';
import type { RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import type { FrontEndDeps } from '../front-end.ts';
import type { OmnirtSettings, RendererRule } from './omnirt-settings.ts';

/** Its deps. */
export type PickerDeps = Pick<FrontEndDeps, 'installedModels' | 'museTalkNeedsGpu' | 'preferences'>;

/** See the methods. Rules of the configuration win over the studio's. */
export class RendererPicker {
  readonly #deps: PickerDeps;
  readonly #settings: Pick<OmnirtSettings, 'wav2lipRenderer' | 'musetalkRenderer'>;

  constructor(deps: PickerDeps, settings: Pick<OmnirtSettings, 'wav2lipRenderer' | 'musetalkRenderer'>) {
    this.#deps = deps;
    this.#settings = settings;
  }

  /** The renderer of a model by its wire name; models without a renderer of their own are drawn by the embedded one. */
  async pick(model: string): Promise<RendererId> {
    if (model !== 'wav2lip' && model !== 'musetalk') return 'portrait';
    const rule = this.#rule(model);
    if (rule !== 'auto') return rule;
    return (await this.isInstalled(model)) ? model : 'portrait';
  }

  /** True when a model of this kind is installed. */
  async isInstalled(kind: ModelKind): Promise<boolean> {
    const kinds: readonly ModelKind[] = (await this.#deps.installedModels?.().catch(() => [])) ?? [];
    return kinds.includes(kind);
  }

  /** MuseTalk's paths exist only where something was set up to draw them. */
  async drawsMuseTalk(): Promise<boolean> {
    return this.#rule('musetalk') !== 'auto' || this.isInstalled('musetalk');
  }

  /** True where its network would have to draw MuseTalk's sessions on a processor: they are refused unless a client allows it. */
  async museTalkNeedsGpu(): Promise<boolean> {
    if ((await this.pick('musetalk')) !== 'musetalk') return false;
    return (await this.#deps.museTalkNeedsGpu?.()) ?? false;
  }

  #rule(model: 'wav2lip' | 'musetalk'): RendererRule<'wav2lip' | 'musetalk'> {
    const preferences = this.#deps.preferences?.();
    return model === 'wav2lip'
      ? (this.#settings.wav2lipRenderer ?? preferences?.wav2lipRenderer ?? 'auto')
      : (this.#settings.musetalkRenderer ?? preferences?.musetalkRenderer ?? 'auto');
  }
}
