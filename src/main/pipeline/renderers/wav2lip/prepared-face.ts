/** What is made once of the face in a picture: where it is, what the network is fed, how the answer is drawn and blended. Knows no time. */
import type { CompositorOptions } from '../../../../shared/compositor-options.ts';
import { type Compositor, createCompositor } from '../../compositor/compositor.ts';
import { mouthInPatch } from '../../compositor/mouth-in-patch.ts';
import { createSoftRectangle } from '../../compositor/soft-rectangle.ts';
import { createFrameBuffer } from '../../frame-buffer.ts';
import { Resampler } from '../../patch/resampler.ts';
import { drawPicture } from '../flat-picture.ts';
import type { FramedPicture } from '../renderer.ts';
import { type CropSource, type FaceCrop, faceCropOf } from './face-crop.ts';
import { facePlanesOf } from './face-planes.ts';

/** A face ready for the network. */
export type PreparedFace = {
  crop: FaceCrop;
  source: CropSource;
  /** See facePlanesOf. */ planes: Uint8Array;
  /** From the network's size to the crop's. */ resampler: Resampler;
  compositor: Compositor;
};

/** What a face is prepared for. */
export type FaceSettings = {
  size: number;
  pads: readonly [number, number, number, number];
  compositor: CompositorOptions;
};

/** Bytes a prepared face holds, about: its planes and the mask of its compositor. */
export const weighFace = (face: PreparedFace | null): number =>
  face === null ? 1 : face.planes.length + 4 * face.resampler.to.width * face.resampler.to.height;

/** Null when the picture has no face to move. */
export const prepareFace = (picture: FramedPicture, settings: FaceSettings): PreparedFace | null => {
  const found = faceCropOf(picture, settings.pads);
  if (found === null) return null;
  const { crop, source } = found;
  const size = { width: picture.picture.width, height: picture.picture.height };
  let pixels = picture.picture;
  if (picture.hasAlpha) {
    // What a transparent pixel hides may be any colour: the network sees it on the backdrop.
    pixels = createFrameBuffer(size.width, size.height, 3);
    drawPicture(picture, pixels);
  }
  const [width, height] = [crop.right - crop.left, crop.bottom - crop.top];
  const mouth = mouthInPatch(picture.mouth!.animation, size, crop.left, crop.top);
  return {
    crop,
    source,
    planes: facePlanesOf(pixels, crop, settings.size),
    resampler: new Resampler({ width: settings.size, height: settings.size }, { width, height }, 'bilinear'),
    compositor:
      createCompositor(mouth, width, height, settings.compositor) ?? createSoftRectangle(width, height),
  };
};
