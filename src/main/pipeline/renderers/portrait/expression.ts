/** Lays a face the avatar makes over what it says, eased from one to the next. Knows weights and time, nothing of pixels. */
import {
  BLENDSHAPE_COUNT,
  BLENDSHAPE_INDEX,
  type BlendshapeFrame,
  type BlendshapeName,
} from '../../../../shared/blendshapes.ts';
import type { Micros } from '../../../../shared/media.ts';
import type { Expression, PortraitOptions } from '../../../../shared/renderer-options/portrait.ts';
import { smoothStep } from './smooth-step.ts';

/** What each is made of, weights at amount 1. */
const SHAPES: Readonly<Record<Expression, Partial<Record<BlendshapeName, number>>>> = {
  neutral: {},
  smile: {
    mouthSmileLeft: 0.9,
    mouthSmileRight: 0.9,
    cheekSquintLeft: 0.45,
    cheekSquintRight: 0.45,
    browOuterUpLeft: 0.15,
    browOuterUpRight: 0.15,
  },
  surprised: {
    browInnerUp: 0.95,
    browOuterUpLeft: 0.9,
    browOuterUpRight: 0.9,
    jawOpen: 0.26,
    mouthFunnel: 0.3,
  },
  sad: {
    browInnerUp: 0.9,
    mouthFrownLeft: 1,
    mouthFrownRight: 1,
    mouthShrugLower: 0.35,
    eyeSquintLeft: 0.25,
    eyeSquintRight: 0.25,
  },
  angry: {
    browDownLeft: 1,
    browDownRight: 1,
    eyeSquintLeft: 0.5,
    eyeSquintRight: 0.5,
    mouthPressLeft: 0.5,
    mouthPressRight: 0.5,
    mouthFrownLeft: 0.6,
    mouthFrownRight: 0.6,
  },
  wink: {
    eyeBlinkLeft: 1,
    cheekSquintLeft: 0.7,
    mouthSmileLeft: 0.6,
    mouthSmileRight: 0.25,
    browOuterUpRight: 0.35,
  },
};

/** How long one face takes to become the next. */
const EASE_MICROS: Micros = 340_000;
/** A jump of the clock larger than this starts afresh. */
const LONGEST_STEP_MICROS: Micros = 1_000_000;

/** What is left of a part of the face while it speaks: the corners stay, lips that part or press belong to the words. */
const SHARE_IN_SPEECH = Float32Array.from({ length: BLENDSHAPE_COUNT }, (_, i) => {
  const name = Object.keys(BLENDSHAPE_INDEX)[i]!;
  if (name.startsWith('mouthSmile') || name.startsWith('mouthFrown')) return 0.6;
  return name.startsWith('mouth') || name.startsWith('jaw') ? 0.15 : 1;
});

const targetOf = (expression: Expression, amount: number, into: Float32Array): void => {
  into.fill(0);
  for (const [name, weight] of Object.entries(SHAPES[expression]))
    into[BLENDSHAPE_INDEX[name as BlendshapeName]] = weight * amount;
};

/**
 * One face's expressions. `lay` writes `weights` with the expression of this moment over them into `into`, each 0..1; times grow
 * from call to call. The expression asked for at first is there at once.
 */
export const createExpressions = (): {
  lay(
    options: Pick<PortraitOptions, 'expression' | 'expressionAmount'>,
    lifeMicros: Micros,
    speaking: number,
    weights: BlendshapeFrame,
    into: BlendshapeFrame,
  ): void;
} => {
  const from = new Float32Array(BLENDSHAPE_COUNT);
  const to = new Float32Array(BLENDSHAPE_COUNT);
  const now = new Float32Array(BLENDSHAPE_COUNT);
  let wanted: Expression | null = null;
  let amount = 0;
  let since: Micros = 0;
  let last: Micros = 0;
  return {
    lay({ expression, expressionAmount }, lifeMicros, speaking, weights, into) {
      const isNew = wanted === null || lifeMicros < last || lifeMicros - last > LONGEST_STEP_MICROS;
      if (expression !== wanted || expressionAmount !== amount) {
        from.set(now);
        since = lifeMicros;
        wanted = expression;
        amount = expressionAmount;
        targetOf(expression, expressionAmount, to);
      }
      if (isNew) since = lifeMicros - EASE_MICROS;
      last = lifeMicros;
      const eased = smoothStep(0, EASE_MICROS, lifeMicros - since);
      for (let i = 0; i < BLENDSHAPE_COUNT; i++) {
        now[i] = from[i]! + (to[i]! - from[i]!) * eased;
        const share = 1 - speaking * (1 - SHARE_IN_SPEECH[i]!);
        into[i] = Math.min(1, weights[i]! + now[i]! * share);
      }
    },
  };
};
