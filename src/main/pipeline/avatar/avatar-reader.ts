/** Opens, analyses and frames avatar pictures, with bounded caches. Knows no session, no store and no renderer's needs. */
import { createHash } from 'node:crypto';
import type { AvatarAnalysis, AvatarInput, Background, DetectedFace } from '../../../shared/avatar.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { AsyncCloseable } from '../../../shared/scope.ts';
import { BoundedCache } from '../bounded-cache.ts';
import { createFaceFinder } from '../face/face-finder.ts';
import { CHIN, FOREHEAD } from '../face/landmark-points.ts';
import type { FrameBuffer } from '../frame-buffer.ts';
import type { AvatarAssets } from '../renderers/renderer.ts';
import type { AvatarReader } from './avatar-contract.ts';
import { findFaces } from './face-analysis.ts';
import { frameFor, mapLandmarks, mapMouth, mapOf, type Subject } from './framing.ts';
import { decodeFrame, makeThumbnail, openPicture, type Picture, restrainDecoder } from './picture-decoder.ts';

const THUMBNAIL_EDGE = 512;
/** Analyses are small (468 points a face): the avatars of a busy studio fit. */
const ANALYSIS_COUNT = 64;
const THUMBNAIL_COUNT = 32;
/** Framed pictures are 4 bytes a pixel: 48 MB hold 40 frames of 416×704 or 5 of 1080p. */
const FRAME_COUNT = 64;
const FRAME_BYTES = 48 * 1024 * 1024;

type Seen = Omit<AvatarAnalysis, 'thumbnail'>;
type Target = Parameters<AvatarReader['frame']>[1];

/**
 * Loads the face models and gives a reader. Calls may overlap; equal ones share their work.
 * `close` releases the models.
 * @throws StudioError `model/missing`, `model/corrupt`.
 */
export const createAvatarReader = async (deps: {
  modelsDir: string;
  threads?: number;
}): Promise<AvatarReader & AsyncCloseable> => {
  restrainDecoder();
  const finder = await createFaceFinder(deps);
  const analyses = new BoundedCache<Seen>({ count: ANALYSIS_COUNT, weight: Infinity, weigh: () => 1 });
  const thumbnails = new BoundedCache<Uint8Array>({
    count: THUMBNAIL_COUNT,
    weight: Infinity,
    weigh: () => 1,
  });
  const frames = new BoundedCache<AvatarAssets>({
    count: FRAME_COUNT,
    weight: FRAME_BYTES,
    weigh: assets => assets.picture.data.length,
  });

  const look = async (picture: Picture, sha256: string): Promise<Seen> => {
    const { value } = await analyses.get(sha256, async () => ({
      sha256,
      format: picture.format,
      width: picture.width,
      height: picture.height,
      hasAlpha: picture.hasAlpha,
      faces: await findFaces(finder, picture, sha256),
    }));
    return value;
  };

  return {
    analyse: async bytes => {
      const picture = await openPicture(bytes);
      const sha256 = hashOf(bytes);
      const seen = await look(picture, sha256);
      const { value: thumbnail } = await thumbnails.get(sha256, () => makeThumbnail(picture, THUMBNAIL_EDGE));
      return { ...seen, thumbnail };
    },
    frame: async (input, target) => {
      checkTarget(target);
      const sha256 = hashOf(input.picture);
      const key = frameKey(sha256, input, target);
      const { value, hit } = await frames.get(key, async () => {
        const picture = await openPicture(input.picture);
        const seen = await look(picture, sha256);
        return await makeAssets(picture, seen, input, target);
      });
      // A renderer may draw into what it gets; the cached picture must stay as it is.
      const copy: FrameBuffer = { ...value.picture, data: value.picture.data.slice() };
      return { ...value, picture: copy, landmarks: value.landmarks?.slice() ?? null, key, cacheHit: hit };
    },
    close: () => finder.close(),
  };
};

const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

const frameKey = (sha256: string, input: AvatarInput, target: Target): string =>
  JSON.stringify([
    sha256,
    target.width,
    target.height,
    target.fit,
    target.background,
    input.faceIndex ?? 0,
    input.mouth ? hashOf(JSON.stringify(input.mouth)) : null,
  ]);

const checkTarget = ({ width, height }: Target): void => {
  const fine = (size: number): boolean => Number.isInteger(size) && size >= 16 && size <= 4096;
  if (fine(width) && fine(height)) return;
  throw new StudioError(
    'session/bad-config',
    `A frame of ${width}×${height} cannot be made. Ask for whole numbers from 16 to 4096.`,
    { width, height },
  );
};

const makeAssets = async (
  picture: Picture,
  seen: Seen,
  input: AvatarInput,
  target: Target,
): Promise<AvatarAssets> => {
  const chosen = input.mouth
    ? (seen.faces.find(face => agrees(face, input.mouth!, seen)) ?? null)
    : (seen.faces[input.faceIndex ?? 0] ?? seen.faces[0] ?? null);
  const mouth = input.mouth ?? chosen?.mouth ?? null;
  const subject = chosen ? subjectOfFace(chosen, seen) : mouth ? subjectOfMouth(mouth, seen) : null;
  const framing = frameFor(seen, target, target.fit, subject);
  const map = mapOf(framing, seen, target);
  const pixels = await decodeFrame(picture, framing, target, backgroundOf(target.background));
  return {
    picture: pixels,
    hasAlpha: hasTransparency(pixels),
    mouth: mouth ? mapMouth(mouth, map) : null,
    landmarks: chosen ? mapLandmarks(chosen.landmarks, map) : null,
    frames: null,
  };
};

/** A detected face goes with metadata when the mouth centres are within half a mouth width of each other. */
const agrees = (
  face: DetectedFace,
  mouth: MouthMetadata,
  size: { width: number; height: number },
): boolean => {
  const { mouth_center: found } = face.mouth.animation;
  const { mouth_center: given, mouth_rx } = mouth.animation;
  return (
    Math.hypot((found[0] - given[0]) * size.width, (found[1] - given[1]) * size.height) <=
    mouth_rx * size.width
  );
};

/** The mesh ends at the hair line; hair adds about this many face heights. */
const HAIR = 0.35;

const subjectOfFace = (face: DetectedFace, size: { width: number; height: number }): Subject => {
  const { box, landmarks } = face;
  const forehead = Math.min(box[1], landmarks[FOREHEAD * 3 + 1]!) * size.height;
  const chin = Math.max(box[3], landmarks[CHIN * 3 + 1]!) * size.height;
  return {
    centreX: ((box[0] + box[2]) / 2) * size.width,
    top: Math.max(0, forehead - HAIR * (chin - forehead)),
    chin,
  };
};

// A hand-drawn mouth: the usual proportions of a head about it, in mouth widths.
const subjectOfMouth = (mouth: MouthMetadata, size: { width: number; height: number }): Subject => {
  const { mouth_center, mouth_rx } = mouth.animation;
  const centreX = mouth_center[0] * size.width;
  const centreY = mouth_center[1] * size.height;
  const mouthWidth = mouth_rx * 2 * size.width;
  return {
    centreX,
    top: Math.max(0, centreY - 3 * mouthWidth),
    chin: Math.min(size.height, centreY + 0.9 * mouthWidth),
  };
};

const backgroundOf = (background: Background): { r: number; g: number; b: number; alpha: number } =>
  background.kind === 'transparent'
    ? { r: 0, g: 0, b: 0, alpha: 0 }
    : { r: background.rgb[0], g: background.rgb[1], b: background.rgb[2], alpha: 1 };

const hasTransparency = ({ data }: FrameBuffer): boolean => {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true;
  return false;
};
