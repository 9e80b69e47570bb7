/** What the editor edits: a mouth in pixels of its picture. To and from the stored metadata. Knows no screen. */
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { PlacedMouth } from '../../../shared/mouth-shape.ts';
import { boundsOf, type ImagePoint, imagePoint, meanOf } from './points.ts';

/** The two closed curves. */
export type CurveName = 'outer' | 'inner';
/** The two boxes. */
export type BoxName = 'faceBox' | 'modelCrop';
/** [left, top, right, bottom], pixels. */
export type Box = readonly [number, number, number, number];

/** A mouth. `inner` null: the lips are known, the gap between them is not. Radii in pixels. */
export type MouthDocument = {
  readonly outer: readonly ImagePoint[];
  readonly inner: readonly ImagePoint[] | null;
  readonly centre: ImagePoint;
  readonly rx: number;
  readonly ry: number;
  readonly faceBox: Box | null;
  readonly modelCrop: Box | null;
};

/** Size of the picture, pixels. */
export type PictureSize = { readonly width: number; readonly height: number };

/** Points of a curve that was never drawn, as OpenTalking has them. */
export const CURVE_POINTS = 20;
/** A curve with fewer encloses nothing. */
export const LEAST_POINTS = 3;
/** The schema's limit. */
export const MOST_POINTS = 200;
const LEAST_RADIUS = 1;

/** An ellipse, from its left end along the lower half to the right and back along the upper one. */
export const ellipse = ([x, y]: ImagePoint, rx: number, ry: number, count = CURVE_POINTS): ImagePoint[] =>
  Array.from({ length: count }, (_, i) => {
    const angle = Math.PI - (i * 2 * Math.PI) / count;
    return imagePoint(x + rx * Math.cos(angle), y + ry * Math.sin(angle));
  });

/** The mouth of stored metadata; a mouth known by centre and radii alone gets the ellipse of them as its lips. */
export const documentOf = (mouth: PlacedMouth, size: PictureSize): MouthDocument => {
  const { mouth_center, mouth_rx, mouth_ry, outer_lip, inner_mouth } = mouth.animation;
  const place = ([x, y]: readonly [number, number]): ImagePoint =>
    imagePoint(x * size.width, y * size.height);
  const box = (given: Box | undefined): Box | null =>
    given === undefined
      ? null
      : [given[0] * size.width, given[1] * size.height, given[2] * size.width, given[3] * size.height];
  const centre = place(mouth_center);
  const rx = mouth_rx * size.width;
  const ry = mouth_ry * size.height;
  return {
    outer: outer_lip?.map(place) ?? ellipse(centre, rx, ry),
    inner: inner_mouth?.map(place) ?? null,
    centre,
    rx,
    ry,
    faceBox: box(mouth.face_box),
    modelCrop: box(mouth.model_crop),
  };
};

const rounded = (value: number): number => Math.round(value * 1e5) / 1e5;

/** The metadata to store. Keys of `base` that the editor does not know are kept; `hash` is the picture's SHA-256. */
export const metadataOf = (
  document: MouthDocument,
  size: PictureSize,
  base: MouthMetadata | null,
  hash: string | null,
): MouthMetadata => {
  const place = ([x, y]: ImagePoint): [number, number] => [rounded(x / size.width), rounded(y / size.height)];
  const box = ([left, top, right, bottom]: Box): [number, number, number, number] => [
    rounded(left / size.width),
    rounded(top / size.height),
    rounded(right / size.width),
    rounded(bottom / size.height),
  ];
  const { inner_mouth: _, ...animation } = base?.animation ?? {};
  // In the schema's order, so that what is read again is written the same.
  const { face_box: __, model_crop: ___, animation: ____, source_image_hash: _____, ...rest } = base ?? {};
  return {
    ...(hash === null ? {} : { source_image_hash: hash }),
    animation: {
      ...animation,
      mouth_center: place(document.centre),
      mouth_rx: Math.min(0.5, rounded(document.rx / size.width)),
      mouth_ry: Math.min(0.5, rounded(document.ry / size.height)),
      outer_lip: document.outer.map(place),
      ...(document.inner === null ? {} : { inner_mouth: document.inner.map(place) }),
    },
    ...(document.faceBox === null ? {} : { face_box: box(document.faceBox) }),
    ...(document.modelCrop === null ? {} : { model_crop: box(document.modelCrop) }),
    ...rest,
  };
};

/** Centre and radii as OpenTalking takes them from the lips: the mean of the points, half the box about them. */
export const measured = (document: MouthDocument): MouthDocument => {
  const [left, top, right, bottom] = boundsOf(document.outer);
  return {
    ...document,
    centre: meanOf(document.outer),
    rx: Math.max(LEAST_RADIUS, (right - left) / 2),
    ry: Math.max(LEAST_RADIUS, (bottom - top) / 2),
  };
};
