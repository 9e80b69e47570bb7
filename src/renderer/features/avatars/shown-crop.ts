/** Which part of an avatar's picture its frame shows, as main will draw it. Numbers only. */
import {
  type Crop,
  coverCrop,
  framedCrop,
  frameOfShape,
  framingOfCrop,
  type Size,
  subjectOfBox,
  subjectOfMouth,
} from '../../../shared/framing.ts';
import type { FrameShape, Framing } from '../../../shared/studio/avatar-profile.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { previewSize } from '../stage/preview-size.ts';

type Framed = Pick<AvatarView, 'width' | 'height' | 'faces' | 'faceIndex' | 'mouth' | 'profile'>;

/** The frame of a shape as the stage asks for it, px. */
export const stageFrame = (avatar: Size, shape: FrameShape): Size => previewSize(frameOfShape(shape, avatar));

/** The part of the picture, in its pixels. */
export const shownCrop = (avatar: Framed, shape: FrameShape): Crop => {
  const frame = stageFrame(avatar, shape);
  const framing = avatar.profile.framing[shape];
  if (framing !== undefined) return framedCrop(avatar, frame, framing);
  const face = avatar.faces[avatar.faceIndex] ?? avatar.faces[0];
  const subject =
    face !== undefined
      ? subjectOfBox(face, avatar)
      : avatar.mouth !== null
        ? subjectOfMouth(avatar.mouth, avatar)
        : null;
  return coverCrop(avatar, frame, subject);
};

/** The framing a user starts from: what is shown now. */
export const shownFraming = (avatar: Framed, shape: FrameShape): Framing =>
  avatar.profile.framing[shape] ?? framingOfCrop(avatar, stageFrame(avatar, shape), shownCrop(avatar, shape));

/** Whether the mouth is in the frame. */
export const showsMouth = (avatar: Framed, shape: FrameShape): boolean => {
  if (avatar.mouth === null) return true;
  const { left, top, width, height } = shownCrop(avatar, shape);
  const { mouth_center, mouth_rx, mouth_ry } = avatar.mouth.animation;
  const [x, y] = [mouth_center[0] * avatar.width, mouth_center[1] * avatar.height];
  const [rx, ry] = [mouth_rx * avatar.width, mouth_ry * avatar.height];
  return x - rx >= left && x + rx <= left + width && y - ry >= top && y + ry <= top + height;
};
