/** What is chosen when a session is made into a file, and what is asked for then. Pure. */
import type { PostprocessMode } from '../../../shared/compositor-options.ts';
import type { RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import type { StudioSettings } from '../../../shared/studio/settings.ts';
import type { StudioParams } from '../../../shared/studio-api.ts';
import { rgbOf } from '../../ui/hex-colour.ts';
import type { FileChoice } from '../export/export-fields.tsx';
import { canBeClear, exportSize } from '../export/export-sizes.ts';
import type { ExportChoice } from '../export/exports.ts';
import { behindOf, type Look, lookOf } from './session-look.ts';

/** The session's own look; the stage's of now; else a preset's name. */
export const THEN = 'past';
/** See THEN. */
export const NOW = 'now';
/** The kept sound, not a voice. */
export const SOUND = 'sound';

/** What the fields hold. `renderer` and `mode` null: as the look says; `part`: a take's id; `background`: `#rrggbb` or empty. */
export type AgainChoice = FileChoice & {
  avatarId: string | null;
  look: string;
  renderer: RendererId | null;
  mode: PostprocessMode | null;
  voice: string;
  part: string;
  background: string;
};

/** The looks there are: then, now, and the presets under their names. */
export const lookSources = (
  session: SessionView,
  now: Pick<StudioSettings, 'renderer' | 'portrait' | 'compositor' | 'presets'>,
): { id: string; name?: string; look: Look }[] => {
  const { renderer, portrait, compositor, presets } = now;
  const current = { renderer, portrait, compositor };
  return [
    { id: THEN, look: lookOf(session, current) },
    { id: NOW, look: current },
    ...presets.map(preset => ({
      id: `preset ${preset.name}`,
      name: preset.name,
      look: { renderer, portrait: preset.portrait, compositor: preset.compositor },
    })),
  ];
};

type Speech = StudioParams<'exports.start'>['speech'];

/** What is asked for. `textOf` reads all that a session was given to say. */
export const againAsk = (
  session: SessionView,
  avatar: Pick<AvatarView, 'width' | 'height' | 'hasAlpha'>,
  choice: AgainChoice,
  look: Look,
  textOf: (id: string) => Promise<string>,
): { file: ExportChoice; speechOf(): Promise<Speech> } => {
  const { container, edge, shape, fps, voice, part, mode, renderer } = choice;
  const own = rgbOf(choice.background);
  const take = session.takes.find(({ id }) => id === part);
  return {
    file: {
      container,
      ...exportSize(avatar, edge, shape),
      fps,
      transparent: choice.transparent && canBeClear(container) && avatar.hasAlpha,
      ...(own === null ? behindOf(session.settings, null) : { backgroundRgb: own }),
      look: {
        renderer: renderer ?? look.renderer,
        portrait: look.portrait,
        compositor: mode === null ? look.compositor : { ...look.compositor, mode },
      },
    },
    speechOf: async () =>
      voice === SOUND
        ? {
            kind: 'session',
            sessionId: session.id,
            fromMs: take?.fromMs ?? 0,
            toMs: take?.toMs ?? null,
            // Another look keeps what the face did, not how it was drawn.
            changes: choice.look === THEN && mode === null ? 'all' : 'expressions',
          }
        : { kind: 'text', text: await textOf(session.id), voiceId: voice, ofSession: session.id },
  };
};
