/** One avatar talking in one session: turns poses into frames. Knows no clock, no audio and no encoder. */
import { BLENDSHAPE_INDEX as AT } from '../../../../shared/blendshapes.ts';
import type { CompositorOptions } from '../../../../shared/compositor-options.ts';
import { PortraitOptions } from '../../../../shared/renderer-options/portrait.ts';
import type { FrameBuffer } from '../../frame-buffer.ts';
import type { AvatarAssets, FramePose, Track } from '../renderer.ts';
import { createEyes } from './eyes.ts';
import { createLife, liveAt } from './life.ts';
import { BASES, BASIS_INDEX } from './motion-bases.ts';
import { createMouthInterior, type OralPose } from './mouth-interior.ts';
import { type PortraitRig, portraitRigOf } from './portrait-rig.ts';
import { drawTriangle } from './rasteriser.ts';
import type { MeshLayer, MovingPoints } from './warp-mesh.ts';
import { createCoefficients, mixWeights } from './weight-mixer.ts';

/** Rigid motion of the head: a roll about the neck and a shift, pixels. */
type Rigid = { sin: number; cosLess: number; shiftX: number; shiftY: number; pivotX: number; pivotY: number };

const movePoints = (
  points: MovingPoints,
  coefficients: Float32Array,
  rigid: Rigid,
  x: Float32Array,
  y: Float32Array,
): void => {
  const { count, restX, restY, share, fields } = points;
  x.set(restX);
  y.set(restY);
  for (let b = 0; b < BASES.length; b++) {
    const k = coefficients[b]!;
    if (k === 0) continue;
    const field = fields[b]!;
    for (let i = 0; i < count; i++) {
      x[i]! += k * field[2 * i]!;
      y[i]! += k * field[2 * i + 1]!;
    }
  }
  if (rigid.sin === 0 && rigid.shiftX === 0 && rigid.shiftY === 0) return;
  for (let i = 0; i < count; i++) {
    const dx = x[i]! - rigid.pivotX;
    const dy = y[i]! - rigid.pivotY;
    x[i]! += share[i]! * (dx * rigid.cosLess - dy * rigid.sin + rigid.shiftX);
    y[i]! += share[i]! * (dx * rigid.sin + dy * rigid.cosLess + rigid.shiftY);
  }
};

/** Motion below this many pixels is no motion: such a quad keeps the picture's own pixels. */
const STILL = 0.004;

const drawLayer = (
  frame: FrameBuffer,
  layer: MeshLayer,
  texture: PortraitRig['faceTexture'],
  modeOf: (quad: number) => 'replace' | 'blend',
  drawStill: (quad: number) => boolean,
): void => {
  const { quads, vertices, restX, restY } = layer;
  const moved = (i: number): boolean =>
    Math.abs(vertices.x[i]! - restX[i]!) > STILL || Math.abs(vertices.y[i]! - restY[i]!) > STILL;
  for (let q = 0; q < quads.length; q += 4) {
    const a = quads[q]!;
    const b = quads[q + 1]!;
    const c = quads[q + 2]!;
    const d = quads[q + 3]!;
    if (!drawStill(q >> 2) && !moved(a) && !moved(b) && !moved(c) && !moved(d)) continue;
    const mode = modeOf(q >> 2);
    drawTriangle(frame, texture, mode, vertices, a, b, c);
    drawTriangle(frame, texture, mode, vertices, b, d, c);
  }
};

const MOUTH_STILL = 1e-4;

/** The picture in the channels of a frame; alpha over mid grey where the frame has none. */
const flatten = (picture: FrameBuffer, channels: 3 | 4): Uint8Array => {
  if (channels === 4) return picture.data;
  const count = picture.width * picture.height;
  const out = new Uint8Array(count * 3);
  for (let i = 0; i < count; i++) {
    const alpha = picture.data[i * 4 + 3]!;
    for (let c = 0; c < 3; c++)
      out[i * 3 + c] = (picture.data[i * 4 + c]! * alpha + 128 * (255 - alpha) + 127) / 255;
  }
  return out;
};

/** Opens a track on an avatar. */
export const createPortraitTrack = (
  assets: AvatarAssets,
  initial: PortraitOptions,
  _compositor: CompositorOptions,
): Track => {
  let options = initial;
  let rig: PortraitRig | null = portraitRigOf(assets);
  const bases: Partial<Record<3 | 4, Uint8Array>> = {};
  const life = createLife();
  const coefficients = createCoefficients();
  const upperLine = { x: new Float32Array(11), y: new Float32Array(11) };
  const lowerLine = { x: new Float32Array(11), y: new Float32Array(11) };
  const skull = { x: new Float32Array(1), y: new Float32Array(1) };
  const jaw = { x: new Float32Array(1), y: new Float32Array(1) };
  const eyes = rig && createEyes(rig.faceTexture, rig.region, rig.face, rig.colours.skin);
  const interior = rig && createMouthInterior(rig.oral, rig.plane, assets.picture.width);
  const eyeQuads = new Uint8Array(rig === null ? 0 : rig.faceLayer.quads.length / 4);
  if (rig !== null && eyes !== null) {
    const { quads, vertices } = rig.faceLayer;
    for (let q = 0; q < eyeQuads.length; q++) {
      const [a, d] = [quads[q * 4]!, quads[q * 4 + 3]!];
      eyeQuads[q] = eyes.touches(vertices.u[a]!, vertices.v[a]!, vertices.u[d]!, vertices.v[d]!) ? 1 : 0;
    }
  }
  const chin = rig?.face.points.get(152);
  const rigid: Rigid = {
    sin: 0,
    cosLess: 0,
    shiftX: 0,
    shiftY: 0,
    pivotX: chin?.px ?? 0,
    pivotY: (chin?.py ?? 0) + 0.5 * (rig?.face.head.unit ?? 0),
  };
  const pose: OralPose = { skullX: 0, skullY: 0, roll: 0, jawX: 0, jawY: 0, tongueLift: 0, gap: 0, purse: 0 };

  const drawMouth = (into: FrameBuffer, at: PortraitRig, tongue: number): void => {
    movePoints(at.upperLip, coefficients, rigid, upperLine.x, upperLine.y);
    movePoints(at.lowerLip, coefficients, rigid, lowerLine.x, lowerLine.y);
    movePoints(at.skull, coefficients, rigid, skull.x, skull.y);
    movePoints(at.jaw, coefficients, rigid, jaw.x, jaw.y);
    const { unit, cos, sin } = at.plane;
    // The skull's point sits on the philtrum, which the lips pull along: only the head's own motion counts.
    const head = [BASIS_INDEX.yaw, BASIS_INDEX.pitch, BASIS_INDEX.breath];
    pose.skullX = 0;
    pose.skullY = 0;
    for (const b of head) {
      pose.skullX += coefficients[b]! * at.skull.fields[b]![0]!;
      pose.skullY += coefficients[b]! * at.skull.fields[b]![1]!;
    }
    const dx = at.plane.originX - rigid.pivotX;
    const dy = at.plane.originY - rigid.pivotY;
    pose.skullX += dx * rigid.cosLess - dy * rigid.sin + rigid.shiftX;
    pose.skullY += dx * rigid.sin + dy * rigid.cosLess + rigid.shiftY;
    pose.roll = Math.asin(rigid.sin);
    const drop = coefficients[BASIS_INDEX.jawOpen]!;
    const side = coefficients[BASIS_INDEX.jawSide]!;
    const field = at.jaw.fields[BASIS_INDEX.jawOpen]!;
    pose.jawX = side * 0.05;
    pose.jawY = (drop * (-field[0]! * sin + field[1]! * cos)) / unit;
    pose.tongueLift = tongue;
    const gx = lowerLine.x[5]! - upperLine.x[5]!;
    const gy = lowerLine.y[5]! - upperLine.y[5]!;
    pose.gap = Math.max(0, (-gx * sin + gy * cos) / unit);
    pose.purse = Math.min(1, coefficients[BASIS_INDEX.pucker]! + 0.4 * coefficients[BASIS_INDEX.funnel]!);
    interior!.draw(into, upperLine, lowerLine, pose);
    movePoints(at.lipLayer, coefficients, rigid, at.lipLayer.vertices.x, at.lipLayer.vertices.y);
    drawLayer(
      into,
      at.lipLayer,
      at.lipTexture,
      () => 'blend',
      () => true,
    );
  };

  return {
    render({ lifeMicros, weights, speaking }: FramePose, into: FrameBuffer): void {
      bases[into.channels] ??= flatten(assets.picture, into.channels);
      into.data.set(bases[into.channels]!);
      if (rig === null) return;
      liveAt(options.seed, lifeMicros / 1e6, speaking, life);
      mixWeights(
        weights,
        life,
        options,
        options.smileRelax * rig.face.smile * speaking,
        rig.gapOf,
        coefficients,
      );
      const unit = rig.face.head.unit;
      const roll = life.roll * options.headMotion;
      rigid.sin = Math.sin(roll);
      rigid.cosLess = Math.cos(roll) - 1;
      rigid.shiftX = life.shiftX * options.headMotion * unit;
      rigid.shiftY = life.shiftY * options.headMotion * unit;
      const blink = options.blinking ? life.blink : 0;
      const eyesPainted =
        eyes?.paint(
          Math.max(blink, weights[AT.eyeBlinkLeft]!),
          Math.max(blink, weights[AT.eyeBlinkRight]!),
          life.gazeX * options.headMotion,
          life.gazeY * options.headMotion,
        ) === true;
      let mouthMoves = rig.face.restGap > 0.004;
      for (let b = 0; b < BASIS_INDEX.browInnerUp && !mouthMoves; b++)
        if (b !== BASIS_INDEX.restSeal && Math.abs(coefficients[b]!) > MOUTH_STILL) mouthMoves = true;
      const headMoves = options.headMotion > 0 || options.breathing > 0;
      const drawsMouth = mouthMoves || headMoves;
      if (drawsMouth) drawMouth(into, rig, weights[AT.tongueOut]! * 0.12);
      movePoints(rig.faceLayer, coefficients, rigid, rig.faceLayer.vertices.x, rig.faceLayer.vertices.y);
      const { holed } = rig;
      drawLayer(
        into,
        rig.faceLayer,
        rig.faceTexture,
        q => (holed[q] === 1 ? 'blend' : 'replace'),
        q => (drawsMouth && holed[q] === 1) || (eyesPainted && eyeQuads[q] === 1),
      );
    },
    configure(patch) {
      if (patch.options !== undefined) options = PortraitOptions.parse(patch.options);
    },
    async close() {
      rig = null;
    },
  };
};
