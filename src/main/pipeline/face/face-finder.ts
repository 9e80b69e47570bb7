/** Finds the faces of a decoded picture and their landmarks. Owns the face models; knows nothing of files or mouths. */
import type { AsyncCloseable } from '../../../shared/scope.ts';
import type { FrameBuffer } from '../frame-buffer.ts';
import { loadModel } from '../inference/model-store.ts';
import { createOnnxSession } from '../inference/onnx-session.ts';
import { createFaceDetector, type Detection } from './face-detector.ts';
import { searchFaces } from './face-search.ts';
import { createLandmarkModel, roiFromBox, roiFromLandmarks } from './landmark-model.ts';
import { LANDMARK_COUNT } from './landmark-points.ts';

/** A face in picture pixels. */
export type FoundFace = {
  /** Detector confidence 0..1. */ score: number;
  /** Bounds of the landmarks: left, top, right, bottom. */ box: readonly [number, number, number, number];
  /** 468 points x y z interleaved. */ points: Float32Array;
};

/** Finds faces and their landmarks. */
export type FaceFinder = AsyncCloseable & {
  /** All faces, largest first. The picture's alpha is ignored. */
  find(picture: FrameBuffer): Promise<FoundFace[]>;
  /** Landmarks of one face whose rough points are known (from an earlier frame or a smaller copy); null when it is gone. */
  refine(picture: FrameBuffer, points: Float32Array): Promise<Float32Array | null>;
  /** The same with one look instead of three, for the frames of a film. */
  follow(picture: FrameBuffer, points: Float32Array): Promise<Float32Array | null>;
};

/** Below this the landmark model says "no face here", and a detection is dropped. */
const MIN_PRESENCE = 0.5;

/**
 * Loads the face models.
 * @throws StudioError `model/missing`, `model/corrupt`.
 */
export const createFaceFinder = async (deps: {
  modelsDir: string;
  threads?: number;
}): Promise<FaceFinder> => {
  const threads = deps.threads ?? 2;
  const [detectorModel, landmarkModel] = await Promise.all([
    loadModel(deps.modelsDir, 'face-detector'),
    loadModel(deps.modelsDir, 'face-landmarks'),
  ]);
  const [detectorSession, landmarkSession] = await Promise.all([
    createOnnxSession(detectorModel, { threads, name: 'face-detector' }),
    createOnnxSession(landmarkModel, { threads, name: 'face-landmarks' }),
  ]);
  const detector = createFaceDetector(detectorSession);
  const landmarks = createLandmarkModel(landmarkSession);

  const confirm = async (picture: FrameBuffer, detection: Detection): Promise<FoundFace | null> => {
    const eye = (index: number): [number, number] => [
      detection.keypoints[index * 2]!,
      detection.keypoints[index * 2 + 1]!,
    ];
    const rough = await landmarks.locate(picture, roiFromBox(detection, eye(0), eye(1)));
    if (rough.presence < MIN_PRESENCE) return null;
    const fine = await landmarks.locateSteadily(picture, roiFromLandmarks(rough.points));
    const { points } = fine.presence < MIN_PRESENCE ? rough : fine;
    return { score: detection.score, box: boundsOf(points), points };
  };

  let closed: Promise<void> | null = null;
  return {
    find: async picture => {
      const found: FoundFace[] = [];
      for (const face of await searchFaces(detector, picture, detection => confirm(picture, detection))) {
        if (!found.some(other => sameFace(other, face))) found.push(face);
      }
      return found.sort((a, b) => areaOf(b.box) - areaOf(a.box));
    },
    refine: async (picture, points) => {
      const located = await landmarks.locateSteadily(picture, roiFromLandmarks(points));
      return located.presence < MIN_PRESENCE ? null : located.points;
    },
    follow: async (picture, points) => {
      const located = await landmarks.locate(picture, roiFromLandmarks(points));
      return located.presence < MIN_PRESENCE ? null : located.points;
    },
    close: () => {
      closed ??= Promise.all([detectorSession.close(), landmarkSession.close()]).then(() => undefined);
      return closed;
    },
  };
};

const boundsOf = (points: Float32Array): [number, number, number, number] => {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let point = 0; point < LANDMARK_COUNT; point++) {
    bounds[0] = Math.min(bounds[0], points[point * 3]!);
    bounds[1] = Math.min(bounds[1], points[point * 3 + 1]!);
    bounds[2] = Math.max(bounds[2], points[point * 3]!);
    bounds[3] = Math.max(bounds[3], points[point * 3 + 1]!);
  }
  return bounds;
};

const areaOf = (box: FoundFace['box']): number => (box[2] - box[0]) * (box[3] - box[1]);

// Two detections (from overlapping tiles) are one face when either centre lies well inside the other's box.
const sameFace = (a: FoundFace, b: FoundFace): boolean => {
  const distance =
    Math.hypot(a.box[0] + a.box[2] - b.box[0] - b.box[2], a.box[1] + a.box[3] - b.box[1] - b.box[3]) / 2;
  return distance < 0.35 * Math.sqrt(Math.max(areaOf(a.box), areaOf(b.box)));
};
