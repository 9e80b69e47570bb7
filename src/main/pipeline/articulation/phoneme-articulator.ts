/**
 * Timed phones to speech frames: every phone pulls at the mouth around its own time and the pulls are weighed against each
 * other (the dominance idea of Cohen and Massaro, 1993), closures and lip-teeth contacts stand above them. Knows no blendshapes.
 */
import { PHONE_SHAPES, type Phone, type PhoneShape } from './arpabet.ts';
import type { ScoredPhone } from './phone-score.ts';
import { CURVE, SPEECH_FRAME_SIZE, type SpeechFrameSink, VISEME } from './speech-frame.ts';

/** How fast a pull fades outside its phone, ms: lips round well before a vowel and let go sooner; jaws are slower to anticipate. */
const JAW_FADE = 34;
const LIPS_BEFORE = 75;
const LIPS_AFTER = 45;
const CLASS_FADE = 11;
/** The part of a phone, from its middle outwards, where it pulls with all its strength. */
const CORE = 0.6;
/** Phones further away than this pull too little to count, ms. */
const REACH = 320;
/** Lips travel this long into a contact and out of it, ms, and stay at least this long. */
const CONTACT_TRAVEL = 45;
const SHORTEST_CONTACT = 50;

const LIPS: ReadonlySet<Phone> = new Set<Phone>(['P', 'B', 'M']);
const TEETH: ReadonlySet<Phone> = new Set<Phone>(['F', 'V']);

type Contact = { channel: number; fromMs: number; toMs: number };

/** How long before its end a phone lets the lips go, ms: the burst and breath of p, the short burst of b. */
const release = (phone: Phone, length: number): number => {
  if (phone === 'P') return Math.min(50, 0.45 * length);
  if (phone === 'B') return Math.min(25, 0.25 * length);
  return 0;
};

const contactsOf = (score: readonly ScoredPhone[]): Contact[] =>
  score
    .filter(({ phone }) => LIPS.has(phone) || TEETH.has(phone))
    .map(({ phone, startMs, endMs }) => {
      let fromMs = startMs;
      let toMs = endMs - release(phone, endMs - startMs);
      const missing = SHORTEST_CONTACT - (toMs - fromMs);
      if (missing > 0) {
        fromMs -= missing * 0.6;
        toMs += missing * 0.4;
      }
      return { channel: LIPS.has(phone) ? CURVE.closure : CURVE.lipTeeth, fromMs, toMs };
    });

const travel = (distance: number): number =>
  distance <= 0
    ? 1
    : distance >= CONTACT_TRAVEL
      ? 0
      : 0.5 + 0.5 * Math.cos((Math.PI * distance) / CONTACT_TRAVEL);

/** Signed distance of `t` from the core of a phone, ms: negative before it, 0 inside, positive after it. */
const fromCore = (t: number, { startMs, endMs }: ScoredPhone): number => {
  const margin = ((1 - CORE) / 2) * (endMs - startMs);
  if (t < startMs + margin) return t - (startMs + margin);
  return t > endMs - margin ? t - (endMs - margin) : 0;
};

/**
 * Draws `frames` frames of 10 ms, the first at `firstMs` of the score; `level(i)` is the loudness of frame i, 0..1.
 * The frame handed to `emit` is only lent.
 */
export const articulatePhones = (
  score: readonly ScoredPhone[],
  firstMs: number,
  frames: number,
  level: (frame: number) => number,
  emit: SpeechFrameSink,
): void => {
  const frame = new Float32Array(SPEECH_FRAME_SIZE);
  const contacts = contactsOf(score);
  let first = 0;
  let firstContact = 0;
  for (let i = 0; i < frames; i++) {
    const t = firstMs + i * 10;
    frame.fill(0);
    while (first < score.length - 1 && score[first]!.endMs < t - REACH) first++;
    weigh(score, first, t, frame);
    while (firstContact < contacts.length && contacts[firstContact]!.toMs < t - REACH) firstContact++;
    for (let k = firstContact; k < contacts.length && contacts[k]!.fromMs <= t + REACH; k++) {
      const { channel, fromMs, toMs } = contacts[k]!;
      frame[channel] = Math.max(frame[channel]!, travel(t < fromMs ? fromMs - t : t - toMs));
    }
    frame[CURVE.level] = level(i);
    emit(frame);
  }
};

/** The weighed mean of all pulls at time `t` into the classes and the jaw, rounding and spread curves. */
const weigh = (score: readonly ScoredPhone[], first: number, t: number, frame: Float32Array): void => {
  let jaw = 0;
  let jawWeight = 1e-9;
  let rounding = 0;
  let spread = 0;
  let lipWeight = 1e-9;
  let classWeight = 1e-9;
  for (let k = first; k < score.length && score[k]!.startMs <= t + REACH; k++) {
    const phone: PhoneShape = PHONE_SHAPES[score[k]!.phone];
    const distance = fromCore(t, score[k]!);
    const away = Math.abs(distance);
    const jawPull = phone.jawPull * Math.exp(-away / JAW_FADE);
    const lipPull = phone.lipPull * Math.exp(-away / (distance < 0 ? LIPS_BEFORE : LIPS_AFTER));
    const outside = Math.max(0, score[k]!.startMs - t, t - score[k]!.endMs);
    const classPull = Math.exp(-outside / CLASS_FADE);
    jaw += jawPull * phone.jaw;
    jawWeight += jawPull;
    rounding += lipPull * phone.rounding;
    spread += lipPull * phone.spread;
    lipWeight += lipPull;
    frame[VISEME[phone.viseme]] = frame[VISEME[phone.viseme]]! + classPull;
    classWeight += classPull;
  }
  for (let v = 0; v < CURVE.jaw; v++) frame[v] = frame[v]! / classWeight;
  frame[CURVE.jaw] = jaw / jawWeight;
  frame[CURVE.rounding] = rounding / lipWeight;
  frame[CURVE.spread] = spread / lipWeight;
};
