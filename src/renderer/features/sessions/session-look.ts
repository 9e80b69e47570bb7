/** How a kept session looked, read from its settings; what cannot be read is as the studio's settings say now. Pure. */
import { CompositorOptions } from '../../../shared/compositor-options.ts';
import { RENDERER_IDS } from '../../../shared/renderer-options/choose-renderer.ts';
import { PortraitOptions } from '../../../shared/renderer-options/portrait.ts';
import type { RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import type { SessionView } from '../../../shared/studio/sessions.ts';

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

/** What a person reads of the settings: names of i18n keys or plain names, and values. Left out: what is shown elsewhere and long lists. */
export const settingLines = (settings: SessionView['settings']): { name: string; value: string }[] =>
  Object.entries(settings).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [{ name, value: String(value) }]
      : [],
  );
