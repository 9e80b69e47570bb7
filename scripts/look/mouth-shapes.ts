/** The mouth shapes a contact sheet shows, as ARKit weights. For humans to look at; knows no speech. */
import { BLENDSHAPE_COUNT, BLENDSHAPE_INDEX, type BlendshapeName } from '../../src/shared/blendshapes.ts';

type Shape = Partial<Record<BlendshapeName, number>>;

const both = (name: string, value: number): Shape => ({ [`${name}Left`]: value, [`${name}Right`]: value });

/** Name → weights of the fifteen visemes, and of extremes. */
export const MOUTH_SHAPES: Readonly<Record<string, Shape>> = {
  rest: {},
  pbm: {
    ...both('mouthPress', 0.3),
    mouthRollLower: 0.15,
    mouthRollUpper: 0.12,
    jawOpen: 0.03,
    mouthClose: 0.03,
  },
  fv: { jawOpen: 0.06, mouthRollLower: 0.55, ...both('mouthUpperUp', 0.24), mouthShrugLower: 0.12 },
  th: { jawOpen: 0.16, tongueOut: 0.16, ...both('mouthLowerDown', 0.12), ...both('mouthUpperUp', 0.08) },
  dtn: {
    jawOpen: 0.14,
    ...both('mouthStretch', 0.1),
    ...both('mouthLowerDown', 0.16),
    ...both('mouthUpperUp', 0.1),
  },
  kg: { jawOpen: 0.2, ...both('mouthLowerDown', 0.12) },
  ss: {
    jawOpen: 0.05,
    ...both('mouthStretch', 0.25),
    ...both('mouthSmile', 0.1),
    ...both('mouthLowerDown', 0.26),
    ...both('mouthUpperUp', 0.14),
  },
  ch: { jawOpen: 0.1, mouthFunnel: 0.42, ...both('mouthLowerDown', 0.12), ...both('mouthUpperUp', 0.1) },
  rr: { jawOpen: 0.16, mouthPucker: 0.35, mouthFunnel: 0.15 },
  aa: { jawOpen: 0.55, ...both('mouthLowerDown', 0.12), ...both('mouthUpperUp', 0.08) },
  eh: {
    jawOpen: 0.35,
    ...both('mouthStretch', 0.2),
    ...both('mouthSmile', 0.1),
    ...both('mouthLowerDown', 0.2),
    ...both('mouthUpperUp', 0.1),
  },
  ih: {
    jawOpen: 0.15,
    ...both('mouthStretch', 0.3),
    ...both('mouthSmile', 0.15),
    ...both('mouthLowerDown', 0.16),
    ...both('mouthUpperUp', 0.1),
  },
  oh: { jawOpen: 0.4, mouthPucker: 0.35, mouthFunnel: 0.3 },
  uw: { jawOpen: 0.1, mouthPucker: 0.72, mouthFunnel: 0.15 },
  wide: { jawOpen: 1 },
  smile: { ...both('mouthSmile', 0.8), ...both('cheekSquint', 0.4) },
  teeth: {
    ...both('mouthSmile', 0.7),
    ...both('mouthUpperUp', 0.6),
    ...both('mouthLowerDown', 0.5),
    jawOpen: 0.05,
  },
  blink: { ...both('eyeBlink', 1) },
  half: { ...both('eyeBlink', 0.5) },
  brow: { browInnerUp: 0.8, ...both('browOuterUp', 0.8) },
};

/** A frame of weights for a shape. */
export const weightsOf = (shape: Shape): Float32Array => {
  const frame = new Float32Array(BLENDSHAPE_COUNT);
  for (const [name, value] of Object.entries(shape)) frame[BLENDSHAPE_INDEX[name as BlendshapeName]] = value;
  return frame;
};
