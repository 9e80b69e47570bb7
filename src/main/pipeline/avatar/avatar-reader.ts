/** Opens, analyses and frames avatar pictures, with bounded caches. Knows no session, no store and no renderer's needs. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { AvatarAnalysis, AvatarInput, DetectedFace } from '../../../shared/avatar.ts';
import { StudioError } from '../../../shared/errors.ts';
import { subjectOfMouth } from '../../../shared/framing.ts';
import type { AsyncCloseable } from '../../../shared/scope.ts';
import type { Framing } from '../../../shared/studio/avatar-profile.ts';
import { BoundedCache } from '../bounded-cache.ts';
import { createFaceFinder, type FaceFinder } from '../face/face-finder.ts';
import type { FrameBuffer } from '../frame-buffer.ts';
import { modelVersion } from '../inference/model-store.ts';
import type { AvatarAssets } from '../renderers/renderer.ts';
import type { AvatarReader, FrameTarget } from './avatar-contract.ts';
import { importClip } from './clip-import.ts';
import { findFaces } from './face-analysis.ts';
import { frameFor, mapLandmarks, mapMouth, mapOf, showsMouth } from './framing.ts';
import { STILL_CODEC } from './landmark-records.ts';
import { MovingAvatars } from './moving-avatar.ts';
import {
  backgroundOf,
  decodeFrame,
  makePng,
  makeThumbnail,
  openPicture,
  type Picture,
  restrainDecoder,
} from './picture-decoder.ts';
import { PreparedCache } from './prepared-cache.ts';
import { agrees, subjectOfFace } from './subject.ts';

const THUMBNAIL_EDGE = 512;
/** Analyses are small (468 points a face): the avatars of a busy studio fit. */
const ANALYSIS_COUNT = 64;
const THUMBNAIL_COUNT = 32;
/** Framed pictures are 4 bytes a pixel: 48 MB hold 40 frames of 416×704 or 5 of 1080p. */
const FRAME_COUNT = 64;
const FRAME_BYTES = 48 * 1024 * 1024;
const BACKDROP_COUNT = 4;
const BACKDROP_GREY = { r: 128, g: 128, b: 128, alpha: 1 };

/** What the networks saw of avatars, on the disk: 8 KB a still, 0.7 MB for 125 frames. */
const PREPARED_BYTES = 512 * 1024 * 1024;
const FACE_MODELS = ['face-detector', 'face-landmarks'] as const;

/** A background is cut about its middle. */
const MIDDLE: Framing = { centre: [0.5, 0.5], zoom: 1 };

type Seen = Omit<AvatarAnalysis, 'thumbnail'>;

/** `cacheDir`: where what was seen is kept from one process to the next; absent: nowhere. */
export type AvatarReaderDeps = {
  modelsDir: string;
  threads?: number;
  cacheDir?: string;
  warn?(message: string): void;
};

/** Gives a reader. Calls may overlap; equal ones share their work. `close` releases the models. */
export const createAvatarReader = (deps: AvatarReaderDeps): AvatarReader & AsyncCloseable => {
  restrainDecoder();
  let finding: Promise<FaceFinder> | null = null;
  const finder = (): Promise<FaceFinder> => {
    finding ??= createFaceFinder(deps).catch(error => {
      finding = null;
      throw error;
    });
    return finding;
  };
  let versions: Promise<string> | null = null;
  const version = (): Promise<string> => {
    versions ??= Promise.all(FACE_MODELS.map(name => modelVersion(deps.modelsDir, name))).then(
      found => found.join(' '),
      error => {
        versions = null;
        throw error;
      },
    );
    return versions;
  };
  const prepared =
    deps.cacheDir === undefined
      ? null
      : new PreparedCache({
          dir: path.join(deps.cacheDir, 'avatars'),
          maxBytes: PREPARED_BYTES,
          ...(deps.warn === undefined ? {} : { warn: deps.warn }),
        });
  const movingAvatars = new MovingAvatars({ finder, version, prepared });
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

  const backdrops = new BoundedCache<FrameBuffer>({
    count: BACKDROP_COUNT,
    weight: Infinity,
    weigh: () => 1,
  });

  /** `kept`: an earlier process had looked already. */
  const look = async (picture: Picture, sha256: string): Promise<{ seen: Seen; kept: boolean }> => {
    const find = async (): Promise<DetectedFace[]> => findFaces(await finder(), picture, sha256);
    let kept = false;
    const { value } = await analyses.get(sha256, async () => {
      const { format, width, height, hasAlpha } = picture;
      const found =
        prepared === null
          ? { value: await find(), hit: false }
          : await prepared.remember(`faces 1 ${await version()} ${sha256}`, STILL_CODEC, find);
      kept = found.hit;
      return { sha256, format, width, height, hasAlpha, faces: found.value };
    });
    return { seen: value, kept };
  };

  return {
    analyse: async bytes => {
      const picture = await openPicture(bytes);
      const sha256 = hashOf(bytes);
      const { seen } = await look(picture, sha256);
      const { value: thumbnail } = await thumbnails.get(sha256, () => makeThumbnail(picture, THUMBNAIL_EDGE));
      return { ...seen, thumbnail };
    },
    frame: async (input, target) => {
      checkTarget(target);
      if (input.frames !== undefined) {
        const { frames, moving, key, cacheHit } = await movingAvatars.open(input.frames, input, target);
        return { ...(await frames.at(0)), frames, moving, key, cacheHit };
      }
      const sha256 = input.sha256 ?? hashOf(input.picture);
      const key = frameKey(sha256, input, target);
      let kept = false;
      const { value, hit } = await frames.get(key, async () => {
        const picture = await openPicture(input.picture);
        const looked = await look(picture, sha256);
        kept = looked.kept;
        return await makeAssets(picture, looked.seen, input, target);
      });
      // A renderer may draw into what it gets; the cached picture must stay as it is.
      const copy: FrameBuffer = { ...value.picture, data: value.picture.data.slice() };
      const landmarks = value.landmarks?.slice() ?? null;
      return { ...value, picture: copy, landmarks, key, cacheHit: hit || kept, moving: null };
    },
    backdrop: async (bytes, { width, height }) => {
      const { value } = await backdrops.get(`${hashOf(bytes)} ${width}x${height}`, async () => {
        const picture = await openPicture(bytes);
        const framing = frameFor(picture, { width, height }, 'cover', { framing: MIDDLE, subject: null });
        return decodeFrame(picture, framing, { width, height }, BACKDROP_GREY);
      });
      return value;
    },
    frameMouths: frames => movingAvatars.mouths(frames),
    placed: async (input, index) => {
      const { frames, mouth } = input;
      const inFilm = frames && (await movingAvatars.placed(frames, mouth, index ?? 0));
      if (inFilm) return inFilm;
      const { seen } = await look(await openPicture(input.picture), hashOf(input.picture));
      const chosen = speaking(seen, input);
      const { width, height } = seen;
      return { width, height, mouth: mouth ?? chosen?.mouth ?? null, landmarks: chosen?.landmarks ?? null };
    },
    importClip: (job, onProgress, signal) =>
      importClip(job, { finder, onProgress, keep: (...seen) => movingAvatars.keep(...seen) }, signal),
    toPng: async (bytes, longEdge) => makePng(await openPicture(bytes), longEdge),
    warmUp: async () => {
      await finder();
    },
    close: async () => {
      const loaded = await finding?.catch(() => null);
      await loaded?.close();
    },
  };
};

const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

const frameKey = (sha256: string, input: AvatarInput, target: FrameTarget): string =>
  JSON.stringify([
    sha256,
    target.width,
    target.height,
    target.fit,
    target.background,
    input.faceIndex ?? 0,
    input.framing ?? null,
    input.mouth ? hashOf(JSON.stringify(input.mouth)) : null,
  ]);

const checkTarget = ({ width, height }: FrameTarget): void => {
  const fine = (size: number): boolean => Number.isInteger(size) && size >= 16 && size <= 4096;
  if (fine(width) && fine(height)) return;
  throw new StudioError(
    'session/bad-config',
    `A frame of ${width}×${height} cannot be made. Ask for whole numbers from 16 to 4096.`,
    { width, height },
  );
};

/** The face that speaks: the one a given mouth agrees with, else the chosen one. */
const speaking = (seen: Seen, { mouth, faceIndex }: AvatarInput): DetectedFace | null =>
  mouth
    ? (seen.faces.find(face => agrees(face.mouth, mouth, seen)) ?? null)
    : (seen.faces[faceIndex ?? 0] ?? seen.faces[0] ?? null);

const makeAssets = async (
  picture: Picture,
  seen: Seen,
  input: AvatarInput,
  target: FrameTarget,
): Promise<AvatarAssets> => {
  const chosen = speaking(seen, input);
  const mouth = input.mouth ?? chosen?.mouth ?? null;
  const subject = chosen ? subjectOfFace(chosen.landmarks, seen) : mouth ? subjectOfMouth(mouth, seen) : null;
  const framing = frameFor(seen, target, target.fit, { framing: input.framing, subject });
  const map = mapOf(framing, seen, target);
  const shown = mouth !== null && showsMouth(mouth, map);
  const pixels = await decodeFrame(picture, framing, target, backgroundOf(target.background));
  return {
    picture: pixels,
    hasAlpha: hasTransparency(pixels),
    mouth: shown ? mapMouth(mouth, map) : null,
    landmarks: chosen && shown ? mapLandmarks(chosen.landmarks, map) : null,
    frames: null,
  };
};

const hasTransparency = ({ data }: FrameBuffer): boolean => {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true;
  return false;
};
