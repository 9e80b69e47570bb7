/** The faces and the speech the golden tests look at, and the gauge that reads lips off rendered frames. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createAvatarReader } from '../../src/main/pipeline/avatar/avatar-reader.ts';
import { createFaceFinder, type FaceFinder } from '../../src/main/pipeline/face/face-finder.ts';
import { createFrameBuffer, type FrameBuffer } from '../../src/main/pipeline/frame-buffer.ts';
import type { AvatarAssets, Track } from '../../src/main/pipeline/renderers/renderer.ts';
import { BLENDSHAPE_COUNT, BLENDSHAPE_INDEX, type BlendshapeName } from '../../src/shared/blendshapes.ts';
import { PortraitOptions } from '../../src/shared/renderer-options/portrait.ts';
import { drawFrame } from '../support/draw-frame.ts';

const MODELS = fileURLToPath(new URL('../../resources/models', import.meta.url));
const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);

/** Picture files by what they are. */
export const FACES = {
  'a smile with teeth': 'test/fixtures/faces/astronaut.png',
  'a photo with closed lips': 'test/fixtures/golden/astronaut-closed.jpg',
  'a three-quarter view': 'test/fixtures/golden/nilo-turned.png',
  'an illustration': 'resources/avatars/mira/mira.png',
} as const;
/** One of them. */
export type FaceName = keyof typeof FACES;

/** Nothing moves but what the weights move. */
export const STILL = PortraitOptions.parse({ headMotion: 0, breathing: 0, blinking: false, browMotion: 0 });

/** Opens the faces, `edge` pixels on the long side. */
export const openGallery = async (edge: number): Promise<Record<FaceName, AvatarAssets>> => {
  const reader = await createAvatarReader({ modelsDir: MODELS, threads: 1 });
  const open = async (path: string): Promise<AvatarAssets> => {
    const picture = readFileSync(at(path));
    const { width, height } = await reader.analyse(picture);
    const scale = edge / Math.max(width, height);
    return reader.frame(
      { picture, mouth: null },
      {
        width: Math.round(width * scale),
        height: Math.round(height * scale),
        fit: 'cover',
        background: { kind: 'transparent' },
      },
    );
  };
  const entries = [];
  for (const [name, path] of Object.entries(FACES)) entries.push([name, await open(path)] as const);
  await reader.close();
  return Object.fromEntries(entries) as Record<FaceName, AvatarAssets>;
};

/** Weights from a few named ones. */
export const weightsOf = (shape: Partial<Record<BlendshapeName, number>>): Float32Array => {
  const frame = new Float32Array(BLENDSHAPE_COUNT);
  for (const [name, value] of Object.entries(shape)) frame[BLENDSHAPE_INDEX[name as BlendshapeName]] = value;
  return frame;
};

/** Two real sentences as weights, 25 frames a second. */
export const spokenWeights = (): Float32Array[] => {
  const { names, frames } = JSON.parse(
    readFileSync(at('test/fixtures/golden/speech-weights.json'), 'utf8'),
  ) as { names: BlendshapeName[]; frames: number[][] };
  return frames.map(values => weightsOf(Object.fromEntries(values.map((value, i) => [names[i]!, value]))));
};

/** p, b and m as the mapper poses them. */
export const CLOSURES: readonly Float32Array[] = [
  weightsOf({ mouthPressLeft: 0.3, mouthPressRight: 0.3, mouthRollLower: 0.15, mouthRollUpper: 0.12 }),
  weightsOf({
    mouthPressLeft: 0.3,
    mouthPressRight: 0.3,
    mouthRollLower: 0.15,
    jawOpen: 0.03,
    mouthClose: 0.03,
    mouthPucker: 0.3,
  }),
  weightsOf({
    mouthPressLeft: 0.2,
    mouthPressRight: 0.2,
    jawOpen: 0.1,
    mouthClose: 0.1,
    mouthStretchLeft: 0.2,
  }),
];

/** The finder whose landmark model measures lips. */
export const openGauge = (): Promise<FaceFinder> => createFaceFinder({ modelsDir: MODELS, threads: 1 });

/** A frame of a track that is not moving. */
export const frameOf = async (
  track: Track,
  assets: AvatarAssets,
  weights: Float32Array,
): Promise<FrameBuffer> => {
  const frame = createFrameBuffer(assets.picture.width, assets.picture.height, 4);
  await drawFrame(track, { lifeMicros: 0, weights, speaking: 1 }, frame);
  return frame;
};

/** Gap between the inner lips of a frame in eye distances, as the landmark model sees it. */
export const lipGap = async (
  gauge: FaceFinder,
  assets: AvatarAssets,
  frame: FrameBuffer,
): Promise<number> => {
  const rough = assets.landmarks!.map((v, i) => v * (i % 3 === 1 ? frame.height : frame.width));
  const points = await gauge.refine(frame, rough);
  if (points === null) throw new Error('The landmark model finds no face in a rendered frame.');
  const distance = (a: number, b: number): number =>
    Math.hypot(points[a * 3]! - points[b * 3]!, points[a * 3 + 1]! - points[b * 3 + 1]!);
  return distance(13, 14) / distance(33, 263);
};
