/** The settings that are compared, and presets of them as files. Pure. */
import { z } from 'zod';
import { CompositorOptions } from '../../../shared/compositor-options.ts';
import { StudioError } from '../../../shared/errors.ts';
import { PortraitOptions } from '../../../shared/renderer-options/portrait.ts';
import { LookPreset, type StudioSettings, type VoiceSettings } from '../../../shared/studio/settings.ts';
import { MAX_VARIANTS } from '../../../shared/variant.ts';

/** One side: who draws it and how, and the voice that is heard while it is open. */
export type Side = {
  readonly renderer: StudioSettings['renderer'];
  readonly portrait: PortraitOptions;
  readonly compositor: CompositorOptions;
  readonly voice: VoiceSettings;
};

/** Names of the sides, in their order. */
export const SIDE_NAMES = ['A', 'B', 'C', 'D'] as const;

/** Fewest sides. */
export const LEAST_SIDES = 2;

/** What a comparison begins with: the setting in use, and another mode of blending. */
export const firstSides = (used: Side): Side[] => {
  const mode = used.compositor.mode === 'basic' ? 'easy_improved' : 'basic';
  return [used, { ...used, compositor: { ...used.compositor, mode } }];
};

/** One more side, like the last one; the same list when there are enough. */
export const addSide = (sides: readonly Side[]): readonly Side[] =>
  sides.length >= MAX_VARIANTS ? sides : [...sides, sides.at(-1)!];

/** Without side `index`; the same list when there are no more than two. */
export const removeSide = (sides: readonly Side[], index: number): readonly Side[] =>
  sides.length <= LEAST_SIDES ? sides : sides.filter((_, i) => i !== index);

/** The sides as the server takes them. */
export const wireSides = (sides: readonly Side[]) =>
  sides.map(({ renderer, portrait, compositor }) => ({ renderer, portrait, compositor, label: '' }));

const PresetFile = z.object({
  kind: z.literal('mouthpiece-preset'),
  version: z.literal(1),
  preset: LookPreset,
});

/** A preset as the text of a file that can be given to others. */
export const presetText = (preset: LookPreset): string =>
  `${JSON.stringify({ kind: 'mouthpiece-preset', version: 1, preset }, null, 2)}\n`;

/** The preset in a file. @throws StudioError `request/invalid`. */
export const readPreset = (text: string): LookPreset => {
  try {
    return PresetFile.parse(JSON.parse(text)).preset;
  } catch {
    throw new StudioError('request/invalid', 'This file holds no preset of Mouthpiece.');
  }
};

/** A preset as a side; what older presets do not say stays as it was `before`. */
export const sideOf = (preset: LookPreset, before: Side): Side => ({
  renderer: preset.renderer ?? before.renderer,
  portrait: PortraitOptions.parse(preset.portrait),
  compositor: CompositorOptions.parse(preset.compositor),
  voice: preset.voice ?? before.voice,
});
