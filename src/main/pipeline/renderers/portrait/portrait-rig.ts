/** Everything that is made once for an avatar and shared by its frames: fields, meshes, textures, mouth. Knows no time and no weights. */
import type { Compositor } from '../../compositor/compositor.ts';
import type { AvatarAssets } from '../renderer.ts';
import { controlsOf, type Region, regionOf } from './controls.ts';
import { createEyes, type Eyes } from './eyes.ts';
import { type Face, faceOf } from './face.ts';
import { LOWER_INNER, UPPER_INNER } from './landmark-ids.ts';
import { BASES } from './motion-bases.ts';
import { type MouthColours, mouthColoursOf } from './mouth-colours.ts';
import { type MouthPlane, mouthPlaneOf } from './mouth-plane.ts';
import { type OralTextures, oralTexturesOf } from './oral-textures.ts';
import { createStage, type Stage } from './stage.ts';
import {
  type MeshLayer,
  type MovingPoints,
  meshLayersOf,
  mouthBoxOf,
  movingPointsAt,
  warpFieldsOf,
} from './warp-mesh.ts';

/** The rig of a face. */
export type PortraitRig = Stage & {
  face: Face;
  plane: MouthPlane;
  region: Region;
  mouthBox: Region;
  /** Inner lip lines, 11 points each. */ upperLip: MovingPoints;
  lowerLip: MovingPoints;
  /** The skull behind the mouth, one point. */ skull: MovingPoints;
  /** The lower incisors, one point. */ jaw: MovingPoints;
  /** What each basis adds to the gap in the middle, eye distances. */ gapOf: Float32Array;
  /** Null when the eyes are not known. */ eyes: Eyes | null;
  /** Quads of the face layer that lie over an eye, by quad index. */ eyeQuads: Uint8Array;
  oral: OralTextures;
  colours: MouthColours;
  /** Masks of the blend modes its sessions use, by their settings: dearer than all else of opening a prepared avatar. */ masks: Map<
    string,
    Compositor | null
  >;
};

const gapsOf = (upper: MovingPoints, lower: MovingPoints, plane: MouthPlane): Float32Array => {
  const middle = 5;
  return Float32Array.from(BASES, (_, b) => {
    const dx = lower.fields[b]![2 * middle]! - upper.fields[b]![2 * middle]!;
    const dy = lower.fields[b]![2 * middle + 1]! - upper.fields[b]![2 * middle + 1]!;
    return (-dx * plane.sin + dy * plane.cos) / plane.unit;
  });
};

const eyeQuadsOf = ({ quads, u, v }: MeshLayer, eyes: Eyes | null): Uint8Array =>
  Uint8Array.from({ length: quads.length / 4 }, (_, q) => {
    const [a, d] = [quads[q * 4]!, quads[q * 4 + 3]!];
    return eyes?.touches(u[a]!, v[a]!, u[d]!, v[d]!) ? 1 : 0;
  });

/** What lies behind the lips. */
export type MouthInside = Pick<PortraitRig, 'oral' | 'colours'>;

/** Makes the rig; null when the picture has no mouth to move. `parts`: `mouth` leaves the eyes alone, and so does a given mouth's inside, which is then taken. */
export const portraitRigOf = (
  assets: AvatarAssets,
  parts: 'all' | 'mouth' | MouthInside = 'all',
): PortraitRig | null => {
  const face = faceOf(assets);
  if (face === null) return null;
  const { picture } = assets;
  const plane = mouthPlaneOf(face);
  const region = regionOf(face, picture.width, picture.height);
  if (region.right - region.left < 16 || region.bottom - region.top < 16) return null;
  const fields = warpFieldsOf(face, plane, controlsOf(face, region));
  const layers = meshLayersOf(fields, plane, region);
  const mouthBox = mouthBoxOf(plane, region);
  const places = (ids: readonly number[]): [number, number][] =>
    ids.map(id => [face.points.get(id)!.px, face.points.get(id)!.py]);
  const upperLip = movingPointsAt(fields, places(UPPER_INNER), 'upper');
  const lowerLip = movingPointsAt(fields, places(LOWER_INNER), 'lower');
  const stage = createStage(assets, plane, region, mouthBox, layers);
  const nose = face.points.get(164)!;
  const chin = face.points.get(18)!;
  const given = typeof parts === 'string' ? null : parts;
  const colours = given?.colours ?? mouthColoursOf(picture, face);
  const eyes = parts === 'all' ? createEyes(stage.faceTexture, region, face, colours.skin) : null;
  return {
    ...stage,
    face,
    plane,
    region,
    mouthBox,
    upperLip,
    lowerLip,
    skull: movingPointsAt(fields, [[nose.px, nose.py]], 'upper'),
    jaw: movingPointsAt(fields, [[chin.px, chin.py]], 'lower'),
    gapOf: gapsOf(upperLip, lowerLip, plane),
    eyes,
    eyeQuads: eyeQuadsOf(layers.face, eyes),
    oral: given?.oral ?? oralTexturesOf(picture, face, plane, colours),
    colours,
    masks: new Map(),
  };
};
