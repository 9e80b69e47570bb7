/** How an avatar goes on the stage as its user settled it, over what the studio's settings say. Knows no session. */
import { frameOfShape } from '../../../shared/framing.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { previewSize } from '../stage/preview-size.ts';

/** The size of its frame and what is behind it; without `background` main knows it. */
export const stagedAs = (
  avatar: AvatarView,
  left: { background: string },
): { width: number; height: number; background?: string } => {
  const { shape, background } = avatar.profile;
  const own = background.kind === 'colour' || background.kind === 'image';
  return {
    ...previewSize(frameOfShape(shape, avatar)),
    ...(own ? {} : { background: left.background }),
  };
};

/** Changes when the stage must show it anew; who draws it is among the settings. */
export const settledKey = ({ id, profile }: AvatarView): string => {
  const { shape, framing, background, liveliness } = profile;
  return JSON.stringify([id, shape, framing, background, liveliness]);
};
