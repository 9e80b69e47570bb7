/** Metadata that was made for another picture: how it is noticed and mended. Pure. */
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { Box, MouthDocument } from './mouth-document.ts';
import { type ImagePoint, imagePoint } from './points.ts';

/** True when both hashes are known and differ. */
export const isForeign = (mouth: MouthMetadata | null, pictureHash: string | null): boolean =>
  pictureHash !== null && mouth?.source_image_hash !== undefined && mouth.source_image_hash !== pictureHash;

/** Moves and scales a mouth as its face box lies to the face box of this picture; null when one of the boxes is not known. */
export const fittedTo = (mouth: MouthDocument, face: Box | null): MouthDocument | null => {
  const from = mouth.faceBox;
  if (from === null || face === null) return null;
  const [width, height] = [from[2] - from[0], from[3] - from[1]];
  if (!(width > 0 && height > 0)) return null;
  const [kx, ky] = [(face[2] - face[0]) / width, (face[3] - face[1]) / height];
  const place = ([x, y]: ImagePoint): ImagePoint =>
    imagePoint(face[0] + (x - from[0]) * kx, face[1] + (y - from[1]) * ky);
  const box = ([left, top, right, bottom]: Box): Box => {
    const [a, b] = [place(imagePoint(left, top)), place(imagePoint(right, bottom))];
    return [a[0], a[1], b[0], b[1]];
  };
  return {
    outer: mouth.outer.map(place),
    inner: mouth.inner?.map(place) ?? null,
    centre: place(mouth.centre),
    rx: mouth.rx * kx,
    ry: mouth.ry * ky,
    faceBox: face,
    modelCrop: mouth.modelCrop && box(mouth.modelCrop),
  };
};
