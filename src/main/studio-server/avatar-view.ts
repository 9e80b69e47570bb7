/** A kept avatar as lists show it. Knows no file and no store. */
import { sketchOf } from '../../shared/mouth-sketch.ts';
import type { AvatarView } from '../../shared/studio/avatars.ts';
import type { ListedAvatar, StoredAvatar } from '../store/store.ts';
import { pictureHashOf } from './picture-hash.ts';

/** Addresses are relative to the server. */
export const listedView = (avatar: ListedAvatar): AvatarView => {
  const base = `/studio/avatars/${encodeURIComponent(avatar.id)}`;
  const version = `?v=${avatar.sha256.slice(0, 12)}`;
  const { removedAt: _, sha256: __, format: ___, faces, moving, ...plain } = avatar;
  return {
    ...plain,
    pictureUrl: `${base}/picture${version}`,
    thumbnailUrl: `${base}/thumbnail${version}`,
    pictureHash: pictureHashOf(avatar),
    faces: faces.map(({ box: [left, top, right, bottom] }) => [left, top, right, bottom]),
    moving: moving && { frames: moving.frames, fps: moving.fps },
  };
};

/** The same of one that was read whole. */
export const viewOf = (avatar: StoredAvatar): AvatarView =>
  listedView({ ...avatar, mouth: avatar.mouth && sketchOf(avatar.mouth) });
