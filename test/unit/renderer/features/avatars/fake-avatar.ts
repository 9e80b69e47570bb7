/** An avatar as the page gets it, with what a test is about. */
import { AvatarProfile } from '../../../../../src/shared/studio/avatar-profile.ts';
import type { AvatarView } from '../../../../../src/shared/studio/avatars.ts';

/** `profile` over the defaults. */
export const fakeAvatar = (
  id: string,
  { profile, ...facts }: Partial<Omit<AvatarView, 'profile'>> & { profile?: Partial<AvatarProfile> } = {},
): AvatarView => ({
  id,
  name: id,
  width: 800,
  height: 1000,
  hasAlpha: false,
  demo: false,
  licence: '',
  createdAt: '2026-01-01T00:00:00Z',
  pictureUrl: `/studio/avatars/${id}/picture`,
  thumbnailUrl: `/studio/avatars/${id}/thumbnail`,
  mouth: null,
  mouthSource: 'none',
  mouthRevision: 1,
  pictureHash: null,
  faces: [],
  faceIndex: 0,
  moving: null,
  revision: 0,
  lastUsedAt: null,
  ...facts,
  profile: { ...AvatarProfile.parse({}), ...profile },
});
