/** How much of a renderer's mouth a blend mode lets show, over the patch the renderer draws in. Looks at no pixels. */
import type { CompositorOptions } from '../../../shared/compositor-options.ts';
import { MuseTalkOptions } from '../../../shared/renderer-options/musetalk.ts';
import type { RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import { Wav2LipOptions } from '../../../shared/renderer-options/wav2lip.ts';
import type { PlacedFace } from '../avatar/avatar-contract.ts';
import { mapLandmarks, mapMouth, mapOf } from '../avatar/framing.ts';
import { type BlendMasks, blendMasksOf } from '../compositor/compositor.ts';
import { mouthInPatch } from '../compositor/mouth-in-patch.ts';
import { rectangleMask } from '../compositor/mouth-masks.ts';
import { faceShapeOf } from './musetalk/face-box.ts';
import { type Region, regionOf } from './portrait/controls.ts';
import { faceOf } from './portrait/face.ts';
import { mouthCropOf } from './portrait/mouth-crop.ts';
import type { AvatarAssets } from './renderer.ts';
import { faceCropOf } from './wav2lip/face-crop.ts';

/** Long edge of the frame the mask is made for, px: what a video in the picture's own shape has. */
const LONG_EDGE = 1024;
const LEAST_SIDE = 16;

/** 0..255 for each pixel of `region`, row by row, in a frame of `frame` pixels. */
export type BlendWeights = { frame: { width: number; height: number }; region: Region; weights: Uint8Array };

type Frame = { width: number; height: number };

const assetsOf = (face: PlacedFace, { width, height }: Frame): AvatarAssets => ({
  picture: { width, height, channels: 4, data: new Uint8Array(0) },
  hasAlpha: false,
  mouth: face.mouth,
  landmarks: face.landmarks,
  frames: null,
});

/** The rectangle the portrait's mesh may touch; in a film that of the crop its mouth is drawn in. */
const portraitRegion = (assets: AvatarAssets, isFilm: boolean): Region | null => {
  const face = faceOf(assets);
  if (face === null) return null;
  const { width, height } = assets.picture;
  if (!isFilm) return regionOf(face, width, height);
  const crop = mouthCropOf(face, assets.picture);
  if (crop === null) return null;
  const size = { width: crop.right - crop.left, height: crop.bottom - crop.top };
  const map = mapOf(
    { source: { ...size, left: crop.left, top: crop.top }, place: { ...size, left: 0, top: 0 } },
    assets.picture,
    size,
  );
  const inner = faceOf({
    ...assets,
    picture: { ...assets.picture, ...size },
    mouth: assets.mouth && mapMouth(assets.mouth, map),
    landmarks: assets.landmarks && mapLandmarks(assets.landmarks, map),
  });
  const region = inner && regionOf(inner, size.width, size.height);
  return (
    region && {
      left: region.left + crop.left,
      right: region.right + crop.left,
      top: region.top + crop.top,
      bottom: region.bottom + crop.top,
    }
  );
};

const regionFor = (renderer: RendererId, assets: AvatarAssets, isFilm: boolean): Region | null => {
  if (renderer === 'wav2lip') return faceCropOf(assets, Wav2LipOptions.parse({}).pads)?.crop ?? null;
  if (renderer === 'musetalk') return faceShapeOf(assets, MuseTalkOptions.parse({}))?.box ?? null;
  return portraitRegion(assets, isFilm);
};

/** Both masks as one: the jaw under the mouth. */
const joined = ({ mask, below }: BlendMasks): Uint8Array =>
  Uint8Array.from(mask.data, (m, i) => Math.round(255 * (1 - (1 - m) * (1 - (below?.data[i] ?? 0)))));

/** Null: no mouth, or the mode lets all show that this renderer draws. */
export const blendWeightsOf = (
  face: PlacedFace,
  renderer: RendererId,
  options: CompositorOptions,
  isFilm: boolean,
): BlendWeights | null => {
  if (face.mouth === null) return null;
  const scale = Math.min(1, LONG_EDGE / Math.max(face.width, face.height));
  const frame = { width: Math.round(face.width * scale), height: Math.round(face.height * scale) };
  const assets = assetsOf(face, frame);
  const region = regionFor(renderer, assets, isFilm);
  if (region === null) return null;
  const [width, height] = [region.right - region.left, region.bottom - region.top];
  if (width < LEAST_SIDE || height < LEAST_SIDE) return null;
  const mouth = mouthInPatch(face.mouth.animation, frame, region.left, region.top);
  const masks = blendMasksOf(mouth, width, height, options);
  if (masks !== null) return { frame, region, weights: joined(masks) };
  if (renderer !== 'wav2lip') return null;
  return { frame, region, weights: joined({ mask: rectangleMask(width, height), below: null }) };
};
