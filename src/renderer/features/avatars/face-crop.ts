/** Which square of a picture to show on a card: the face, with room around it. Knows numbers only. */
import type { AvatarView } from '../../../shared/studio/avatars.ts';

/** A square in picture pixels. */
export type Crop = { x: number; y: number; side: number };

const CARD_ROOM = 1.55;

/** What a card shows: the small picture, or the whole one where it has alpha (small ones stand on grey). */
export const cardPicture = (avatar: Pick<AvatarView, 'hasAlpha' | 'pictureUrl' | 'thumbnailUrl'>): string =>
  avatar.hasAlpha ? avatar.pictureUrl : avatar.thumbnailUrl;

/** The square about the speaking face; `room` in face sizes; without a face the upper middle of the picture. Lies within the picture. */
export const faceCrop = (
  avatar: Pick<AvatarView, 'width' | 'height' | 'faces' | 'faceIndex'>,
  room = CARD_ROOM,
): Crop => {
  const { width, height, faces, faceIndex } = avatar;
  const largest = Math.min(width, height);
  const face = faces[faceIndex] ?? faces[0];
  if (face === undefined) return { x: (width - largest) / 2, y: (height - largest) * 0.25, side: largest };
  const [left, top, right, bottom] = [face[0] * width, face[1] * height, face[2] * width, face[3] * height];
  const side = Math.min(largest, Math.max(right - left, bottom - top) * room);
  const clamp = (start: number, size: number) => Math.max(0, Math.min(size - side, start));
  return { x: clamp((left + right - side) / 2, width), y: clamp((top + bottom - side) / 2, height), side };
};
