/** Where a picture goes in a frame, and what that does to points. Pure geometry; knows no pixels and no faces' origin. */
import type { FrameFit } from '../../../shared/avatar.ts';
import { clamp, coverCrop, framedCrop, type Size, type Subject } from '../../../shared/framing.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { Framing as UserFraming } from '../../../shared/studio/avatar-profile.ts';

/** A part of the picture (whole pixels) and the place in the frame (whole pixels) it is scaled to. */
export type Framing = {
  source: { left: number; top: number; width: number; height: number };
  place: { left: number; top: number; width: number; height: number };
};

/** What `cover` looks at: the user's framing wins, then the head; null: the middle of the width, and the upper part. */
export type CoverAim = { framing: UserFraming | undefined; subject: Subject | null };

/** How `picture` fills `frame`. */
export const frameFor = (picture: Size, frame: Size, fit: FrameFit, aim: CoverAim): Framing => {
  const all = { left: 0, top: 0, width: picture.width, height: picture.height };
  const full = { left: 0, top: 0, width: frame.width, height: frame.height };
  switch (fit) {
    case 'stretch':
      return { source: all, place: full };
    case 'contain':
      return { source: all, place: containedIn(picture, frame) };
    case 'cover':
      return { source: coverSource(picture, frame, aim), place: full };
  }
};

const containedIn = (picture: Size, frame: Size): Framing['place'] => {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const width = Math.min(frame.width, Math.max(1, Math.round(picture.width * scale)));
  const height = Math.min(frame.height, Math.max(1, Math.round(picture.height * scale)));
  return {
    left: Math.floor((frame.width - width) / 2),
    top: Math.floor((frame.height - height) / 2),
    width,
    height,
  };
};

/** Whole pixels, at least one, within the picture. */
const coverSource = (picture: Size, frame: Size, { framing, subject }: CoverAim): Framing['source'] => {
  const crop = framing ? framedCrop(picture, frame, framing) : coverCrop(picture, frame, subject);
  const width = clamp(Math.round(crop.width), 1, picture.width);
  const height = clamp(Math.round(crop.height), 1, picture.height);
  return {
    left: clamp(Math.round(crop.left), 0, picture.width - width),
    top: clamp(Math.round(crop.top), 0, picture.height - height),
    width,
    height,
  };
};

/** A mapping of normalised picture coordinates to normalised frame coordinates. */
export type FrameMap = { x(x: number): number; y(y: number): number; scaleX: number; scaleY: number };

/** The mapping `framing` makes. */
export const mapOf = (framing: Framing, picture: Size, frame: Size): FrameMap => {
  const { source, place } = framing;
  const scaleX = (picture.width / source.width) * (place.width / frame.width);
  const scaleY = (picture.height / source.height) * (place.height / frame.height);
  return {
    x: x =>
      ((x * picture.width - source.left) / source.width) * (place.width / frame.width) +
      place.left / frame.width,
    y: y =>
      ((y * picture.height - source.top) / source.height) * (place.height / frame.height) +
      place.top / frame.height,
    scaleX,
    scaleY,
  };
};

/** Whether the middle of a mouth, normalised to the picture, is in the frame with some room about it. */
export const showsMouth = (mouth: MouthMetadata, map: FrameMap): boolean => {
  const { mouth_center, mouth_rx, mouth_ry } = mouth.animation;
  const [x, y] = [map.x(mouth_center[0]), map.y(mouth_center[1])];
  const [rx, ry] = [mouth_rx * map.scaleX, mouth_ry * map.scaleY];
  return x - rx >= 0 && x + rx <= 1 && y - ry >= 0 && y + ry <= 1;
};

/** Landmarks (x y z, normalised to the picture; z in picture widths) in the frame; z in frame widths. */
export const mapLandmarks = (landmarks: Float32Array, map: FrameMap): Float32Array => {
  const mapped = new Float32Array(landmarks.length);
  for (let index = 0; index < landmarks.length; index += 3) {
    mapped[index] = map.x(landmarks[index]!);
    mapped[index + 1] = map.y(landmarks[index + 1]!);
    mapped[index + 2] = landmarks[index + 2]! * map.scaleX;
  }
  return mapped;
};

/** Mouth metadata in the frame; unknown keys are kept, boxes are clamped to the frame and dropped when nothing is left. */
export const mapMouth = (mouth: MouthMetadata, map: FrameMap): MouthMetadata => {
  const point = ([x, y]: readonly [number, number]): [number, number] => [map.x(x), map.y(y)];
  const { animation, face_box, model_crop, ...rest } = mouth;
  const { outer_lip, inner_mouth } = animation;
  const faceBox = face_box ? mapBox(face_box, map) : null;
  const modelCrop = model_crop ? mapBox(model_crop, map) : null;
  return {
    ...rest,
    animation: {
      ...animation,
      mouth_center: point(animation.mouth_center),
      mouth_rx: animation.mouth_rx * map.scaleX,
      mouth_ry: animation.mouth_ry * map.scaleY,
      ...(outer_lip ? { outer_lip: outer_lip.map(point) } : {}),
      ...(inner_mouth ? { inner_mouth: inner_mouth.map(point) } : {}),
    },
    ...(faceBox ? { face_box: faceBox } : {}),
    ...(modelCrop ? { model_crop: modelCrop } : {}),
  };
};

type Box = [number, number, number, number];

const mapBox = (box: readonly [number, number, number, number], map: FrameMap): Box | null => {
  const mapped: Box = [
    clamp(map.x(box[0]), 0, 1),
    clamp(map.y(box[1]), 0, 1),
    clamp(map.x(box[2]), 0, 1),
    clamp(map.y(box[3]), 0, 1),
  ];
  return mapped[2] > mapped[0] && mapped[3] > mapped[1] ? mapped : null;
};
