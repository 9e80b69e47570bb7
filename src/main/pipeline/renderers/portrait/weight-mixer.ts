/** Turns one frame of ARKit weights and one moment of life into coefficients of the motion bases. Knows no pixels. */
import type { BlendshapeFrame } from '../../../../shared/blendshapes.ts';
import { BLENDSHAPE_INDEX as AT } from '../../../../shared/blendshapes.ts';
import type { PortraitOptions } from '../../../../shared/renderer-options/portrait.ts';
import type { Life } from './life.ts';
import { BASIS_INDEX as B, BASES } from './motion-bases.ts';

/** A coefficient for every basis, BASES.length long. */
export const createCoefficients = (): Float32Array => new Float32Array(BASES.length);

/**
 * Fills `into`, all but the head's bases. `gapOf[b]` is what basis b adds to the gap between the lips in the middle, eye distances: where the
 * weights would push the lips through one another, `mouthClose` gives way.
 */
export const mixWeights = (
  weights: BlendshapeFrame,
  life: Life,
  options: PortraitOptions,
  relax: number,
  gapOf: Float32Array,
  into: Float32Array,
): void => {
  const w = weights;
  const amount = options.mouthAmount;
  const c = into;
  c.fill(0);
  c[B.restSeal] = 1;
  c[B.relax] = relax;
  // Lips part a little late on a jaw that falls: give small openings some more, the widest none.
  const eased = (weight: number): number => weight * (1.16 - 0.16 * weight) * amount;
  c[B.jawOpen] = eased(w[AT.jawOpen]!);
  c[B.jawSide] = w[AT.jawLeft]! - w[AT.jawRight]!;
  c[B.funnel] = w[AT.mouthFunnel]! * amount;
  c[B.pucker] = w[AT.mouthPucker]!;
  c[B.smileLeft] = w[AT.mouthSmileLeft]! + 0.3 * w[AT.cheekSquintLeft]!;
  c[B.smileRight] = w[AT.mouthSmileRight]! + 0.3 * w[AT.cheekSquintRight]!;
  c[B.stretchLeft] = w[AT.mouthStretchLeft]! + 0.6 * w[AT.mouthDimpleLeft]!;
  c[B.stretchRight] = w[AT.mouthStretchRight]! + 0.6 * w[AT.mouthDimpleRight]!;
  c[B.frownLeft] = w[AT.mouthFrownLeft]!;
  c[B.frownRight] = w[AT.mouthFrownRight]!;
  c[B.rollLower] = w[AT.mouthRollLower]!;
  c[B.rollUpper] = w[AT.mouthRollUpper]!;
  c[B.press] = (w[AT.mouthPressLeft]! + w[AT.mouthPressRight]!) / 2;
  c[B.lowerDownLeft] = w[AT.mouthLowerDownLeft]! * amount;
  c[B.lowerDownRight] = w[AT.mouthLowerDownRight]! * amount;
  c[B.upperUpLeft] = w[AT.mouthUpperUpLeft]! * amount + 0.3 * w[AT.noseSneerLeft]!;
  c[B.upperUpRight] = w[AT.mouthUpperUpRight]! * amount + 0.3 * w[AT.noseSneerRight]!;
  c[B.shrugLower] = w[AT.mouthShrugLower]!;
  c[B.shrugUpper] = w[AT.mouthShrugUpper]!;
  c[B.mouthSide] = w[AT.mouthLeft]! - w[AT.mouthRight]!;
  c[B.cheekPuff] = w[AT.cheekPuff]!;
  c[B.mouthClose] = eased(w[AT.mouthClose]!);
  c[B.bow] = Math.min(1, 3 * c[B.jawOpen]! + 1.5 * Math.max(c[B.upperUpLeft]!, c[B.upperUpRight]!));
  let gap = 0;
  for (let b = 0; b < BASES.length; b++) if (b !== B.restSeal && b !== B.bow) gap += c[b]! * gapOf[b]!;
  // A little overlap is what pressing lips look like; more would fold them into one another.
  const lowest = -0.012 * (c[B.press]! + c[B.rollLower]! + c[B.rollUpper]!);
  if (gap < lowest && c[B.mouthClose]! > 0)
    c[B.mouthClose] = Math.max(0, c[B.mouthClose]! + (gap - lowest) / Math.max(1e-3, -gapOf[B.mouthClose]!));

  c[B.browInnerUp] = w[AT.browInnerUp]! + life.brow * options.browMotion;
  c[B.browOuterUpLeft] = w[AT.browOuterUpLeft]! + 0.7 * life.brow * options.browMotion;
  c[B.browOuterUpRight] = w[AT.browOuterUpRight]! + 0.7 * life.brow * options.browMotion;
  c[B.browDownLeft] = w[AT.browDownLeft]!;
  c[B.browDownRight] = w[AT.browDownRight]!;
  c[B.squintLeft] = w[AT.eyeSquintLeft]! + 0.5 * w[AT.cheekSquintLeft]!;
  c[B.squintRight] = w[AT.eyeSquintRight]! + 0.5 * w[AT.cheekSquintRight]!;
};
