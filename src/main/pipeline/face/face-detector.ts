/** Finds faces in one square of a picture with the short-range detector. Knows nothing of tiles, landmarks or mouths. */
import type { FrameBuffer } from '../frame-buffer.ts';
import type { TensorSession } from '../inference/tensor-session.ts';
import { type Square, sampleArea } from './area-sampler.ts';
import { ANCHOR_COUNT, createAnchors } from './detector-anchors.ts';

/** A detection in picture pixels. */
export type Detection = {
  /** 0..1. */ score: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** Right eye, left eye, nose tip, mouth, right ear, left ear (the person's own right and left): x y interleaved. */
  keypoints: Float32Array;
};

/** Looks for faces in squares of pictures. */
export type FaceDetector = {
  /** Faces in the square, best first, overlapping ones merged. */
  detect(picture: FrameBuffer, square: Square): Promise<Detection[]>;
};

const INPUT_SIZE = 128;
const VALUES_PER_ANCHOR = 16;
const KEYPOINT_VALUES = 12;
/** Below this a detection is not a face. MediaPipe's own default; landmarks confirm each face afterwards. */
export const MIN_FACE_SCORE = 0.5;
/** Detections overlapping more than this are the same face. */
const SAME_FACE_OVERLAP = 0.3;

const overlap = (a: Detection, b: Detection): number => {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const area = (box: Detection): number => (box.right - box.left) * (box.bottom - box.top);
  return (width * height) / (area(a) + area(b) - width * height);
};

/** Weighted non-maximum suppression: each group of overlapping detections becomes their score-weighted mean. Best first. */
export const mergeDetections = (detections: readonly Detection[]): Detection[] => {
  let rest = detections.toSorted((a, b) => b.score - a.score);
  const merged: Detection[] = [];
  while (rest.length > 0) {
    const best = rest[0]!;
    const group = rest.filter(
      candidate => candidate === best || overlap(best, candidate) > SAME_FACE_OVERLAP,
    );
    const mean: Detection = {
      score: best.score,
      left: 0,
      top: 0,
      right: 0,
      bottom: 0,
      keypoints: new Float32Array(12),
    };
    const total = group.reduce((sum, member) => sum + member.score, 0);
    for (const member of group) {
      const weight = member.score / total;
      mean.left += member.left * weight;
      mean.top += member.top * weight;
      mean.right += member.right * weight;
      mean.bottom += member.bottom * weight;
      for (let index = 0; index < KEYPOINT_VALUES; index++) {
        mean.keypoints[index]! += member.keypoints[index]! * weight;
      }
    }
    merged.push(mean);
    rest = rest.filter(candidate => !group.includes(candidate));
  }
  return merged;
};

/** A detector on a loaded `face-detector` model. Does not close the session. */
export const createFaceDetector = (session: TensorSession): FaceDetector => {
  const anchors = createAnchors();
  return {
    detect: async (picture, square) => {
      const data = sampleArea(picture, square, INPUT_SIZE, 2 / 255, -1);
      const outputs = await session.run({ input: { dims: [1, INPUT_SIZE, INPUT_SIZE, 3], data } });
      const scores = outputs.classificators!.data;
      const boxes = outputs.regressors!.data;
      const found: Detection[] = [];
      for (let anchor = 0; anchor < ANCHOR_COUNT; anchor++) {
        const score = 1 / (1 + Math.exp(-scores[anchor]!));
        if (score < MIN_FACE_SCORE) continue;
        found.push(decode(boxes, anchors, anchor, score, square));
      }
      return mergeDetections(found);
    },
  };
};

const decode = (
  boxes: Float32Array,
  anchors: Float32Array,
  anchor: number,
  score: number,
  square: Square,
): Detection => {
  const base = anchor * VALUES_PER_ANCHOR;
  const x = (index: number): number =>
    square.left + (boxes[base + index]! / INPUT_SIZE + anchors[anchor * 2]!) * square.size;
  const y = (index: number): number =>
    square.top + (boxes[base + index]! / INPUT_SIZE + anchors[anchor * 2 + 1]!) * square.size;
  const halfWidth = ((boxes[base + 2]! / INPUT_SIZE) * square.size) / 2;
  const halfHeight = ((boxes[base + 3]! / INPUT_SIZE) * square.size) / 2;
  const keypoints = new Float32Array(KEYPOINT_VALUES);
  for (let index = 0; index < KEYPOINT_VALUES; index += 2) {
    keypoints[index] = x(4 + index);
    keypoints[index + 1] = y(5 + index);
  }
  return {
    score,
    left: x(0) - halfWidth,
    right: x(0) + halfWidth,
    top: y(1) - halfHeight,
    bottom: y(1) + halfHeight,
    keypoints,
  };
};
