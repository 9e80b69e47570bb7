/** The 52 ARKit blendshape names in Apple's alphabetical-by-part order, and frames of their weights. The hub of all articulation. */

/** Names as in Apple's ARFaceAnchor.BlendShapeLocation, in the order of the Live Link Face protocol. */
export const BLENDSHAPES = [
  'eyeBlinkLeft',
  'eyeLookDownLeft',
  'eyeLookInLeft',
  'eyeLookOutLeft',
  'eyeLookUpLeft',
  'eyeSquintLeft',
  'eyeWideLeft',
  'eyeBlinkRight',
  'eyeLookDownRight',
  'eyeLookInRight',
  'eyeLookOutRight',
  'eyeLookUpRight',
  'eyeSquintRight',
  'eyeWideRight',
  'jawForward',
  'jawLeft',
  'jawRight',
  'jawOpen',
  'mouthClose',
  'mouthFunnel',
  'mouthPucker',
  'mouthLeft',
  'mouthRight',
  'mouthSmileLeft',
  'mouthSmileRight',
  'mouthFrownLeft',
  'mouthFrownRight',
  'mouthDimpleLeft',
  'mouthDimpleRight',
  'mouthStretchLeft',
  'mouthStretchRight',
  'mouthRollLower',
  'mouthRollUpper',
  'mouthShrugLower',
  'mouthShrugUpper',
  'mouthPressLeft',
  'mouthPressRight',
  'mouthLowerDownLeft',
  'mouthLowerDownRight',
  'mouthUpperUpLeft',
  'mouthUpperUpRight',
  'browDownLeft',
  'browDownRight',
  'browInnerUp',
  'browOuterUpLeft',
  'browOuterUpRight',
  'cheekPuff',
  'cheekSquintLeft',
  'cheekSquintRight',
  'noseSneerLeft',
  'noseSneerRight',
  'tongueOut',
] as const;

/** One of the 52 names. */
export type BlendshapeName = (typeof BLENDSHAPES)[number];

/** Index of each name in a frame of weights. */
export const BLENDSHAPE_INDEX = Object.fromEntries(
  BLENDSHAPES.map((name, index) => [name, index]),
) as Readonly<Record<BlendshapeName, number>>;

/** Number of weights in a frame: 52. */
export const BLENDSHAPE_COUNT = BLENDSHAPES.length;

/** One frame of weights, length 52, each 0..1, in BLENDSHAPES order. */
export type BlendshapeFrame = Float32Array;
