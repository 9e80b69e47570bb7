/** A moving avatar made ready: its frames tracked once (and kept on the disk), their mouths, their place in a frame. Knows no session. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AvatarInput, FrameFolder } from '../../../shared/avatar.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import { BoundedCache } from '../bounded-cache.ts';
import type { FaceFinder } from '../face/face-finder.ts';
import type { FramedPicture, FrameSequence } from '../renderers/renderer.ts';
import type { FrameTarget, MovingFacts } from './avatar-contract.ts';
import { calmed, FaceFollower } from './face-follower.ts';
import { type FrameFile, FrameHashes } from './frame-folder.ts';
import { checkFrameHash, type FrameEntry, MetadataReader } from './frame-metadata.ts';
import { frameFor, mapLandmarks, mapMouth, mapOf, type Subject } from './framing.ts';
import { TRACK_CODEC, type TrackedFrame } from './landmark-records.ts';
import { lipGapOfLandmarks, lipGapOfMouth } from './lip-gap.ts';
import { mouthFromLandmarks } from './mouth-from-landmarks.ts';
import { backgroundOf, decodeForAnalysis, decodeFrame, openPicture, SEARCH_EDGE } from './picture-decoder.ts';
import type { PreparedCache } from './prepared-cache.ts';
import { agrees, subjectOfFace, subjectOfFilm, subjectOfMouth } from './subject.ts';

/** All moving avatars of the process together: 85 frames of 416×704, 27 of 720p. */
const PICTURES_BYTES = 96 * 1024 * 1024;
const PICTURES_COUNT = 1000;
/** Tracks in memory: 0.7 MB for 125 frames. */
const TRACKS_COUNT = 16;
/** Frames decoded ahead of the one that was asked for. */
const AHEAD = 3;

/** `version` names the face models, so that better ones look again. */
export type MovingAvatarDeps = {
  finder(): Promise<FaceFinder>;
  version(): Promise<string>;
  prepared: PreparedCache | null;
};

/** One moving avatar for one target. */
export type OpenedFrames = { frames: FrameSequence; moving: MovingFacts; key: string; cacheHit: boolean };

/** Middle of the mouth in the first frame, normalised; null: unknown. */
type Hint = readonly [number, number] | null;

type Frame = TrackedFrame & { file: FrameFile; mouth: MouthMetadata | null };

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** What a tracked film is kept under: its frames, and roughly where its mouth is said to be (which tells two faces apart). */
const trackKey = (version: string, files: readonly { sha256: string }[], hint: Hint): string =>
  `track 1 ${version} ${digest([files.map(({ sha256 }) => sha256), hint?.map(value => Math.round(value * 10))])}`;

/** Opens frame folders; equal ones share their work. */
export class MovingAvatars {
  readonly #deps: MovingAvatarDeps;
  readonly #hashes = new FrameHashes();
  readonly #metadata = new MetadataReader();
  readonly #described = new BoundedCache<Frame[]>({ count: TRACKS_COUNT, weight: Infinity, weigh: () => 1 });
  readonly #tracks = new BoundedCache<TrackedFrame[]>({
    count: TRACKS_COUNT,
    weight: Infinity,
    weigh: () => 1,
  });
  readonly #pictures = new BoundedCache<FramedPicture>({
    count: PICTURES_COUNT,
    weight: PICTURES_BYTES,
    weigh: ({ picture }) => picture.data.length,
  });

  constructor(deps: MovingAvatarDeps) {
    this.#deps = deps;
  }

  /** Errors: avatar/unreadable, avatar/too-large, avatar/too-many-pixels, avatar/bad-metadata, model/*. */
  async open(folder: FrameFolder, input: AvatarInput, target: FrameTarget): Promise<OpenedFrames> {
    const [files, { entries, version }] = await Promise.all([
      this.#hashes.read(folder),
      this.#metadata.read(folder.metadataPath),
    ]);
    if (folder.preprocessed)
      for (const [i, { name, sha256 }] of files.entries()) checkFrameHash(entries.get(name), sha256, i + 1);
    const hint = (entries.get(files[0]!.name)?.animation ?? input.mouth?.animation)?.mouth_center ?? null;
    const { tracked, cacheHit } = await this.#track(files, hint);
    const known = digest([folder.dir, files.map(({ sha256 }) => sha256), version, input.mouth]);
    const { value: frames } = await this.#described.get(known, async () =>
      files.map((file, i): Frame => {
        const seen = tracked[i]!;
        return { ...seen, file, ...mouthOf(seen, entries.get(file.name), file.sha256, input.mouth) };
      }),
    );
    const key = digest([known, target]);
    return {
      frames: this.#sequence(frames, target, key),
      moving: {
        fps: folder.fps,
        order: folder.order ?? 'living',
        lipGaps: Float32Array.from(frames, gapOf),
      },
      key,
      cacheHit,
    };
  }

  /** Keeps what an import has seen already, so that the first session does not look again. */
  async keep(files: readonly { sha256: string }[], tracked: TrackedFrame[], hint: Hint): Promise<void> {
    const key = trackKey(await this.#deps.version(), files, hint);
    await this.#deps.prepared?.remember(key, TRACK_CODEC, async () => tracked);
  }

  async #track(
    files: readonly FrameFile[],
    hint: Hint,
  ): Promise<{ tracked: TrackedFrame[]; cacheHit: boolean }> {
    const key = trackKey(await this.#deps.version(), files, hint);
    let kept = false;
    const make = async (): Promise<TrackedFrame[]> => this.#look(files, hint);
    const { value, hit } = await this.#tracks.get(key, async () => {
      if (this.#deps.prepared === null) return make();
      const found = await this.#deps.prepared.remember(key, TRACK_CODEC, make);
      kept = found.hit && found.value.length === files.length;
      return found.value;
    });
    return { tracked: value, cacheHit: hit || kept };
  }

  async #look(files: readonly FrameFile[], hint: Hint): Promise<TrackedFrame[]> {
    const follower = new FaceFollower(await this.#deps.finder(), hint);
    const load = async ({ path }: FrameFile) => {
      const picture = await openPicture(await readFrame(path));
      const { width, height } = picture;
      return { copy: await decodeForAnalysis(picture, SEARCH_EDGE), width, height };
    };
    const tracked: TrackedFrame[] = [];
    let loading = load(files[0]!);
    for (let i = 0; i < files.length; i++) {
      const frame = await loading;
      // The next picture is decoded while the networks look at this one.
      if (i + 1 < files.length) {
        loading = load(files[i + 1]!);
        loading.catch(() => {});
      }
      tracked.push(await follower.next(frame));
    }
    return calmed(tracked);
  }

  #sequence(frames: readonly Frame[], target: FrameTarget, key: string): FrameSequence {
    const subject = subjectOfFilm(frames.flatMap(normalisedSubject));
    const load = (index: number): Promise<FramedPicture> =>
      this.#pictures
        .get(`${key} ${index}`, () => frameOne(frames[index]!, subject, target, `${key} ${index}`))
        .then(({ value }) => value);
    let last = 0;
    let step = 1;
    return {
      count: frames.length,
      at: async index => {
        if (frames[index] === undefined)
          throw new StudioError('internal/bug', 'A frame outside the moving avatar was asked for.', {
            index,
          });
        if (index !== last) step = Math.abs(index - last) < frames.length / 2 && index < last ? -1 : 1;
        last = index;
        const wanted = load(index);
        for (let ahead = 1; ahead <= Math.min(AHEAD, frames.length - 1); ahead++)
          load((index + ahead * step + frames.length) % frames.length).catch(() => {});
        return wanted;
      },
    };
  }
}

const readFrame = (file: string): Promise<Uint8Array> =>
  readFile(file).catch(cause => {
    throw new StudioError(
      'avatar/unreadable',
      'A frame of the moving avatar is gone. Import the avatar again.',
      {},
      { cause },
    );
  });

/** Metadata wins; landmarks stay when they agree with it. Where neither knows a mouth the still's stands in. */
const mouthOf = (
  { width, height, landmarks }: TrackedFrame,
  entry: FrameEntry | undefined,
  sha256: string,
  ofStill: MouthMetadata | null,
): { mouth: MouthMetadata | null; landmarks: Float32Array | null } => {
  const size = { width, height };
  const detected = landmarks === null ? null : mouthFromLandmarks(landmarks, { ...size, sha256 });
  const { animation, face_box, model_crop, model_crop_source } = entry ?? {};
  const base = animation ? { source_image_hash: sha256, animation } : (detected ?? ofStill);
  if (base === null) return { mouth: null, landmarks };
  const mouth: MouthMetadata = {
    ...base,
    ...(face_box ? { face_box } : {}),
    ...(model_crop ? { model_crop } : {}),
    ...(model_crop_source ? { model_crop_source } : {}),
  };
  const fits = detected !== null && agrees(detected, mouth, size);
  return { mouth, landmarks: fits ? landmarks : null };
};

const gapOf = (frame: Frame): number =>
  frame.landmarks !== null
    ? lipGapOfLandmarks(frame.landmarks, frame)
    : frame.mouth !== null
      ? lipGapOfMouth(frame.mouth, frame)
      : Number.NaN;

const normalisedSubject = ({ landmarks, mouth, width, height }: Frame): Subject[] => {
  const size = { width, height };
  if (landmarks === null && mouth === null) return [];
  const { centreX, top, chin } =
    landmarks === null ? subjectOfMouth(mouth!, size) : subjectOfFace(landmarks, size);
  return [{ centreX: centreX / width, top: top / height, chin: chin / height }];
};

const frameOne = async (
  frame: Frame,
  subject: Subject | null,
  target: FrameTarget,
  key: string,
): Promise<FramedPicture> => {
  const picture = await openPicture(await readFrame(frame.file.path));
  const scaled = subject && {
    centreX: subject.centreX * picture.width,
    top: subject.top * picture.height,
    chin: subject.chin * picture.height,
  };
  const framing = frameFor(picture, target, target.fit, scaled);
  const map = mapOf(framing, picture, target);
  const pixels = await decodeFrame(picture, framing, target, backgroundOf(target.background));
  const { place } = framing;
  const filled = place.width === target.width && place.height === target.height;
  return {
    picture: pixels,
    hasAlpha: target.background.kind === 'transparent' && (picture.hasAlpha || !filled),
    mouth: frame.mouth && mapMouth(frame.mouth, map),
    landmarks: frame.landmarks && mapLandmarks(frame.landmarks, map),
    key,
  };
};
