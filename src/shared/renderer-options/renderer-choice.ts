/** Which renderer draws, with its options. One place that lists them all for types; the engine's registry lists them for work. */
import type { MuseTalkOptions } from './musetalk.ts';
import type { PortraitOptions } from './portrait.ts';
import type { Wav2LipOptions } from './wav2lip.ts';

/** Every renderer with the type of its options. */
export type RendererOptions = {
  portrait: PortraitOptions;
  wav2lip: Wav2LipOptions;
  musetalk: MuseTalkOptions;
};

/** Which renderer draws: `portrait` is the embedded default. */
export type RendererId = keyof RendererOptions;

/** A renderer and its own options. */
export type RendererChoice = {
  [K in RendererId]: { renderer: K; options: RendererOptions[K] };
}[RendererId];

/** A change of some options of any renderer; the engine parses it with the schema of the renderer that runs. */
export type OptionsPatch = Readonly<Record<string, unknown>>;
