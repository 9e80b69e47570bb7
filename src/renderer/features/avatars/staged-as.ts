/** How an avatar goes on the stage as its user settled it, over what the studio's settings say. Knows no session. */
import { frameOfShape } from '../../../shared/framing.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import type { StudioSettings } from '../../../shared/studio/settings.ts';
import { previewSize } from '../stage/preview-size.ts';

/** The size of its frame, who draws it, and what is behind it; without `background` main knows it. */
export const stagedAs = (
  avatar: AvatarView,
  left: { renderer: StudioSettings['renderer']; background: string },
): { width: number; height: number; renderer: StudioSettings['renderer']; background?: string } => {
  const { shape, background, renderer } = avatar.profile;
  const own = background.kind === 'colour' || background.kind === 'image';
  return {
    ...previewSize(frameOfShape(shape, avatar)),
    renderer: renderer ?? left.renderer,
    ...(own ? {} : { background: left.background }),
  };
};

/** Changes when the stage must show it anew. */
export const settledKey = ({ id, profile }: AvatarView): string => {
  const { shape, framing, background, renderer, liveliness } = profile;
  return JSON.stringify([id, shape, framing, background, renderer, liveliness]);
};

/** Its own voice where it has one, else the settings'. */
export const settledVoice = (
  { voiceId, rate, pitch }: Pick<StudioSettings, 'voiceId' | 'rate' | 'pitch'>,
  avatar: Pick<AvatarView, 'profile'> | null,
): { voiceId: string | null; rate: number; pitch: number } => ({
  voiceId: avatar?.profile.voiceId ?? voiceId,
  rate: avatar?.profile.rate ?? rate,
  pitch: avatar?.profile.pitch ?? pitch,
});
