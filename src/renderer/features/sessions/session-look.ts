/** How a kept session looked, read from its settings; what cannot be read is as the studio's settings say now. Pure. */
import { z } from 'zod';
import { CompositorOptions } from '../../../shared/compositor-options.ts';
import type { LookChange } from '../../../shared/look-change.ts';
import { RENDERER_IDS } from '../../../shared/renderer-options/choose-renderer.ts';
import { PortraitOptions } from '../../../shared/renderer-options/portrait.ts';
import type { RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import type { StudioParams } from '../../../shared/studio-api.ts';
import { type Rgb, rgbOf } from '../../ui/hex-colour.ts';
import type { LiveAsk } from '../stage/live-link.ts';

/** Who draws, and how the mouth is put back. */
export type Look = { renderer: RendererId; portrait: PortraitOptions; compositor: CompositorOptions };

/** The session's own where it is written down. */
export const lookOf = ({ settings }: Pick<SessionView, 'settings'>, fallback: Look): Look => {
  const renderer = RENDERER_IDS.find(id => id === settings.renderer) ?? fallback.renderer;
  const portrait = PortraitOptions.safeParse(settings.portrait);
  const compositor = CompositorOptions.safeParse(settings.compositor);
  return {
    renderer,
    portrait: portrait.success && settings.portrait !== undefined ? portrait.data : fallback.portrait,
    compositor: compositor.success ? compositor.data : fallback.compositor,
  };
};

/** How it is drawn once these changes were made. */
export const lookAfter = (look: Look, changes: readonly LookChange[]): Look => {
  let { portrait, compositor } = look;
  for (const change of changes) {
    if (change.renderer === 'portrait') portrait = PortraitOptions.parse({ ...portrait, ...change.options });
    compositor = { ...compositor, ...change.compositor };
  }
  return { renderer: look.renderer, portrait, compositor };
};

const Behind = z.union([z.string(), z.object({ avatar_id: z.string() })]);

/** What stood behind the session's picture, as an export is asked for it; nothing: as the avatar's profile says. `clear`: what was seen through a transparent one. */
export const behindOf = (
  settings: SessionView['settings'],
  clear: Rgb | null,
): Pick<StudioParams<'exports.start'>, 'backgroundRgb' | 'backgroundId'> => {
  const { data: drawn } = Behind.safeParse(settings.background);
  if (drawn === undefined) return {};
  if (typeof drawn === 'object') return { backgroundId: drawn.avatar_id };
  return { backgroundRgb: drawn === 'transparent' ? clear : rgbOf(drawn) };
};

/** The same for a live session; `clear`: what is seen through a transparent one. */
export const backdropOf = (settings: SessionView['settings'], clear: string): Pick<LiveAsk, 'background'> => {
  const { data: drawn } = Behind.safeParse(settings.background);
  if (drawn === undefined) return {};
  return { background: drawn === 'transparent' ? clear : drawn };
};

/** What a person reads of the settings: names of i18n keys or plain names, and values. Left out: what is shown elsewhere and long lists. */
export const settingLines = (settings: SessionView['settings']): { name: string; value: string }[] =>
  Object.entries(settings).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [{ name, value: String(value) }]
      : [],
  );
