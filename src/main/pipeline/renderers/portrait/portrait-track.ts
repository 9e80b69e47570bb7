/** One avatar talking in one session: turns poses into frames. Knows no clock, no audio and no encoder. */
import { BLENDSHAPE_INDEX as AT, BLENDSHAPE_COUNT } from '../../../../shared/blendshapes.ts';
import type { CompositorOptions } from '../../../../shared/compositor-options.ts';
import { PortraitOptions } from '../../../../shared/renderer-options/portrait.ts';
import { type Compositor, createCompositor, type PixelView } from '../../compositor/compositor.ts';
import { mouthInPatch } from '../../compositor/mouth-in-patch.ts';
import { createFrameBuffer, type FrameBuffer } from '../../frame-buffer.ts';
import { drawPicture } from '../flat-picture.ts';
import { patchOptions } from '../patch-options.ts';
import type { AvatarAssets, FramePose, Track } from '../renderer.ts';
import { createAccent } from './accent.ts';
import { createExpressions } from './expression.ts';
import { createLife, liveAt } from './life.ts';
import type { RigidMotion } from './mesh-motion.ts';
import { BASIS_INDEX } from './motion-bases.ts';
import { createMouthDrawing } from './mouth-drawing.ts';
import { drawPlaced, moveLayer } from './placed-mesh.ts';
import { type PortraitRig, portraitRigOf } from './portrait-rig.ts';
import { createCoefficients, mixWeights } from './weight-mixer.ts';

/** Below this a basis does not move the mouth. */
const MOUTH_STILL = 1e-4;
/** A picture whose lips stand this far apart needs its mouth drawn even at rest, eye distances. */
const REST_CLOSED = 0.004;
/** The picture in the channels of a frame. */
const flatten = (assets: AvatarAssets, channels: 3 | 4): Uint8Array => {
  if (channels === 4) return assets.picture.data;
  const flat = createFrameBuffer(assets.picture.width, assets.picture.height, channels);
  drawPicture(assets, flat);
  return flat.data;
};

/** Settings whose masks a rig keeps. */
const MASKS_KEPT = 3;

/** What a mode other than `basic` leaves of the mesh: the mouth. Null for `basic`, the whole layered mesh. */
export const restrictionOf = (
  rig: PortraitRig,
  assets: AvatarAssets,
  options: CompositorOptions,
): Compositor | null => {
  const key = JSON.stringify(options);
  const known = rig.masks.get(key);
  if (known !== undefined) return known;
  const { left, top, right, bottom } = rig.region;
  const mouth = mouthInPatch(assets.mouth!.animation, assets.picture, left, top);
  const made = createCompositor(mouth, right - left, bottom - top, options);
  // A slider that is dragged makes many: the oldest goes.
  for (const old of rig.masks.keys()) if (rig.masks.size >= MASKS_KEPT) rig.masks.delete(old);
  rig.masks.set(key, made);
  return made;
};

/** A track on a picture without a mouth: it stays as it is. */
const createStillTrack = (assets: AvatarAssets): Track => {
  const bases: Partial<Record<3 | 4, Uint8Array>> = {};
  return {
    batch: 1,
    render(_poses, buffers) {
      for (const { channels, data } of buffers) {
        bases[channels] ??= flatten(assets, channels);
        data.set(bases[channels]!);
      }
    },
    configure() {},
    async close() {},
  };
};

/** A track whose picture is either opaque or drawn into frames with alpha. */
const createMeshTrack = (
  assets: AvatarAssets,
  rig: PortraitRig | null,
  initialOptions: PortraitOptions,
  initialCompositor: CompositorOptions,
): Track => {
  if (rig === null) return createStillTrack(assets);
  const { canvas, eyes, faceLayer, kernels } = rig;
  let options = initialOptions;
  let restriction = restrictionOf(rig, assets, initialCompositor);
  const life = createLife();
  const accent = createAccent();
  const expressions = createExpressions();
  const weights = new Float32Array(BLENDSHAPE_COUNT);
  const coefficients = createCoefficients();
  const mouth = createMouthDrawing(rig);
  const { unit } = rig.face.head;
  const chin = rig.face.points.get(152)!;
  const rigid: RigidMotion = {
    sin: 0,
    cosLess: 0,
    shiftX: 0,
    shiftY: 0,
    pivotX: chin.px,
    pivotY: chin.py + 0.5 * unit,
  };
  const original: PixelView = {
    data: canvas.picture,
    offset: (rig.region.top * canvas.frame.width + rig.region.left) * canvas.frame.channels,
    stride: canvas.frame.width,
    channels: canvas.frame.channels,
  };
  const rendered: PixelView = { ...original, data: canvas.frame.data };

  /** Puts the original back wherever the mode's mask says so. */
  const restrict = (compositor: Compositor): void => {
    const { left, top, right, bottom } = rig.region;
    compositor.blend(original, rendered, rendered);
    canvas.touch(left, top, right, bottom);
  };

  const draw = ({ lifeMicros, weights: spoken, speaking }: FramePose, into: FrameBuffer): void => {
    canvas.begin();
    liveAt(options.seed, lifeMicros / 1e6, speaking, life, assets.liveliness);
    const stress = accent.next(lifeMicros, spoken[AT.jawOpen]!) * speaking;
    expressions.lay(options, lifeMicros, speaking, spoken, weights);
    life.pitch += 0.03 * stress;
    life.brow = Math.min(1, life.brow + 0.25 * stress);
    // A mask about the mouth stands still: what shows through it must not move with the head.
    const headMotion = restriction === null ? options.headMotion : 0;
    const breathing = restriction === null ? options.breathing : 0;
    const relax = options.smileRelax * rig.face.smile * speaking;
    mixWeights(weights, life, options, relax, rig.gapOf, coefficients);
    coefficients[BASIS_INDEX.yaw] = life.yaw * headMotion;
    coefficients[BASIS_INDEX.pitch] = life.pitch * headMotion;
    coefficients[BASIS_INDEX.breath] = 0.014 * life.breath * breathing;
    const roll = life.roll * headMotion;
    rigid.sin = Math.sin(roll);
    rigid.cosLess = Math.cos(roll) - 1;
    rigid.shiftX = life.shiftX * headMotion * unit;
    rigid.shiftY = life.shiftY * headMotion * unit;

    const blink = options.blinking ? life.blink : 0;
    const eyesPainted =
      eyes !== null &&
      restriction === null &&
      eyes.paint(
        Math.max(blink, weights[AT.eyeBlinkLeft]!),
        Math.max(blink, weights[AT.eyeBlinkRight]!),
        life.gazeX * Math.min(1, headMotion) + weights[AT.eyeLookOutLeft]! - weights[AT.eyeLookInLeft]!,
        life.gazeY * Math.min(1, headMotion) + weights[AT.eyeLookDownLeft]! - weights[AT.eyeLookUpLeft]!,
      );
    let mouthMoves = rig.face.restGap > REST_CLOSED || headMotion > 0 || breathing > 0;
    for (let b = 0; b < BASIS_INDEX.browInnerUp && !mouthMoves; b++)
      mouthMoves = b !== BASIS_INDEX.restSeal && Math.abs(coefficients[b]!) > MOUTH_STILL;
    if (mouthMoves) mouth.draw(coefficients, rigid, weights[AT.tongueOut]!);
    const { marks, holes, quadCount } = faceLayer;
    for (let q = 0; q < quadCount; q++)
      marks[q] = (mouthMoves && holes[q] === 1) || (eyesPainted && rig.eyeQuads[q] === 1) ? 1 : 0;
    moveLayer(kernels, faceLayer, coefficients, rigid);
    drawPlaced(kernels, canvas, faceLayer, rig.faceTexture, 'moved');
    eyes?.restore();
    if (restriction !== null) restrict(restriction);
    canvas.emit(into);
  };

  return {
    batch: 1,
    render(poses, buffers) {
      for (const [i, pose] of poses.entries()) draw(pose, buffers[i]!);
    },
    configure(patch) {
      if (patch.options !== undefined) options = patchOptions(PortraitOptions, options, patch.options);
      if (patch.compositor !== undefined) restriction = restrictionOf(rig, assets, patch.compositor);
    },
    async close() {},
  };
};

/** The avatar with its alpha laid over the backdrop. */
const flattened = (assets: AvatarAssets): AvatarAssets => {
  const { width, height } = assets.picture;
  const opaque = flatten(assets, 3);
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) data[i * 4 + c] = opaque[i * 3 + c]!;
  return { ...assets, picture: { width, height, channels: 4, data }, hasAlpha: false };
};

/** Opens a track on an avatar with its rig (shared by the avatar's tracks: each frame leaves it as it was; null: no mouth to move). A picture with alpha has a second, flattened one for frames without, made when first asked for. */
export const createPortraitTrack = (
  assets: AvatarAssets,
  rig: PortraitRig | null,
  options: PortraitOptions,
  compositor: CompositorOptions,
): Track => {
  const track = createMeshTrack(assets, rig, options, compositor);
  if (!assets.hasAlpha) return track;
  let opaque: Track | null = null;
  let latest = { options, compositor };
  const openOpaque = (): Track => {
    const flat = flattened(assets);
    return createMeshTrack(flat, portraitRigOf(flat), latest.options, latest.compositor);
  };
  return {
    batch: 1,
    render(poses, buffers) {
      if (buffers[0]?.channels === 4) return track.render(poses, buffers);
      opaque ??= openOpaque();
      return opaque.render(poses, buffers);
    },
    configure(patch) {
      latest = {
        options: patchOptions(PortraitOptions, latest.options, patch.options ?? {}),
        compositor: patch.compositor ?? latest.compositor,
      };
      track.configure(patch);
      opaque?.configure(patch);
    },
    close: () => track.close(),
  };
};
