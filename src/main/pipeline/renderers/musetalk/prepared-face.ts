/** Everything of one picture that frames share: where its face is, how it is blended, what the painter knows of it. Knows no time. */
import type { CompositorOptions } from '../../../../shared/compositor-options.ts';
import type { PreparedCache } from '../../avatar/prepared-cache.ts';
import { type Compositor, createCompositor } from '../../compositor/compositor.ts';
import { mouthInPatch } from '../../compositor/mouth-in-patch.ts';
import type { FramedPicture } from '../renderer.ts';
import { type FaceBox, type FaceShape, faceShapeOf } from './face-box.ts';
import { type FaceLatents, faceLatentsOf } from './face-latents.ts';
import { type FaceMasks, faceMasksOf } from './jaw-mask.ts';
import type { MuseTalkNetworks } from './musetalk-networks.ts';

/** One face. */
export type PreparedFace = FaceLatents & { box: FaceBox; masks: FaceMasks };

/** What the box of a face depends on. */
export type FaceOptions = Parameters<typeof faceShapeOf>[1];

/** Null: the picture has no face to move. */
export const prepareFace = async (
  picture: FramedPicture,
  options: FaceOptions,
  networks: MuseTalkNetworks,
  cache: PreparedCache,
): Promise<PreparedFace | null> => {
  const shape: FaceShape | null = faceShapeOf(picture, options);
  if (shape === null) return null;
  const latents = await faceLatentsOf(picture, shape.box, networks, cache);
  return { ...latents, box: shape.box, masks: faceMasksOf(shape) };
};

/** Bytes it holds. */
export const weighFace = (face: PreparedFace | null): number =>
  face === null ? 1 : face.latents.byteLength + 2 * face.masks.native.data.byteLength;

/** The blend of a mode for a face; null for `basic`, which is the face's native mask. */
export const compositorFor = (
  { picture, mouth }: FramedPicture,
  { box }: PreparedFace,
  options: CompositorOptions,
): Compositor | null => {
  if (mouth === null) return null;
  const { left, top, right, bottom } = box;
  return createCompositor(
    mouthInPatch(mouth.animation, picture, left, top),
    right - left,
    bottom - top,
    options,
  );
};
