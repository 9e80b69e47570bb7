/** Where MuseTalk takes the face from a frame. Geometry alone; knows no pixels' colours. */
import type { MuseTalkOptions } from '../../../../shared/renderer-options/musetalk.ts';
import { CHIN, OUTER_LIP } from '../../face/landmark-points.ts';
import { JAW_LINE } from '../portrait/landmark-ids.ts';
import type { FramedPicture } from '../renderer.ts';

/** Whole pixels of the frame; `right` and `bottom` are one past the last. */
export type FaceBox = { left: number; top: number; right: number; bottom: number };

type Place = readonly [number, number];

/** A face in pixels of the frame: its box, its jaw from one ear over the chin to the other, and its outer lip (may be empty). */
export type FaceShape = { box: FaceBox; jaw: readonly Place[]; lips: readonly Place[] };

type Ask = Pick<MuseTalkOptions, 'bboxShift' | 'extraMargin'>;

/** Both options are in pixels of a face 256 high, the size the networks see. */
const NETWORK_EDGE = 256;
/** Smaller boxes hold nothing a network could work with, px. */
const LEAST_EDGE = 24;

/** The points 195 and 5 of the mesh lie above and below point 29 of the 68: two thirds of the way down the nose. */
const NOSE_ABOVE = 195;
const NOSE_BELOW = 5;

/** A face's measures in mouth widths, where only a mouth is known: half its box's height, how far its middle and its chin are from the mouth. */
const HALF_HEIGHT = 1.42;
const MIDDLE_ABOVE_MOUTH = 0.68;
const HALF_WIDTH = 1.3;

/** What a box is made of: the extent of the jaw, the middle (nose) and the chin. */
type Measures = { left: number; right: number; middle: number; chin: number };

const measuresOf = (jaw: readonly Place[], middle: number, chin: number): Measures => {
  const xs = jaw.map(([x]) => x);
  return { left: Math.min(...xs), right: Math.max(...xs), middle, chin };
};

/**
 * The original's rule (musetalk/utils/preprocessing.py, scripts/realtime_inference.py): the box ends at the chin and is as high
 * above the nose as below it, so that its middle, where the hidden half begins, is the nose; v1.5 adds a margin below.
 */
const boxOf = (
  { left, right, middle, chin }: Measures,
  ask: Ask,
  picture: { width: number; height: number },
) => {
  const unit = (2 * (chin - middle)) / NETWORK_EDGE;
  const top = 2 * (middle + ask.bboxShift * unit) - chin;
  return {
    left: Math.max(0, Math.floor(left)),
    top: Math.max(0, Math.floor(top)),
    right: Math.min(picture.width, Math.floor(right)),
    bottom: Math.min(picture.height, Math.floor(chin + ask.extraMargin * unit)),
  };
};

/** The lower half of an ellipse, from the left to the right, as a jaw. */
const roundJaw = (centreX: number, middle: number, reachX: number, reachY: number): [number, number][] =>
  Array.from({ length: 21 }, (_, i) => {
    const angle = Math.PI * (1 - i / 20);
    return [centreX + reachX * Math.cos(angle), middle + reachY * Math.sin(angle)];
  });

/** Null: there is no face, or too little of one in the frame. */
export const faceShapeOf = ({ picture, landmarks, mouth }: FramedPicture, ask: Ask): FaceShape | null => {
  const { width, height } = picture;
  if (landmarks === null && mouth === null) return null;
  let jaw: readonly Place[];
  let lips: readonly Place[];
  let measures: Measures;
  if (landmarks !== null) {
    const y = (id: number): number => landmarks[id * 3 + 1]! * height;
    const place = (id: number): Place => [landmarks[id * 3]! * width, y(id)];
    jaw = JAW_LINE.map(place);
    lips = OUTER_LIP.map(place);
    measures = measuresOf(jaw, y(NOSE_ABOVE) + (y(NOSE_BELOW) - y(NOSE_ABOVE)) / 3, y(CHIN));
  } else {
    const { mouth_center, mouth_rx, outer_lip } = mouth!.animation;
    lips = (outer_lip ?? []).map(([x, y]): Place => [x * width, y * height]);
    const mouthWidth = 2 * mouth_rx * width;
    const [x, middle] = [mouth_center[0] * width, mouth_center[1] * height - MIDDLE_ABOVE_MOUTH * mouthWidth];
    jaw = roundJaw(x, middle, HALF_WIDTH * mouthWidth, HALF_HEIGHT * mouthWidth);
    measures = measuresOf(jaw, middle, middle + HALF_HEIGHT * mouthWidth);
  }
  const box = boxOf(measures, ask, picture);
  const isThere = box.right - box.left >= LEAST_EDGE && box.bottom - box.top >= LEAST_EDGE;
  return isThere ? { box, jaw, lips } : null;
};
