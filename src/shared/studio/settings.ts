/** Settings the studio keeps for its user. */
import { z } from 'zod';
import { CompositorOptions } from '../compositor-options.ts';
import { CommandId, DesktopPreferences } from '../desktop-facts.ts';
import { PortraitOptions } from '../renderer-options/portrait.ts';
import { ServerSettings } from './access.ts';
import { AvatarBackground } from './avatar-profile.ts';
import { method, Nothing, StudioId } from './method.ts';

/** A voice and how it speaks. */
export const VoiceSettings = z.object({
  voiceId: z.string().max(100).nullable(),
  rate: z.number().min(0.5).max(2),
  pitch: z.number().min(0.5).max(2),
});
/** Parsed VoiceSettings. */
export type VoiceSettings = z.infer<typeof VoiceSettings>;

/** A look under a name: what a comparison found, to be used again or given to others. */
export const LookPreset = z.object({
  name: z.string().min(1).max(60),
  renderer: z.enum(['portrait', 'wav2lip', 'musetalk']).optional(),
  portrait: PortraitOptions,
  compositor: CompositorOptions,
  voice: VoiceSettings.optional(),
});
/** Parsed LookPreset. */
export type LookPreset = z.infer<typeof LookPreset>;

/** A look that was voted on. */
export const VotedLook = LookPreset.pick({ portrait: true, compositor: true }).extend({
  renderer: z.enum(['portrait', 'wav2lip', 'musetalk']),
});
/** Parsed VotedLook. */
export type VotedLook = z.infer<typeof VotedLook>;

const Votes = z.number().int().min(0);

/** What blind tests said of two looks: votes for the first, for the second, and for no difference. */
export const Ballot = z.object({
  looks: z.tuple([VotedLook, VotedLook]),
  first: Votes,
  second: Votes,
  same: Votes,
});
/** Parsed Ballot. */
export type Ballot = z.infer<typeof Ballot>;

/** Most pairs of looks whose votes are kept. */
export const MAX_BALLOTS = 100;

/** Everything that is on the stage at once, under a name. null: as the avatar's profile or the studio has it. */
export const Scene = z.object({
  id: StudioId,
  name: z.string().trim().min(1).max(40),
  avatarId: StudioId.nullable(),
  background: AvatarBackground.nullable().default(null),
  renderer: z.enum(['portrait', 'wav2lip', 'musetalk']),
  portrait: PortraitOptions,
  compositor: CompositorOptions,
  voiceId: z.string().max(100).nullable(),
  rate: z.number().min(0.5).max(2),
  pitch: z.number().min(0.5).max(2),
});
/** Parsed Scene. */
export type Scene = z.infer<typeof Scene>;

/** The studio's own choices that an avatar or a scene on the stage has laid its own over. */
export const SetAside = Scene.pick({
  renderer: true,
  portrait: true,
  compositor: true,
  voiceId: true,
  rate: true,
  pitch: true,
})
  .extend({ stageBackground: AvatarBackground.nullable() })
  .partial();
/** Parsed SetAside. */
export type SetAside = z.infer<typeof SetAside>;

/** Most scenes. */
export const MAX_SCENES = 24;

/** How the window that only shows the stage is opened. `onTop` and `clickThrough` work in the desktop app. */
export const FeedSettings = z.object({
  transparent: z.boolean().default(false),
  sound: z.boolean().default(false),
  onTop: z.boolean().default(false),
  clickThrough: z.boolean().default(false),
});
/** Parsed FeedSettings. */
export type FeedSettings = z.infer<typeof FeedSettings>;

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
  /** Who may use the server of this studio. */ server: ServerSettings.default(ServerSettings.parse({})),
  presets: z.array(LookPreset).max(200).default([]),
  /** Of blind tests, the newest last. */ ballots: z.array(Ballot).max(MAX_BALLOTS).default([]),
  greeted: z.boolean().default(false),
  /** First steps that were taken; `skipped`: the rest is not wanted. */ firstSteps: z
    .array(z.enum(['choose', 'speak', 'keep', 'skipped']))
    .max(4)
    .default([]),
  scenes: z.array(Scene).max(MAX_SCENES).default([]),
  /** Behind a picture with alpha on the stage; null: as the avatar's profile says. */ stageBackground:
    AvatarBackground.nullable().default(null),
  /** Keys of commands that are not the usual ones: command id → keys; empty: none. */ hotkeys: z
    .record(CommandId, z.string().max(40))
    .default({}),
  /** Put back when somebody else comes on the stage; null: the settings are the studio's own. */ setAside:
    SetAside.nullable().default(null),
  feed: FeedSettings.default(FeedSettings.parse({})),
  /** A new text stops what is being said instead of waiting. */ textInterrupts: z.boolean().default(false),
  /** A voice at the microphone stops what is being said. */ voiceInterrupts: z.boolean().default(false),
  keepSessionAudio: z.boolean().default(true),
  /** Sessions older than this are forgotten, days; 0 keeps them. */ keepSessionsDays: z
    .number()
    .int()
    .min(0)
    .max(3650)
    .default(0),
  /** Of the desktop app; a browser leaves it alone. */ desktop: DesktopPreferences.default(
    DesktopPreferences.parse({}),
  ),
  /** Sound of the oldest sessions is forgotten beyond this, MB. */ keepAudioMb: z
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(2048),
  /** Finished exports are deleted after this, days; 0 keeps them. */ keepExportsDays: z
    .number()
    .int()
    .min(0)
    .max(3650)
    .default(0),
  /** The oldest finished exports are deleted beyond this, MB; 0 keeps them. */ keepExportsMb: z
    .number()
    .int()
    .min(0)
    .max(10_000_000)
    .default(0),
});
/** Parsed StudioSettings. */
export type StudioSettings = z.infer<typeof StudioSettings>;

/** name → schemas of parameters and result. */
export const SETTINGS_METHODS = {
  'settings.get': method(Nothing, StudioSettings),
  'settings.update': method(StudioSettings.partial(), StudioSettings),
} as const;
