/** Places the 468 points of a face in a turned square of a picture with the attention model. Finds no faces itself. */
import type { FrameBuffer } from '../frame-buffer.ts';
import type { TensorSession } from '../inference/tensor-session.ts';
import {
  ATTENTION_LEFT_EYE,
  ATTENTION_LIPS,
  ATTENTION_RIGHT_EYE,
  LANDMARK_COUNT,
  OUTER_EYE_CORNERS,
} from './landmark-points.ts';
import { type Roi, roiToPicture, sampleRoi } from './roi-sampler.ts';

/** Points of one face. */
export type FaceLandmarks = {
  /** How sure the model is that this is a face, 0..1. */ presence: number;
  /** 468 points x y z interleaved, in picture pixels; z in the same unit, negative towards the viewer. */ points: Float32Array;
};

/** Places landmarks. */
export type LandmarkModel = {
  /** One look: about 1 % of the eye distance of noise at the lips. */
  locate(picture: FrameBuffer, roi: Roi): Promise<FaceLandmarks>;
  /** The mean of three looks from slightly different squares: three times the work, a third less noise. For stills. */
  locateSteadily(picture: FrameBuffer, roi: Roi): Promise<FaceLandmarks>;
};

const INPUT_SIZE = 192;
/** MediaPipe widens the box of the face by this before it looks for landmarks. */
const ROI_SCALE = 1.5;

/** The looks whose mean is taken: shift in ROI sizes, scale, turn in radians. */
const LOOKS = [
  { x: 0, y: 0, scale: 1, turn: 0 },
  { x: 0.02, y: 0.02, scale: 0.93, turn: 0.05 },
  { x: -0.02, y: 0.02, scale: 1.07, turn: -0.05 },
] as const;

/** A landmark model on a loaded `face-landmarks` session. Does not close the session. */
export const createLandmarkModel = (session: TensorSession): LandmarkModel => {
  const locate: LandmarkModel['locate'] = async (picture, roi) => {
    const data = sampleRoi(picture, roi, INPUT_SIZE);
    const outputs = await session.run({ input: { dims: [1, INPUT_SIZE, INPUT_SIZE, 3], data } });
    const mesh = outputs.output_mesh_identity!.data;
    const points = new Float32Array(LANDMARK_COUNT * 3);
    const place = (point: number, x: number, y: number): void => {
      const [pictureX, pictureY] = roiToPicture(roi, INPUT_SIZE, x, y);
      points[point * 3] = pictureX;
      points[point * 3 + 1] = pictureY;
    };
    for (let point = 0; point < LANDMARK_COUNT; point++) {
      place(point, mesh[point * 3]!, mesh[point * 3 + 1]!);
      points[point * 3 + 2] = (mesh[point * 3 + 2]! / INPUT_SIZE) * roi.size;
    }
    const refine = (ids: readonly number[], refined: Float32Array): void => {
      for (const [index, point] of ids.entries()) place(point, refined[index * 2]!, refined[index * 2 + 1]!);
    };
    refine(ATTENTION_LIPS, outputs.output_lips!.data);
    refine(ATTENTION_LEFT_EYE, outputs.output_left_eye!.data);
    refine(ATTENTION_RIGHT_EYE, outputs.output_right_eye!.data);
    return { presence: 1 / (1 + Math.exp(-outputs.conv_faceflag!.data[0]!)), points };
  };
  return {
    locate,
    locateSteadily: async (picture, roi) => {
      const points = new Float32Array(LANDMARK_COUNT * 3);
      let presence = 0;
      for (const look of LOOKS) {
        const one = await locate(picture, {
          centreX: roi.centreX + look.x * roi.size,
          centreY: roi.centreY + look.y * roi.size,
          size: roi.size * look.scale,
          angle: roi.angle + look.turn,
        });
        presence += one.presence / LOOKS.length;
        for (let index = 0; index < points.length; index++)
          points[index]! += one.points[index]! / LOOKS.length;
      }
      return { presence, points };
    },
  };
};

/** The square to look in for landmarks, from a detected box and the two eyes (picture pixels). */
export const roiFromBox = (
  box: { left: number; top: number; right: number; bottom: number },
  rightEye: readonly [number, number],
  leftEye: readonly [number, number],
): Roi => ({
  centreX: (box.left + box.right) / 2,
  centreY: (box.top + box.bottom) / 2,
  size: Math.max(box.right - box.left, box.bottom - box.top) * ROI_SCALE,
  angle: Math.atan2(leftEye[1] - rightEye[1], leftEye[0] - rightEye[0]),
});

/** The square to look in again, from landmarks already found: upright to the face and centred on it. */
export const roiFromLandmarks = (points: Float32Array): Roi => {
  const [right, left] = OUTER_EYE_CORNERS;
  const angle = Math.atan2(
    points[left * 3 + 1]! - points[right * 3 + 1]!,
    points[left * 3]! - points[right * 3]!,
  );
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  let [lowU, highU, lowV, highV] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let point = 0; point < LANDMARK_COUNT; point++) {
    const u = cosine * points[point * 3]! + sine * points[point * 3 + 1]!;
    const v = -sine * points[point * 3]! + cosine * points[point * 3 + 1]!;
    lowU = Math.min(lowU, u);
    highU = Math.max(highU, u);
    lowV = Math.min(lowV, v);
    highV = Math.max(highV, v);
  }
  const u = (lowU + highU) / 2;
  const v = (lowV + highV) / 2;
  return {
    centreX: cosine * u - sine * v,
    centreY: sine * u + cosine * v,
    size: Math.max(highU - lowU, highV - lowV) * ROI_SCALE,
    angle,
  };
};
