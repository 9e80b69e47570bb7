/** Where a picture goes in a frame, and what that does to points. Pure geometry; knows no pixels and no faces' origin. */
import type { FrameFit } from '../../../shared/avatar.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';

/** A part of the picture (whole pixels) and the place in the frame (whole pixels) it is scaled to. */
export type Framing = {
  source: { left: number; top: number; width: number; height: number };
  place: { left: number; top: number; width: number; height: number };
};

/** What `cover` keeps in view, in picture pixels: from the top of the hair to below the chin. */
export type Subject = { centreX: number; top: number; chin: number };

type Size = { width: number; height: number };

/** In `cover` a face (hair to chin) is at least this share of the frame's height… */
const SMALLEST_HEAD = 0.24;
/** …unless the picture would be enlarged by more than this. */
const LARGEST_ENLARGEMENT = 2;
/** Where the middle of the head goes in a frame lower than the picture, share of its height. */
const HEAD_POSITION = 0.42;
/** Room kept under the chin (less in a frame lower than the head: there the eyes need it) and over the hair, in head heights. */
const CHIN_ROOM = 0.12;
const LEAST_CHIN_ROOM = 0.03;
const HEAD_ROOM = 0.06;

/** How `picture` fills `frame`. `subject` null: `cover` keeps the middle of the width and favours the upper part. */
export const frameFor = (picture: Size, frame: Size, fit: FrameFit, subject: Subject | null): Framing => {
  const all = { left: 0, top: 0, width: picture.width, height: picture.height };
  const full = { left: 0, top: 0, width: frame.width, height: frame.height };
  switch (fit) {
    case 'stretch':
      return { source: all, place: full };
    case 'contain':
      return { source: all, place: containedIn(picture, frame) };
    case 'cover':
      return { source: coverCrop(picture, frame, subject), place: full };
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

const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), Math.max(low, high));

const coverCrop = (picture: Size, frame: Size, subject: Subject | null): Framing['source'] => {
  const aspect = frame.width / frame.height;
  let height = Math.min(picture.height, picture.width / aspect);
  if (subject) {
    const head = subject.chin - subject.top;
    const closest = Math.max(head / SMALLEST_HEAD, frame.height / LARGEST_ENLARGEMENT);
    height = Math.min(height, closest);
  }
  const width = height * aspect;
  const left = clamp((subject?.centreX ?? picture.width / 2) - width / 2, 0, picture.width - width);
  const top = clamp(coverTop(picture, height, subject), 0, picture.height - height);
  const wholeWidth = clamp(Math.round(width), 1, picture.width);
  const wholeHeight = clamp(Math.round(height), 1, picture.height);
  return {
    left: clamp(Math.round(left), 0, picture.width - wholeWidth),
    top: clamp(Math.round(top), 0, picture.height - wholeHeight),
    width: wholeWidth,
    height: wholeHeight,
  };
};

const coverTop = (picture: Size, height: number, subject: Subject | null): number => {
  // Without a face: most portraits have the head in the upper third.
  if (!subject) return (picture.height - height) * 0.3;
  const head = subject.chin - subject.top;
  const wanted = (subject.top + subject.chin) / 2 - HEAD_POSITION * height;
  const overHair = Math.min(wanted, subject.top - HEAD_ROOM * head);
  // The chin wins over the hair: a mouth without its chin cannot be moved.
  const room = clamp(height - head, LEAST_CHIN_ROOM * head, CHIN_ROOM * head);
  return Math.max(overHair, subject.chin + room - height);
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
