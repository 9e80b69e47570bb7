/** What a living face does by itself at a moment: head, blinks, brows, gaze, breath. A pure function of seed and time; knows no pixels. */
import { hashUnit, smoothNoise } from './smooth-noise.ts';
import { smoothStep } from './smooth-step.ts';

/** Angles in radians, shifts in eye distances, breath 0..2, the rest 0..1 (gaze −1..1). */
export type Life = {
  yaw: number;
  pitch: number;
  roll: number;
  shiftX: number;
  shiftY: number;
  blink: number;
  brow: number;
  gazeX: number;
  gazeY: number;
  breath: number;
};

/** A zero Life to be filled by `liveAt`. */
export const createLife = (): Life => ({
  yaw: 0,
  pitch: 0,
  roll: 0,
  shiftX: 0,
  shiftY: 0,
  blink: 0,
  brow: 0,
  gazeX: 0,
  gazeY: 0,
  breath: 0,
});

const BLINK_CELL_S = 3.9;
/** A second blink of a lively face comes this long after the first. */
const SECOND_BLINK_S = 1.6;

/** Shut in 80 ms, held 35 ms, open again in 170 ms. */
const blinkShape = (sinceS: number): number =>
  sinceS <= 0 || sinceS >= 0.285
    ? 0
    : sinceS < 0.08
      ? smoothStep(0, 0.08, sinceS)
      : sinceS < 0.115
        ? 1
        : smoothStep(0.285, 0.115, sinceS);

/** `often`: share of the natural number of blinks; beyond 1 some come twice. */
const blinkAt = (seed: number, timeS: number, often: number): number => {
  const cell = Math.floor(timeS / BLINK_CELL_S);
  let blink = 0;
  for (let i = cell - 1; i <= cell; i++) {
    if (hashUnit(seed, 13, i) >= often) continue;
    const start = (i + 0.08 + 0.75 * hashUnit(seed, 11, i)) * BLINK_CELL_S;
    blink = Math.max(blink, blinkShape(timeS - start));
    if (hashUnit(seed, 12, i) < 0.14) blink = Math.max(blink, blinkShape(timeS - start - 0.36));
    if (hashUnit(seed, 13, i) < often - 1)
      blink = Math.max(blink, blinkShape(timeS - start - SECOND_BLINK_S));
  }
  return blink;
};

const GAZE_CELL_S = 1.7;

/** Fixations of 1–2 s joined by saccades of 45 ms, mostly back to the viewer. */
const gazeAt = (seed: number, channel: number, timeS: number): number => {
  const target = (i: number): number =>
    hashUnit(seed, 20, i) < 0.45 ? 0 : hashUnit(seed, channel, i) * 2 - 1;
  const cell = Math.floor(timeS / GAZE_CELL_S);
  const jump = (cell + 0.15 + 0.6 * hashUnit(seed, 21, cell)) * GAZE_CELL_S;
  const before = target(cell - 1);
  return before + (target(cell) - before) * smoothStep(jump, jump + 0.045, timeS);
};

/** Fills `life` for a moment; `speaking` 0..1 makes the head livelier, `liveliness` 0..2 (1: natural) all of it. */
export const liveAt = (seed: number, timeS: number, speaking: number, life: Life, liveliness = 1): void => {
  const slow = (channel: number): number =>
    0.7 * smoothNoise(seed, channel, timeS, 2.9) + 0.3 * smoothNoise(seed, channel + 50, timeS, 1.3);
  const quick = (channel: number): number => smoothNoise(seed, channel + 100, timeS, 0.55);
  const gain = liveliness * (1 + 0.45 * speaking);
  const lively = liveliness * speaking;
  life.yaw = 0.042 * gain * slow(1) + 0.01 * lively * quick(1);
  life.pitch = 0.024 * gain * slow(2) + 0.012 * lively * quick(2);
  life.roll = 0.016 * gain * slow(3) + 0.004 * lively * quick(3);
  life.shiftX = 0.012 * gain * slow(4);
  life.shiftY = 0.008 * gain * slow(5);
  life.blink = blinkAt(seed, timeS, liveliness);
  life.brow = Math.max(
    0,
    liveliness * 0.35 * smoothNoise(seed, 6, timeS, 2.3) + lively * 0.3 * smoothNoise(seed, 7, timeS, 0.8),
  );
  const looking = Math.min(1, liveliness);
  life.gazeX = looking * gazeAt(seed, 22, timeS);
  life.gazeY = looking * 0.6 * gazeAt(seed, 23, timeS);
  const cycle = timeS / 3.8 + 0.12 * smoothNoise(seed, 8, timeS, 5);
  life.breath = liveliness * (0.5 - 0.5 * Math.cos(2 * Math.PI * cycle));
};
