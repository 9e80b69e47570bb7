/** Makes a moving avatar's folder of a film or of frames: every frame face-tracked, whole or not at all. Knows no store. */
import { createHash, randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { FrameFolder } from '../../../shared/avatar.ts';
import type { ClipImport, ClipProgress, ClipResult } from '../../../shared/clip-import.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { FaceFinder } from '../face/face-finder.ts';
import type { FrameBuffer } from '../frame-buffer.ts';
import { FOLDER_NAMES, frameName, framesMetadata, manifestOf, type WrittenFrame } from './avatar-folder.ts';
import { openClip } from './clip-reader.ts';
import { calmed, FaceFollower } from './face-follower.ts';
import { FrameHashes } from './frame-folder.ts';
import { checkFrameHash, type FrameEntry, readFrameMetadata } from './frame-metadata.ts';
import type { TrackedFrame } from './landmark-records.ts';
import { lipGapOfLandmarks } from './lip-gap.ts';
import { calmestFrame } from './lip-stretches.ts';
import { decodeForAnalysis, makePng, openPicture, SEARCH_EDGE } from './picture-decoder.ts';

/** OpenTalking's own. */
const JPEG_QUALITY = 95;
const PREVIEW_EDGE = 512;

/** `keep` is told what was seen, so that the first session need not look again. */
export type ClipImportDeps = {
  finder(): Promise<FaceFinder>;
  keep(
    files: readonly WrittenFrame[],
    tracked: TrackedFrame[],
    hint: readonly [number, number] | null,
  ): Promise<void>;
  onProgress(progress: ClipProgress): void;
};

/** Frames in the new folder, and what was seen in them. */
type Taken = {
  written: WrittenFrame[];
  tracked: TrackedFrame[];
  given: ReadonlyMap<string, FrameEntry>;
  fps: number;
  notes: string[];
};

const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

const throwIfCancelled = (signal: AbortSignal): void => {
  if (signal.aborted) throw new StudioError('request/cancelled', 'The import was cancelled.');
};

const encodeFrame = ({ width, height, data }: FrameBuffer): Promise<Uint8Array> =>
  sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: JPEG_QUALITY, mozjpeg: false })
    .toBuffer();

const takeClip = async (
  file: string,
  whole: boolean,
  framesDir: string,
  deps: ClipImportDeps,
  signal: AbortSignal,
): Promise<Taken> => {
  const [clip, finder] = await Promise.all([openClip(file, whole), deps.finder()]);
  try {
    const follower = new FaceFollower(finder, null);
    const written: WrittenFrame[] = [];
    const tracked: TrackedFrame[] = [];
    for await (const frame of clip.frames(signal)) {
      const { width, height } = frame;
      // Encoded on a native thread while the networks look at it here.
      const [jpeg, seen] = await Promise.all([
        encodeFrame(frame),
        follower.next({ copy: frame, width, height }),
      ]);
      const name = frameName(written.length);
      await writeFile(path.join(framesDir, name), jpeg, { flag: 'wx' });
      written.push({ name, sha256: hashOf(jpeg) });
      tracked.push(seen);
      const framesTotal = Math.max(clip.framesTotal, written.length);
      deps.onProgress({ phase: 'tracking', framesDone: written.length, framesTotal });
    }
    return { written, tracked: calmed(tracked), given: new Map(), fps: clip.fps, notes: [...clip.notes] };
  } finally {
    clip.close();
  }
};

const takeFrames = async (
  folder: FrameFolder,
  framesDir: string,
  deps: ClipImportDeps,
  signal: AbortSignal,
): Promise<Taken> => {
  const [files, given, finder] = await Promise.all([
    new FrameHashes().read(folder),
    readFrameMetadata(folder.metadataPath),
    deps.finder(),
  ]);
  const follower = new FaceFollower(finder, given.get(files[0]!.name)?.animation?.mouth_center ?? null);
  const tracked: TrackedFrame[] = [];
  for (const [i, file] of files.entries()) {
    throwIfCancelled(signal);
    if (folder.preprocessed) checkFrameHash(given.get(file.name), file.sha256, i + 1);
    const picture = await openPicture(await readFile(file.path));
    const { width, height } = picture;
    tracked.push(await follower.next({ copy: await decodeForAnalysis(picture, SEARCH_EDGE), width, height }));
    await copyFile(file.path, path.join(framesDir, file.name));
    deps.onProgress({ phase: 'tracking', framesDone: i + 1, framesTotal: files.length });
  }
  const written = files.map(({ name, sha256 }) => ({ name, sha256 }));
  return { written, tracked: calmed(tracked), given, fps: folder.fps, notes: [] };
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

/** Runs an import. Errors: avatar/*, request/cancelled, model/*, store/failed when the folder cannot be written; then nothing is left. */
export const importClip = async (
  job: ClipImport,
  deps: ClipImportDeps,
  signal: AbortSignal,
): Promise<ClipResult> => {
  const part = `${job.outDir}.${randomUUID().slice(0, 8)}.part`;
  const framesDir = path.join(part, FOLDER_NAMES.frames);
  try {
    await mkdir(framesDir, { recursive: true });
    const { source } = job;
    const taken =
      source.kind === 'clip'
        ? await takeClip(source.path, job.whole === true, framesDir, deps, signal)
        : await takeFrames(source.folder, framesDir, deps, signal);
    const { written, tracked, given, fps, notes } = taken;
    deps.onProgress({ phase: 'finishing', framesDone: written.length, framesTotal: written.length });
    const metadata = framesMetadata(written, tracked, given);
    const lipGaps = Float32Array.from(tracked, frame =>
      frame.landmarks === null ? Number.NaN : lipGapOfLandmarks(frame.landmarks, frame),
    );
    const standing = calmestFrame({ lipGaps, fps });
    const { width, height } = tracked[standing]!;
    const picture = await openPicture(await readFile(path.join(framesDir, written[standing]!.name)));
    const [reference, preview] = await Promise.all([makePng(picture, null), makePng(picture, PREVIEW_EDGE)]);
    const entry = metadata.frames[written[standing]!.name]!;
    const manifest = manifestOf({
      id: job.id,
      name: job.name,
      fps,
      width,
      height,
      frames: written.length,
      entry,
      referenceHash: hashOf(reference),
    });
    await Promise.all([
      writeFile(path.join(framesDir, FOLDER_NAMES.metadata), json(metadata)),
      writeFile(path.join(part, FOLDER_NAMES.manifest), json(manifest)),
      writeFile(path.join(part, FOLDER_NAMES.reference), reference),
      writeFile(path.join(part, FOLDER_NAMES.preview), preview),
      deps.keep(written, tracked, metadata.frames[written[0]!.name]!.animation?.mouth_center ?? null),
    ]);
    throwIfCancelled(signal);
    await rename(part, job.outDir);
    const missing = metadata.missing_frames;
    if (missing.length > 0)
      notes.push(
        missing.length === written.length
          ? 'No face was found in any frame: the avatar moves, but cannot speak.'
          : `No face was found in ${missing.length} of ${written.length} frames; they are shown as they are.`,
      );
    const identity = hashOf(written.map(({ sha256 }) => sha256).join(' '));
    return { identity, frames: written.length, fps, width, height, missingFrames: missing, reference, notes };
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => {});
    if (error instanceof StudioError) throw error;
    if (error instanceof Error && 'syscall' in error)
      throw new StudioError(
        'store/failed',
        'The moving avatar could not be written. Free some space, or check the permissions of the data folder.',
        { reason: 'code' in error ? String(error.code) : '' },
        { cause: error },
      );
    throw error;
  }
};
