/** Speech frames to ARKit weights: one path for every source of speech. Knows no sound, no phones, no pictures. */
import { BLENDSHAPE_INDEX as AT, BLENDSHAPE_COUNT } from '../../../shared/blendshapes.ts';
import { VISEME_NAMES } from '../../../shared/visemes.ts';
import type { ArticulationDescription } from './articulation-description.ts';
import { ClosureDecoder } from './closure-decoder.ts';
import { CURVE, VISEME } from './speech-frame.ts';

/** Numbers in a mapped frame: the 52 weights, how much lips or teeth are in contact (0..1), and the viseme. */
export const MAPPED_FRAME_SIZE = BLENDSHAPE_COUNT + 2;

/** Place of the contact in a mapped frame. */
export const CONTACT = BLENDSHAPE_COUNT;

/** Place of the strongest viseme, an index of VISEME_NAMES: a name, not to be mixed with its neighbours. */
export const STRONGEST = BLENDSHAPE_COUNT + 1;

/** Largest change of any weight between two frames of 10 ms. The jaw may fall shut within 40 ms, nothing moves faster. */
export const LARGEST_STEP = 0.2;

/**
 * jawOpen of the widest, loudest vowel. Measured talkers open their inner lips by 0.06–0.11 of the distance between the
 * outer eye corners at the median and 0.18–0.34 at most: a full jawOpen is a yawn, speech stays well below it.
 */
const WIDEST_JAW = 0.62;
/** Share of the opening that a whisper-quiet syllable keeps; the rest follows the loudness. */
const QUIET_JAW = 0.5;
/** A contact lasts this many frames: one more than fit in a frame time at 25 fps, so that some frame always shows it. */
const CONTACT_FRAMES = 5;

/** Channels of the mouth in motion, each 0..1. */
type Motion = {
  rest: number;
  closure: number;
  teeth: number;
  jaw: number;
  rounding: number;
  spread: number;
  hiss: number;
  hush: number;
  tongue: number;
  front: number;
  level: number;
  closureHeld: number;
  teethHeld: number;
};

const AT_REST: Readonly<Motion> = {
  rest: 1,
  closure: 0,
  teeth: 0,
  jaw: 0,
  rounding: 0,
  spread: 0.1,
  hiss: 0,
  hush: 0,
  tongue: 0,
  front: 0,
  level: 0,
  closureHeld: 0,
  teethHeld: 0,
};

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const toward = (from: number, to: number, up: number, down: number): number =>
  from + clamp(to - from, -down, up);
const smoothStep = (low: number, high: number, value: number): number => {
  const u = clamp((value - low) / (high - low), 0, 1);
  return u * u * (3 - 2 * u);
};

const strongestOf = (frame: Float32Array): number => {
  let strongest = 0;
  for (let i = 1; i < VISEME_NAMES.length; i++) if (frame[i]! > frame[strongest]!) strongest = i;
  return strongest;
};

/** The mapper of one stream; `next` is to be called once per 10 ms frame, in order. */
export class BlendshapeMapper {
  readonly #lips: ClosureDecoder;
  readonly #bite: ClosureDecoder;
  readonly #motion: Motion = { ...AT_REST };

  constructor(decoder: ArticulationDescription['decoder']) {
    this.#lips = new ClosureDecoder(decoder.lips);
    this.#bite = new ClosureDecoder(decoder.teeth);
  }

  /** Back to a closed mouth at rest. */
  reset(): void {
    this.#lips.reset();
    this.#bite.reset();
    Object.assign(this.#motion, AT_REST);
  }

  /** Becomes what `other` is now. */
  copyFrom(other: BlendshapeMapper): void {
    this.#lips.copyFrom(other.#lips);
    this.#bite.copyFrom(other.#bite);
    Object.assign(this.#motion, other.#motion);
  }

  /** Maps one speech frame into `out` (MAPPED_FRAME_SIZE long). */
  next(frame: Float32Array, out: Float32Array): void {
    this.#move(frame);
    this.#draw(out);
    out[STRONGEST] = strongestOf(frame);
  }

  #move(frame: Float32Array): void {
    const m = this.#motion;
    const shut = this.#lips.next(frame[VISEME.PP]!, frame[CURVE.closure]!);
    const bitten = this.#bite.next(frame[VISEME.FF]!, frame[CURVE.lipTeeth]!) && !shut;
    m.rest = toward(m.rest, smoothStep(0.45, 0.8, frame[VISEME.sil]!), 0.1, 0.14);
    const closure =
      shut || (m.closureHeld > 0 && m.closureHeld < CONTACT_FRAMES) ? 1 : 0.3 * frame[CURVE.closure]!;
    m.closure = toward(m.closure, closure, 0.3, 0.2);
    m.closureHeld = m.closure >= 1 ? m.closureHeld + 1 : 0;
    const teeth =
      bitten || (m.teethHeld > 0 && m.teethHeld < CONTACT_FRAMES) ? 1 : 0.3 * frame[CURVE.lipTeeth]!;
    m.teeth = toward(m.teeth, teeth, 0.27, 0.2);
    m.teethHeld = m.teeth >= 1 ? m.teethHeld + 1 : 0;
    m.jaw = toward(m.jaw, frame[CURVE.jaw]!, 0.09, 0.09);
    m.rounding = toward(m.rounding, frame[CURVE.rounding]!, 0.08, 0.08);
    m.spread = toward(m.spread, frame[CURVE.spread]!, 0.08, 0.08);
    m.hiss = toward(m.hiss, frame[VISEME.SS]!, 0.16, 0.16);
    m.hush = toward(m.hush, frame[VISEME.CH]!, 0.16, 0.16);
    m.tongue = toward(m.tongue, frame[VISEME.TH]!, 0.16, 0.16);
    m.front = toward(m.front, frame[VISEME.E]! + frame[VISEME.ih]!, 0.14, 0.14);
    m.level = toward(m.level, frame[CURVE.level]!, 0.08, 0.03);
  }

  #draw(out: Float32Array): void {
    const m = this.#motion;
    const awake = 1 - m.rest;
    const open = awake * (1 - m.closure);
    const jaw = m.jaw * (QUIET_JAW + (1 - QUIET_JAW) * m.level) * (1 - 0.7 * m.teeth);
    const round = m.rounding * (1 - 0.3 * m.teeth);
    const wide = clamp((m.spread - 0.2) / 0.7, 0, 1) * (1 - round);
    const free = open * (1 - m.teeth);
    out.fill(0);
    // Lips shut over a jaw that need not be: what is left of the opening, mouthClose takes back.
    const under = 0.05 * WIDEST_JAW * jaw * awake * m.closure;
    out[AT.jawOpen] = WIDEST_JAW * jaw * open + under;
    out[AT.mouthClose] = under;
    out[AT.mouthPucker] = awake * 0.75 * round * (1 - 0.5 * jaw);
    out[AT.mouthFunnel] =
      awake * (1 - 0.5 * m.closure) * Math.min(0.8, 0.55 * round * (0.3 + 0.7 * jaw) + 0.38 * m.hush);
    const stretch = awake * 0.3 * wide;
    const smile = awake * 0.16 * wide;
    const dimple = awake * 0.08 * wide;
    const press = awake * 0.3 * m.closure;
    const lower =
      free * (1 - 0.6 * round) * Math.min(0.5, 0.2 * jaw + 0.26 * m.hiss + 0.14 * m.front + 0.1 * m.hush);
    const upper =
      free * Math.min(0.4, 0.1 * jaw + 0.13 * m.hiss + 0.1 * m.front + 0.1 * m.hush) + awake * 0.24 * m.teeth;
    out[AT.mouthStretchLeft] = stretch;
    out[AT.mouthStretchRight] = stretch;
    out[AT.mouthSmileLeft] = smile;
    out[AT.mouthSmileRight] = smile;
    out[AT.mouthDimpleLeft] = dimple;
    out[AT.mouthDimpleRight] = dimple;
    out[AT.mouthPressLeft] = press;
    out[AT.mouthPressRight] = press;
    out[AT.mouthLowerDownLeft] = lower;
    out[AT.mouthLowerDownRight] = lower;
    out[AT.mouthUpperUpLeft] = upper;
    out[AT.mouthUpperUpRight] = upper;
    out[AT.mouthRollLower] = awake * Math.min(0.65, 0.15 * m.closure + 0.55 * m.teeth);
    out[AT.mouthRollUpper] = awake * 0.12 * m.closure;
    out[AT.mouthShrugLower] = awake * (0.06 * m.closure + 0.12 * m.teeth);
    out[AT.tongueOut] = free * 0.16 * m.tongue;
    out[CONTACT] = Math.max(m.closure, m.teeth);
  }
}
