/** A moving avatar talking: the film's own head and eyes move, the mouth is drawn into each of its pictures. Knows no clock and no files. */
import { BLENDSHAPE_INDEX as AT, BLENDSHAPE_COUNT } from '../../../../shared/blendshapes.ts';
import type { CompositorOptions } from '../../../../shared/compositor-options.ts';
import { PortraitOptions } from '../../../../shared/renderer-options/portrait.ts';
import { BoundedCache } from '../../bounded-cache.ts';
import type { Compositor, PixelView } from '../../compositor/compositor.ts';
import { createFrameBuffer, type FrameBuffer } from '../../frame-buffer.ts';
import { drawPicture } from '../flat-picture.ts';
import { patchOptions } from '../patch-options.ts';
import type { FramedPicture, FramePose, FrameSequence, Track } from '../renderer.ts';
import type { Canvas } from './canvas.ts';
import type { Region } from './controls.ts';
import { createExpressions } from './expression.ts';
import { faceOf } from './face.ts';
import { createLife } from './life.ts';
import type { RigidMotion } from './mesh-motion.ts';
import { BASIS_INDEX } from './motion-bases.ts';
import { cropAssets, mouthCropOf } from './mouth-crop.ts';
import { createMouthDrawing } from './mouth-drawing.ts';
import { drawPlaced, moveLayer } from './placed-mesh.ts';
import { type MouthInside, type PortraitRig, portraitRigOf } from './portrait-rig.ts';
import { restrictionOf } from './portrait-track.ts';
import { smoothStep } from './smooth-step.ts';
import { createCoefficients, mixWeights } from './weight-mixer.ts';

/** One mouth: its rig in a crop of its picture. `masks` by mode, made when first needed. */
type MouthRig = {
  region: Region;
  rig: PortraitRig;
  draw: ReturnType<typeof createMouthDrawing>['draw'];
  mask: { options: CompositorOptions; compositor: Compositor | null } | null;
};

/** Mouths of all moving avatars of a renderer, by picture. */
export type MouthRigs = BoundedCache<MouthRig | null>;

const RIGS_COUNT = 256;
/** Some 28 mouths of 416×704: resident memory, not only what their kernels work in. */
const RIGS_BYTES = 192 * 1024 * 1024;
/** A mouth costs the process 5.7 to 7.3 MB where its kernels' memory has 2.7 (measured over 12 and 125 of them): meshes, textures, and what making them leaves with the allocator. */
const RESIDENT_SHARE = 2.5;

/** An empty store of mouths. */
export const createMouthRigs = (): MouthRigs =>
  new BoundedCache({
    count: RIGS_COUNT,
    weight: RIGS_BYTES,
    weigh: mouth => (mouth === null ? 1 : mouth.rig.kernels.buffer.byteLength * RESIDENT_SHARE),
  });

/** Lips this far apart are left as the film has them while it is silent, and drawn shut from the second on, eye distances. */
const LEFT_OPEN = 0.02;
const DRAWN_SHUT = 0.045;
/** Below this a basis does not move the mouth. */
const MOUTH_STILL = 1e-3;
const STILL_HEAD: RigidMotion = { sin: 0, cosLess: 0, shiftX: 0, shiftY: 0, pivotX: 0, pivotY: 0 };

/** Silent, with lips that are closed in the film: the picture is shown as it is, and needs no rig. */
const rests = ({ speaking, weights }: FramePose, framed: FramedPicture): boolean =>
  speaking === 0 &&
  weights.every(weight => Math.abs(weight) < MOUTH_STILL) &&
  (faceOf({ ...framed, frames: null })?.restGap ?? 0) <= LEFT_OPEN;

const mouthRigOf = (framed: FramedPicture, inside: MouthInside | null): MouthRig | null => {
  const face = faceOf({ ...framed, frames: null });
  const region = face && mouthCropOf(face, framed.picture);
  if (region === null) return null;
  const rig = portraitRigOf(cropAssets(framed, region), inside ?? 'mouth');
  return rig && { region, rig, draw: createMouthDrawing(rig).draw, mask: null };
};

/** Lays the drawn crop into the frame; its alpha over grey where the frame has none. */
const paste = (canvas: Canvas, { left, top }: Region, hasAlpha: boolean, into: FrameBuffer): void => {
  const { width, height } = canvas.frame;
  const { channels, data } = into;
  let crop = createFrameBuffer(width, height, hasAlpha ? 4 : channels);
  canvas.emit(crop);
  if (crop.channels !== channels) {
    const plain = createFrameBuffer(width, height, channels);
    drawPicture({ picture: crop, hasAlpha }, plain);
    crop = plain;
  }
  for (let y = 0; y < height; y++) {
    const from = y * width * channels;
    data.set(crop.data.subarray(from, from + width * channels), ((top + y) * into.width + left) * channels);
  }
};

/** Opens a track on the pictures of a moving avatar. `still` gives the mouth's inside, which must not change from picture to picture. */
export const createMovingTrack = (
  still: FramedPicture,
  frames: FrameSequence,
  rigs: MouthRigs,
  initialOptions: PortraitOptions,
  initialCompositor: CompositorOptions,
): Track => {
  let options = initialOptions;
  let compositor = initialCompositor;
  const life = createLife();
  const coefficients = createCoefficients();
  const expressions = createExpressions();
  const weights = new Float32Array(BLENDSHAPE_COUNT);
  const inside: MouthInside | null = mouthRigOf(still, null)?.rig ?? null;
  const original: PixelView = { data: new Uint8Array(0), offset: 0, stride: 0, channels: 4 };
  const rendered: PixelView = { ...original };

  const rigFor = async (framed: FramedPicture): Promise<MouthRig | null> => {
    if (framed.mouth === null) return null;
    const make = async (): Promise<MouthRig | null> => mouthRigOf(framed, inside);
    return framed.key === undefined ? make() : (await rigs.get(framed.key, make)).value;
  };

  /** The frame's coefficients; false when the mouth stays as the film has it. */
  const mix = ({ weights, speaking }: FramePose, { face, gapOf }: PortraitRig): boolean => {
    mixWeights(weights, life, options, options.smileRelax * face.smile * speaking, gapOf, coefficients);
    // The film's own brows, eyes and head move.
    coefficients.fill(0, BASIS_INDEX.browInnerUp);
    let moves = 0;
    for (let b = 0; b < BASIS_INDEX.browInnerUp; b++)
      if (b !== BASIS_INDEX.restSeal) moves = Math.max(moves, Math.abs(coefficients[b]!));
    const seal = Math.max(smoothStep(LEFT_OPEN, DRAWN_SHUT, face.restGap), smoothStep(0, 0.5, speaking));
    coefficients[BASIS_INDEX.restSeal] = seal;
    return moves > MOUTH_STILL || (seal > 0 && face.restGap > 0.004);
  };

  const maskFor = (mouth: MouthRig, framed: FramedPicture): Compositor | null => {
    if (mouth.mask?.options !== compositor)
      mouth.mask = {
        options: compositor,
        compositor: restrictionOf(mouth.rig, cropAssets(framed, mouth.region), compositor),
      };
    return mouth.mask.compositor;
  };

  const draw = (pose: FramePose, framed: FramedPicture, mouth: MouthRig | null, into: FrameBuffer): void => {
    drawPicture(framed, into);
    if (mouth === null || !mix(pose, mouth.rig)) return;
    const { rig, region } = mouth;
    const { canvas, faceLayer, kernels } = rig;
    canvas.begin();
    mouth.draw(coefficients, STILL_HEAD, pose.weights[AT.tongueOut]!);
    faceLayer.marks.set(faceLayer.holes);
    moveLayer(kernels, faceLayer, coefficients, STILL_HEAD);
    drawPlaced(kernels, canvas, faceLayer, rig.faceTexture, 'moved');
    const restriction = maskFor(mouth, framed);
    if (restriction !== null) {
      const { left, top, right, bottom } = rig.region;
      original.data = canvas.picture;
      rendered.data = canvas.frame.data;
      const { width, channels } = canvas.frame;
      original.stride = rendered.stride = width;
      original.channels = rendered.channels = channels;
      original.offset = rendered.offset = (top * width + left) * channels;
      restriction.blend(original, rendered, rendered);
      canvas.touch(left, top, right, bottom);
    }
    paste(canvas, region, framed.hasAlpha, into);
  };

  return {
    batch: 1,
    async render(poses, buffers) {
      for (const [i, spoken] of poses.entries()) {
        expressions.lay(options, spoken.lifeMicros, spoken.speaking, spoken.weights, weights);
        const pose = { ...spoken, weights };
        const framed = await frames.at(pose.pictureIndex);
        draw(pose, framed, rests(pose, framed) ? null : await rigFor(framed), buffers[i]!);
      }
    },
    configure(patch) {
      if (patch.options !== undefined) options = patchOptions(PortraitOptions, options, patch.options);
      if (patch.compositor !== undefined) compositor = patch.compositor;
    },
    async close() {},
  };
};
