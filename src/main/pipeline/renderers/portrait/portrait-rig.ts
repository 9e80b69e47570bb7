/** Everything that is made once for an avatar and shared by its frames: fields, meshes, textures, mouth. Knows no time and no weights. */
import type { AvatarAssets } from '../renderer.ts';
import { controlsOf, type Region, regionOf } from './controls.ts';
import { createEyes, type Eyes } from './eyes.ts';
import { type Face, faceOf } from './face.ts';
import { LOWER_INNER, UPPER_INNER } from './landmark-ids.ts';
import {
  applyCoverage,
  bleedColours,
  enlarge,
  faceCoverage,
  type LayerTexture,
  lipCoverage,
} from './layer-texture.ts';
import { BASES } from './motion-bases.ts';
import { type MouthColours, mouthColoursOf } from './mouth-colours.ts';
import { type MouthPlane, mouthPlaneOf } from './mouth-plane.ts';
import { type OralTextures, oralTexturesOf } from './oral-textures.ts';
import {
  type MeshLayer,
  type MovingPoints,
  meshLayersOf,
  mouthBoxOf,
  movingPointsAt,
  warpFieldsOf,
} from './warp-mesh.ts';

/** The rig of a face. */
export type PortraitRig = {
  face: Face;
  plane: MouthPlane;
  region: Region;
  mouthBox: Region;
  faceLayer: MeshLayer;
  lipLayer: MeshLayer;
  /** Quads of the face layer with a coverage below 1 (the mouth's hole), by quad index. */ holed: Uint8Array;
  /** Inner lip lines, 11 points each. */ upperLip: MovingPoints;
  lowerLip: MovingPoints;
  /** The skull behind the mouth, one point. */ skull: MovingPoints;
  /** The lower incisors, one point. */ jaw: MovingPoints;
  /** What each basis adds to the gap in the middle, eye distances. */ gapOf: Float32Array;
  faceTexture: LayerTexture;
  /** Null when the eyes are not known. */ eyes: Eyes | null;
  lipTexture: LayerTexture;
  oral: OralTextures;
  colours: MouthColours;
};

const gapsOf = (upper: MovingPoints, lower: MovingPoints, plane: MouthPlane): Float32Array => {
  const middle = 5;
  return Float32Array.from(BASES, (_, b) => {
    const dx = lower.fields[b]![2 * middle]! - upper.fields[b]![2 * middle]!;
    const dy = lower.fields[b]![2 * middle + 1]! - upper.fields[b]![2 * middle + 1]!;
    return (-dx * plane.sin + dy * plane.cos) / plane.unit;
  });
};

/** Makes the rig; null when the picture has no mouth to move. */
export const portraitRigOf = (assets: AvatarAssets): PortraitRig | null => {
  const face = faceOf(assets);
  if (face === null) return null;
  const { picture } = assets;
  const plane = mouthPlaneOf(face);
  const region = regionOf(face, picture.width, picture.height);
  if (region.right - region.left < 16 || region.bottom - region.top < 16) return null;
  const fields = warpFieldsOf(face, plane, controlsOf(face, region));
  const { face: faceLayer, lip: lipLayer } = meshLayersOf(fields, plane, region);
  const places = (ids: readonly number[]): [number, number][] =>
    ids.map(id => [face.points.get(id)!.px, face.points.get(id)!.py]);
  const upperLip = movingPointsAt(fields, places(UPPER_INNER), 'upper');
  const lowerLip = movingPointsAt(fields, places(LOWER_INNER), 'lower');
  const data = assets.hasAlpha ? bleedColours(picture, 6) : picture.data;
  const faceTexture = enlarge(data, picture.width, region);
  const lipTexture = { ...faceTexture, texels: faceTexture.texels.slice() };
  const mouthBox = mouthBoxOf(plane, region);
  applyCoverage(faceTexture, region, plane, mouthBox, faceCoverage);
  applyCoverage(lipTexture, region, plane, mouthBox, lipCoverage);
  const quadCount = faceLayer.quads.length / 4;
  const holed = new Uint8Array(quadCount);
  for (let q = 0; q < quadCount; q++) {
    const [a, d] = [faceLayer.quads[q * 4]!, faceLayer.quads[q * 4 + 3]!];
    const inside =
      faceLayer.restX[d]! > mouthBox.left &&
      faceLayer.restX[a]! < mouthBox.right &&
      faceLayer.restY[d]! > mouthBox.top &&
      faceLayer.restY[a]! < mouthBox.bottom;
    holed[q] = inside ? 1 : 0;
  }
  const nose = face.points.get(164)!;
  const chin = face.points.get(18)!;
  const colours = mouthColoursOf(picture, face);
  return {
    face,
    plane,
    region,
    mouthBox,
    faceLayer,
    lipLayer,
    holed,
    upperLip,
    lowerLip,
    skull: movingPointsAt(fields, [[nose.px, nose.py]], 'upper'),
    jaw: movingPointsAt(fields, [[chin.px, chin.py]], 'lower'),
    gapOf: gapsOf(upperLip, lowerLip, plane),
    faceTexture,
    eyes: createEyes(faceTexture, region, face, colours.skin),
    lipTexture,
    oral: oralTexturesOf(picture, face, plane, colours),
    colours,
  };
};
