/** Where the live picture lies in its small window so that the face fills it. Knows shares, not pixels of the screen. */
import type { CSSProperties } from 'react';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { faceCrop } from '../avatars/face-crop.ts';

const FACE_ROOM = 1.12;

/** CSS of a picture that is placed absolutely in a window; a picture without a face is shown whole. */
export const faceStyle = (
  avatar: Pick<AvatarView, 'width' | 'height' | 'faces' | 'faceIndex'>,
): CSSProperties => {
  if (avatar.faces.length === 0) return { inset: 0, width: '100%', height: '100%', objectFit: 'contain' };
  const { width, height } = avatar;
  const { x, y, side } = faceCrop(avatar, FACE_ROOM);
  const share = (of: number, whole: number): string => `${(100 * of) / whole}%`;
  return {
    top: `-${share(y, side)}`,
    left: '50%',
    height: share(height, side),
    aspectRatio: `${width} / ${height}`,
    transform: `translateX(-${share(x + side / 2, width)})`,
  };
};
