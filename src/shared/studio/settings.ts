/** Settings the studio keeps for its user. */
import { z } from 'zod';
import { CompositorOptions } from '../compositor-options.ts';
import { PortraitOptions } from '../renderer-options/portrait.ts';
import { method, Nothing } from './method.ts';

/** A look under a name: what a comparison found, to be used again or given to others. */
export const LookPreset = z.object({
  name: z.string().min(1).max(60),
  portrait: PortraitOptions,
  compositor: CompositorOptions,
});
/** Parsed LookPreset. */
export type LookPreset = z.infer<typeof LookPreset>;

/** Settings the studio keeps. Unknown keys are dropped on read. */
export const StudioSettings = z.object({
  language: z.enum(['system', 'en', 'zh']).default('system'),
  theme: z.enum(['system', 'dark', 'light']).default('system'),
  selectedAvatarId: z.string().nullable().default(null),
  voiceId: z.string().nullable().default(null),
  rate: z.number().min(0.5).max(2).default(1),
  pitch: z.number().min(0.5).max(2).default(1),
  /** Who draws in the studio and in its videos; portrait where no model of the kind is installed any more. */ renderer:
    z.enum(['portrait', 'wav2lip', 'musetalk']).default('portrait'),
  portrait: PortraitOptions.default(PortraitOptions.parse({})),
  compositor: CompositorOptions.default(CompositorOptions.parse({})),
  /** Who draws for other programs that ask for wav2lip; the environment and the settings file win over it. */
  wav2lipRenderer: z.enum(['auto', 'portrait', 'wav2lip']).default('auto'),
  /** The same for musetalk. */
  musetalkRenderer: z.enum(['auto', 'portrait', 'musetalk']).default('auto'),
  /** More folders, absolute, whose frame folders other programs may name. */
  frameRoots: z.array(z.string().min(1).max(1000)).max(32).default([]),
  presets: z.array(LookPreset).max(200).default([]),
  greeted: z.boolean().default(false),
  keepSessionAudio: z.boolean().default(true),
  /** Sessions older than this are forgotten, days; 0 keeps them. */ keepSessionsDays: z
    .number()
    .int()
    .min(0)
    .max(3650)
    .default(0),
  /** Sound of the oldest sessions is forgotten beyond this, MB. */ keepAudioMb: z
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(2048),
});
/** Parsed StudioSettings. */
export type StudioSettings = z.infer<typeof StudioSettings>;

/** name → schemas of parameters and result. */
export const SETTINGS_METHODS = {
  'settings.get': method(Nothing, StudioSettings),
  'settings.update': method(StudioSettings.partial(), StudioSettings),
} as const;
