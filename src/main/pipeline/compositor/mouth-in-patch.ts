/** Where the mouth of a picture lies in a patch cut out of it. Knows no masks. */
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { Point } from './mask.ts';
import type { MouthGeometry } from './mouth-masks.ts';

/** The mouth in pixels of a patch whose corner is at (left, top) of the `size` picture the metadata is normalised to. */
export const mouthInPatch = (
  { mouth_center, mouth_rx, mouth_ry, outer_lip }: MouthMetadata['animation'],
  size: { width: number; height: number },
  left: number,
  top: number,
): MouthGeometry => {
  const place = ([x, y]: readonly [number, number]): Point => [
    Math.round(x * size.width) - left,
    Math.round(y * size.height) - top,
  ];
  return {
    centre: place(mouth_center),
    rx: Math.max(1, mouth_rx * size.width),
    ry: Math.max(1, mouth_ry * size.height),
    outerLip: (outer_lip ?? []).map(place),
  };
};
