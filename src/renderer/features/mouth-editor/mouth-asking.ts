/** Asks the server for a mouth that is to be edited, and for what was found in its picture. Knows no view. */
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';
import type { Film } from './mouth-work.ts';

/** Where avatars are known from, and who is asked. */
export type MouthSources = { call: StudioApi['call']; avatar(id: string): AvatarView | null };

/**
 * An avatar with its whole mouth as it is stored now; `mouth` null: not set. Null: there is no such avatar, or nobody waits for it
 * any more. Rejects with the server's errors.
 */
export const askMouth = async (
  { call, avatar: known }: MouthSources,
  id: string,
  isAwaited: () => boolean,
): Promise<{ avatar: AvatarView; mouth: MouthMetadata | null } | null> => {
  for (let avatar = known(id); avatar !== null; ) {
    const { mouthRevision: revision } = avatar;
    const mouth = avatar.mouth && (await call('avatars.mouthAt', { id, revision }));
    if (!isAwaited()) return null;
    // It may have been stored anew while this one was on its way.
    const now = known(id);
    if (now?.mouthRevision === revision) return { avatar: now, mouth };
    avatar = now;
  }
  return null;
};

/** What was found in the picture, and the mouths of a film; null: nothing, and no film. */
export const askFound = async (
  { call }: Pick<MouthSources, 'call'>,
  { id, moving }: AvatarView,
): Promise<{ detected: MouthMetadata | null; film: Film | null }> => {
  const seen = moving === null ? null : call('avatars.frameMouths', { id });
  const [detected, film] = await Promise.all([call('avatars.detectedMouth', { id }), seen]);
  return { detected, film };
};
