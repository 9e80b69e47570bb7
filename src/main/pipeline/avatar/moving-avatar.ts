/** A moving avatar made ready: its frames tracked once (and kept on the disk), their mouths, their place in a frame. Knows no session. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AvatarInput, FrameFolder, FrameMouths } from '../../../shared/avatar.ts';
import { StudioError } from '../../../shared/errors.ts';
import { type Subject, subjectOfMouth } from '../../../shared/framing.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import { BoundedCache } from '../bounded-cache.ts';
import type { FaceFinder } from '../face/face-finder.ts';
import type { FramedPicture, FrameSequence } from '../renderers/renderer.ts';
import type { FrameTarget, MovingFacts, PlacedFace } from './avatar-contract.ts';
import { calmed, FaceFollower } from './face-follower.ts';
import { filmMouths, type SeenFrame, trackedMouths } from './film-mouths.ts';
import { type FrameFile, FrameHashes } from './frame-folder.ts';
import { checkFrameHash, MetadataReader } from './frame-metadata.ts';
import { frameFor, mapLandmarks, mapMouth, mapOf, showsMouth } from './framing.ts';
import { TRACK_CODEC, type TrackedFrame } from './landmark-records.ts';
import { lipGapOfLandmarks, lipGapOfMouth } from './lip-gap.ts';
import { backgroundOf, decodeForAnalysis, decodeFrame, openPicture, SEARCH_EDGE } from './picture-decoder.ts';
import type { PreparedCache } from './prepared-cache.ts';
import { subjectOfFace, subjectOfFilm } from './subject.ts';

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

/** A target as the user framed the avatar for it. */
type Target = FrameTarget & Pick<AvatarInput, 'framing'>;

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
    const { files, seen, version, cacheHit } = await this.#see(folder, input.mouth);
    const known = digest([folder.dir, files.map(({ sha256 }) => sha256), version, input.mouth]);
    const aim: Target = { ...target, ...(input.framing === undefined ? {} : { framing: input.framing }) };
    const { value: frames } = await this.#described.get(known, async () =>
      filmMouths(seen, input.mouth).map((mouth, i): Frame => ({ ...seen[i]!, file: files[i]!, ...mouth })),
    );
    const key = digest([known, aim]);
    return {
      frames: this.#sequence(frames, aim, key),
      moving: {
        fps: folder.fps,
        order: folder.order ?? 'living',
        lipGaps: Float32Array.from(frames, gapOf),
      },
      key,
      cacheHit,
    };
  }

  /** The mouths as they were tracked, by frame. Errors: as open. */
  async mouths(folder: FrameFolder): Promise<FrameMouths> {
    const { files, seen } = await this.#see(folder, null);
    return { names: files.map(({ name }) => name), mouths: trackedMouths(seen) };
  }

  /** Size, mouth and landmarks of one frame; null: there is no such frame. Errors: as open. */
  async placed(folder: FrameFolder, mouth: MouthMetadata | null, index: number): Promise<PlacedFace | null> {
    const { seen } = await this.#see(folder, mouth);
    const frame = seen[index];
    return frame === undefined ? null : { ...frame, ...filmMouths(seen, mouth)[index]! };
  }

  /** Keeps what an import has seen already, so that the first session does not look again. */
  async keep(files: readonly { sha256: string }[], tracked: TrackedFrame[], hint: Hint): Promise<void> {
    const key = trackKey(await this.#deps.version(), files, hint);
    await this.#deps.prepared?.remember(key, TRACK_CODEC, async () => tracked);
  }

  async #see(folder: FrameFolder, mouth: MouthMetadata | null) {
    const [files, { entries, version }] = await Promise.all([
      this.#hashes.read(folder),
      this.#metadata.read(folder.metadataPath),
    ]);
    if (folder.preprocessed)
      for (const [i, { name, sha256 }] of files.entries()) checkFrameHash(entries.get(name), sha256, i + 1);
    const hint = (entries.get(files[0]!.name)?.animation ?? mouth?.animation)?.mouth_center ?? null;
    const { tracked, cacheHit } = await this.#track(files, hint);
    const seen = files.map(
      ({ name, sha256 }, i): SeenFrame => ({ ...tracked[i]!, sha256, entry: entries.get(name) }),
    );
    return { files, seen, version, cacheHit };
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

  #sequence(frames: readonly Frame[], target: Target, key: string): FrameSequence {
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
  target: Target,
  key: string,
): Promise<FramedPicture> => {
  const picture = await openPicture(await readFrame(frame.file.path));
  const scaled = subject && {
    centreX: subject.centreX * picture.width,
    top: subject.top * picture.height,
    chin: subject.chin * picture.height,
  };
  const framing = frameFor(picture, target, target.fit, { framing: target.framing, subject: scaled });
  const map = mapOf(framing, picture, target);
  const pixels = await decodeFrame(picture, framing, target, backgroundOf(target.background));
  const mouth = frame.mouth && showsMouth(frame.mouth, map) ? frame.mouth : null;
  const { place } = framing;
  const filled = place.width === target.width && place.height === target.height;
  return {
    picture: pixels,
    hasAlpha: target.background.kind === 'transparent' && (picture.hasAlpha || !filled),
    mouth: mouth && mapMouth(mouth, map),
    landmarks: mouth && frame.landmarks && mapLandmarks(frame.landmarks, map),
    key,
  };
};
