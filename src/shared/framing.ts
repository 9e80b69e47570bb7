/** Which part of a picture fills a frame: about its face by itself, or as a user framed it. Pure geometry, the same for the engine and the page. */
import type { MouthMetadata } from './mouth-metadata.ts';
import type { FrameShape, Framing } from './studio/avatar-profile.ts';

/** A size in pixels; only its shape matters where it says so. */
export type Size = { width: number; height: number };

/** A part of a picture in its pixels, not rounded. */
export type Crop = { left: number; top: number; width: number; height: number };

/** What `cover` keeps in view, in picture pixels: from the top of the hair to below the chin. */
export type Subject = { centreX: number; top: number; chin: number };

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
/** The mesh of a face ends at the hair line; hair adds about this many face heights. */
const HAIR = 0.35;
/** Frames whose shapes differ by less than this are of one shape: sides are whole, even pixels. */
const SAME_SHAPE = 0.03;

/** Width over height of the shapes; `own` is the picture's. */
const ASPECTS: Readonly<Record<Exclude<FrameShape, 'own'>, number>> = {
  portrait: 9 / 16,
  square: 1,
  wide: 16 / 9,
};

/** The value, or the bound it passes; `low` wins. */
export const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), Math.max(low, high));

/** The head about a face whose box ([left, top, right, bottom], hair line to chin) is normalised to a picture of `size`. */
export const subjectOfBox = (
  [left, top, right, bottom]: readonly [number, number, number, number],
  { width, height }: Size,
): Subject => ({
  centreX: ((left + right) / 2) * width,
  top: Math.max(0, (top - HAIR * (bottom - top)) * height),
  chin: bottom * height,
});

/** About a hand-drawn mouth: the usual proportions of a head, in mouth widths. */
export const subjectOfMouth = (
  mouth: { animation: Pick<MouthMetadata['animation'], 'mouth_center' | 'mouth_rx'> },
  size: Size,
): Subject => {
  const { mouth_center, mouth_rx } = mouth.animation;
  const centreX = mouth_center[0] * size.width;
  const centreY = mouth_center[1] * size.height;
  const mouthWidth = mouth_rx * 2 * size.width;
  return {
    centreX,
    top: Math.max(0, centreY - 3 * mouthWidth),
    chin: Math.min(size.height, centreY + 0.9 * mouthWidth),
  };
};

/** Width over height of a shape for this picture. */
export const aspectOf = (shape: FrameShape, picture: Size): number =>
  shape === 'own' ? picture.width / picture.height : ASPECTS[shape];

/** A frame of this shape whose longer side is the picture's. */
export const frameOfShape = (shape: FrameShape, picture: Size): Size => {
  const aspect = aspectOf(shape, picture);
  const edge = Math.max(picture.width, picture.height);
  return aspect >= 1 ? { width: edge, height: edge / aspect } : { width: edge * aspect, height: edge };
};

/** The shape a frame of this size has; `preferred` where the picture's own shape is one of the others. Null: none of them. */
export const shapeOf = (frame: Size, picture: Size, preferred: FrameShape): FrameShape | null => {
  const wanted = Math.log(frame.width / frame.height);
  const fits = (shape: FrameShape): boolean =>
    Math.abs(wanted - Math.log(aspectOf(shape, picture))) < SAME_SHAPE;
  const shapes: readonly FrameShape[] = [preferred, 'own', 'portrait', 'square', 'wide'];
  return shapes.find(fits) ?? null;
};

/** The largest part of the picture that has the frame's shape. */
const covering = (picture: Size, frame: Size): Size => {
  const aspect = frame.width / frame.height;
  const height = Math.min(picture.height, picture.width / aspect);
  return { width: height * aspect, height };
};

const within = (picture: Size, { left, top, width, height }: Crop): Crop => ({
  left: clamp(left, 0, picture.width - width),
  top: clamp(top, 0, picture.height - height),
  width,
  height,
});

/** What `cover` shows by itself. `subject` null: the middle of the width, and the upper part. `frame` in its real pixels. */
export const coverCrop = (picture: Size, frame: Size, subject: Subject | null): Crop => {
  let { height } = covering(picture, frame);
  if (subject) {
    const head = subject.chin - subject.top;
    height = Math.min(height, Math.max(head / SMALLEST_HEAD, frame.height / LARGEST_ENLARGEMENT));
  }
  const width = height * (frame.width / frame.height);
  const left = (subject?.centreX ?? picture.width / 2) - width / 2;
  return within(picture, { left, top: coverTop(picture, height, subject), width, height });
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

/** What a frame shows as a user framed it; only the frame's shape matters. Never beyond the picture. */
export const framedCrop = (picture: Size, frame: Size, { centre, zoom }: Framing): Crop => {
  const largest = covering(picture, frame);
  const width = largest.width / zoom;
  const height = largest.height / zoom;
  const left = centre[0] * picture.width - width / 2;
  const top = centre[1] * picture.height - height / 2;
  return within(picture, { left, top, width, height });
};

/** The framing that shows a crop of the frame's shape. */
export const framingOfCrop = (picture: Size, frame: Size, crop: Crop): Framing => ({
  centre: [
    clamp((crop.left + crop.width / 2) / picture.width, 0, 1),
    clamp((crop.top + crop.height / 2) / picture.height, 0, 1),
  ],
  zoom: clamp(covering(picture, frame).height / crop.height, 1, MOST_ZOOM),
});

/** Closest a picture can be framed. */
export const MOST_ZOOM = 8;

/** A framing moved by shares of the frame (right and down show what lies there) and zoomed by a factor; it stays within the picture. */
export const reframed = (
  picture: Size,
  frame: Size,
  framing: Framing,
  { dx = 0, dy = 0, by = 1 }: { dx?: number; dy?: number; by?: number },
): Framing => {
  const zoom = clamp(framing.zoom * by, 1, MOST_ZOOM);
  const now = framedCrop(picture, frame, framing);
  const centre: [number, number] = [
    clamp((now.left + now.width / 2 + dx * now.width) / picture.width, 0, 1),
    clamp((now.top + now.height / 2 + dy * now.height) / picture.height, 0, 1),
  ];
  return framingOfCrop(picture, frame, framedCrop(picture, frame, { centre, zoom }));
};
