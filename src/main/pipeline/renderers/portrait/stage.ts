/** What of an avatar lies in the kernels' memory: canvas, both layers, both textures. Knows no time and no weights. */
import { type Kernels, openKernels } from '../../kernels/kernels.ts';
import type { AvatarAssets } from '../renderer.ts';
import { type Canvas, canvasBytes, createCanvas } from './canvas.ts';
import type { Region } from './controls.ts';
import { applyCoverage, bleedColours, faceCoverage, lipCoverage, TEXELS_PER_PIXEL } from './layer-texture.ts';
import type { MouthPlane } from './mouth-plane.ts';
import { layerBytes, type PlacedLayer, placeLayer } from './placed-mesh.ts';
import { cropTexture, enlarge, type PlacedTexture, textureBytes } from './placed-texture.ts';
import type { MeshLayer } from './warp-mesh.ts';

/** See above. The face layer's holes are the quads with a coverage below 1: the mouth. */
export type Stage = {
  kernels: Kernels;
  canvas: Canvas;
  faceLayer: PlacedLayer;
  lipLayer: PlacedLayer;
  faceTexture: PlacedTexture;
  lipTexture: PlacedTexture;
};

/** The texels under a layer, with a margin for filtering; left and top lie on whole pixels. */
const texelsUnder = (layer: MeshLayer, texture: { width: number; height: number }): Region => {
  const even = (texel: number): number =>
    Math.max(0, Math.floor(texel / TEXELS_PER_PIXEL - 2) * TEXELS_PER_PIXEL);
  let [left, top, right, bottom] = [texture.width, texture.height, 0, 0];
  for (let i = 0; i < layer.count; i++) {
    left = Math.min(left, layer.u[i]!);
    right = Math.max(right, layer.u[i]!);
    top = Math.min(top, layer.v[i]!);
    bottom = Math.max(bottom, layer.v[i]!);
  }
  return {
    left: even(left),
    top: even(top),
    right: Math.min(texture.width, Math.ceil(right) + 4),
    bottom: Math.min(texture.height, Math.ceil(bottom) + 4),
  };
};

const holesOf = (layer: MeshLayer, box: Region): Uint8Array =>
  Uint8Array.from({ length: layer.quads.length / 4 }, (_, q) => {
    const [a, d] = [layer.quads[q * 4]!, layer.quads[q * 4 + 3]!];
    const inside =
      layer.restX[d]! > box.left &&
      layer.restX[a]! < box.right &&
      layer.restY[d]! > box.top &&
      layer.restY[a]! < box.bottom;
    return inside ? 1 : 0;
  });

/** Cuts the textures out of the picture and puts everything in place. `mouthBox` is where the layers part. */
export const createStage = (
  assets: AvatarAssets,
  plane: MouthPlane,
  region: Region,
  mouthBox: Region,
  layers: { face: MeshLayer; lip: MeshLayer },
): Stage => {
  const { picture } = assets;
  const { face, lip } = layers;
  const width = (region.right - region.left) * TEXELS_PER_PIXEL;
  const height = (region.bottom - region.top) * TEXELS_PER_PIXEL;
  const box = texelsUnder(lip, { width, height });
  const channels = assets.hasAlpha ? 4 : 3;
  const kernels = openKernels(
    canvasBytes(picture.width, picture.height, channels) +
      layerBytes(face) +
      layerBytes(lip) +
      textureBytes(width, height) +
      textureBytes(box.right - box.left, box.bottom - box.top),
  );
  const canvas = createCanvas(kernels, picture, channels);
  // The canvas holds the picture with its colours spread out while the textures are made.
  if (assets.hasAlpha) canvas.frame.data.set(bleedColours(picture, 6));
  const faceTexture = enlarge(kernels, canvas.at, canvas.frame, region);
  if (assets.hasAlpha) canvas.frame.data.set(picture.data);
  const lipTexture = cropTexture(kernels, faceTexture, box);
  applyCoverage(faceTexture, region, plane, mouthBox, faceCoverage);
  const lipRegion: Region = {
    left: region.left + box.left / TEXELS_PER_PIXEL,
    top: region.top + box.top / TEXELS_PER_PIXEL,
    right: region.left + box.right / TEXELS_PER_PIXEL,
    bottom: region.top + box.bottom / TEXELS_PER_PIXEL,
  };
  applyCoverage(lipTexture, lipRegion, plane, mouthBox, lipCoverage);
  const faceLayer = placeLayer(kernels, face);
  faceLayer.holes.set(holesOf(face, mouthBox));
  return {
    kernels,
    canvas,
    faceLayer,
    lipLayer: placeLayer(kernels, {
      ...lip,
      u: lip.u.map(u => u - box.left),
      v: lip.v.map(v => v - box.top),
    }),
    faceTexture,
    lipTexture,
  };
};
