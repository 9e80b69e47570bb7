/**
 * Makes a video file from a job: speech, articulation, frames and encoder in one stream, as fast as the machine goes. Knows no
 * clock, no session and no renderer by name; memory does not grow with the length of the speech.
 */
import { BLENDSHAPE_COUNT } from '../../../shared/blendshapes.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { ExportJob, ExportProgress, ExportResult } from '../../../shared/export-job.ts';
import { frameMicros, MICROS_PER_SECOND, type Micros, type VideoFormat } from '../../../shared/media.ts';
import { Scope } from '../../../shared/scope.ts';
import type { ArticulationSource } from '../articulation/articulation-track.ts';
import { createFilmFile } from '../encoding/film-file.ts';
import type { VideoFile } from '../encoding/video-file.ts';
import { createFrameBuffer, type FrameBuffer } from '../frame-buffer.ts';
import type { Track } from '../renderers/renderer.ts';
import { hearingOf } from '../service/hearing.ts';
import type { TrackAsk } from '../service/open-track.ts';
import { createPose, type PictureWalk, type WritablePose } from '../service/pose.ts';
import { SpeakingEnvelope } from '../service/speaking-envelope.ts';
import { exportSound } from './export-sound.ts';
import { openSpeechFeed, type SpeechFeed } from './speech-feed.ts';

/** What an export needs of the engine. It closes the track it opened. */
export type ExportDeps = {
  openTrack(ask: TrackAsk): Promise<{ track: Track; walk: PictureWalk; format: VideoFormat }>;
  openArticulation(): Promise<ArticulationSource>;
};

/** Silence before and after the speech, µs: no sound is cut, and the face comes from rest and goes back to it. */
export const LEAD_IN_MICROS: Micros = 200_000;
/** See LEAD_IN_MICROS. */
export const LEAD_OUT_MICROS: Micros = 500_000;

const PROGRESS_INTERVAL_MS = 200;
/** Sound is handed to the encoder in pieces of at most this length, with the frames of the same time in between, s. */
const STRIDE_S = 1;

/**
 * Runs the job to its end. The first sample of speech sounds, and its first frame shows, LEAD_IN_MICROS after the start.
 * Throws request/cancelled (nothing is left on the disk), export/*, and the errors of avatar, audio and speech.
 */
export const exportVideo = async (
  job: ExportJob,
  deps: ExportDeps,
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<ExportResult> => {
  const { container } = job;
  if (container === 'wav') return exportSound(job, onProgress, signal);
  const scope = new Scope();
  try {
    onProgress({ phase: 'preparing', framesDone: 0, framesTotal: 0 });
    const opening = deps.openTrack(job);
    // Also closes a track that opens after something else has failed.
    scope.defer(async () => (await opening.catch(() => null))?.track.close());
    const [feed, { track, walk, format }, articulation] = await Promise.all([
      openSpeechFeed(job.speech, signal),
      opening,
      deps.openArticulation(),
    ]);
    const { width, height, fps } = format;
    const { sampleRate, channels } = feed;
    throwIfCancelled(signal);
    const video = await createFilmFile({
      path: job.outPath,
      container,
      width,
      height,
      fps,
      sound: { sampleRate, channels },
    });
    scope.defer(() => video.cancel());
    return await new Film({
      job,
      width,
      feed,
      track,
      walk,
      articulation: hearingOf(articulation, track.ear),
      video,
      onProgress,
      signal,
    }).make();
  } finally {
    await scope.close();
  }
};

const throwIfCancelled = (signal: AbortSignal): void => {
  if (signal.aborted) throw new StudioError('request/cancelled', 'The export was cancelled.');
};

/** Whether frames carry alpha: MP4 cannot; PNG pictures do where it was asked for; the other encoders take nothing else. */
const channelsOf = ({ container, background }: ExportJob): 3 | 4 =>
  container === 'mp4' || (container === 'png' && background.kind !== 'transparent') ? 3 : 4;

type FilmParts = {
  job: ExportJob;
  /** Of the frames, px; a comparison is as many formats wide as it has sides. */ width: number;
  feed: SpeechFeed;
  track: Track;
  walk: PictureWalk;
  articulation: ArticulationSource;
  video: VideoFile;
  onProgress: (progress: ExportProgress) => void;
  signal: AbortSignal;
};

/** One run: sound goes ahead, frames follow as far as the articulation is final. */
class Film {
  readonly #parts: FilmParts;
  readonly #buffers: FrameBuffer[];
  readonly #poses: WritablePose[];
  readonly #weights = new Float32Array(BLENDSHAPE_COUNT);
  readonly #envelope = new SpeakingEnvelope();
  #frames = 0;
  #framesTotal: number;
  #soundSamples = 0;
  /** How many changes were made. */
  #changed = 0;
  #compositor: ExportJob['compositor'];
  #reportedAt = 0;

  constructor(parts: FilmParts) {
    this.#parts = parts;
    this.#compositor = parts.job.compositor;
    const { width } = parts;
    const { height } = parts.job.format;
    const channels = channelsOf(parts.job);
    const { batch } = parts.track;
    this.#buffers = Array.from({ length: batch }, () => createFrameBuffer(width, height, channels));
    this.#poses = this.#buffers.map(createPose);
    this.#framesTotal = this.#framesFor((parts.feed.announcedS ?? 0) * MICROS_PER_SECOND);
  }

  async make(): Promise<ExportResult> {
    const { job, feed, articulation, video, onProgress } = this.#parts;
    await this.#addSilence(LEAD_IN_MICROS);
    for await (const { sound, hearBy } of feed.pieces) {
      await hearBy(articulation);
      await this.#addSound(sound);
    }
    await articulation.endTurn();
    const speechMicros = this.#soundMicros() - LEAD_IN_MICROS;
    this.#framesTotal = this.#framesFor(speechMicros);
    await this.#drawBefore(Number.POSITIVE_INFINITY, speechMicros);
    await this.#addSilence(frameMicros(this.#frames, job.format.fps) - this.#soundMicros());
    onProgress({ phase: 'finishing', framesDone: this.#frames, framesTotal: this.#framesTotal });
    const bytes = await video.finish();
    return {
      path: job.outPath,
      frames: this.#frames,
      durationMs: frameMicros(this.#frames, job.format.fps) / 1000,
      bytes,
      width: video.width,
      height: video.height,
    };
  }

  #framesFor(speechMicros: Micros): number {
    const { fps } = this.#parts.job.format;
    return Math.ceil(((speechMicros + LEAD_IN_MICROS + LEAD_OUT_MICROS) * fps) / MICROS_PER_SECOND - 1e-6);
  }

  #soundMicros(): Micros {
    return Math.round((this.#soundSamples * MICROS_PER_SECOND) / this.#parts.feed.sampleRate);
  }

  async #addSilence(micros: Micros): Promise<void> {
    const { sampleRate, channels } = this.#parts.feed;
    const count = Math.max(0, Math.round((micros * sampleRate) / MICROS_PER_SECOND));
    const silence = Array.from({ length: channels }, () => new Float32Array(count));
    this.#soundSamples += count;
    await this.#parts.video.addSound(silence);
  }

  /** Adds heard speech in strides, each followed by the frames that have come due. */
  async #addSound(sound: readonly Float32Array[]): Promise<void> {
    const { feed, video, articulation } = this.#parts;
    const stride = Math.ceil(feed.sampleRate * STRIDE_S);
    const length = sound[0]?.length ?? 0;
    for (let at = 0; at < length; at += stride) {
      const piece = sound.map(channel => channel.subarray(at, at + stride));
      await video.addSound(piece);
      this.#soundSamples += piece[0]!.length;
      await this.#drawBefore(Math.min(articulation.finalMicros + LEAD_IN_MICROS, this.#soundMicros()), null);
    }
  }

  /** Draws and encodes frames that begin before `untilMicros` of the film. `speechMicros`: where speech ends, once that is known. */
  async #drawBefore(untilMicros: Micros, speechMicros: Micros | null): Promise<void> {
    const { job, track, video, signal } = this.#parts;
    const { fps } = job.format;
    const isDue = (frame: number): boolean =>
      frameMicros(frame, fps) < untilMicros && (speechMicros === null || frame < this.#framesTotal);
    while (isDue(this.#frames)) {
      throwIfCancelled(signal);
      let count = 0;
      const changesAt = this.#changeBefore(frameMicros(this.#frames, fps));
      while (
        count < track.batch &&
        isDue(this.#frames + count) &&
        frameMicros(this.#frames + count, fps) < changesAt
      ) {
        this.#pose(this.#poses[count]!, frameMicros(this.#frames + count, fps), speechMicros);
        count += 1;
      }
      await track.render(this.#poses.slice(0, count), this.#buffers.slice(0, count));
      for (const buffer of this.#buffers.slice(0, count)) {
        await video.addFrame(buffer, frameMicros(this.#frames, fps));
        this.#frames += 1;
        this.#report();
      }
    }
  }

  /** Makes the changes that are due at `at` of the film; gives the time of the next one. */
  #changeBefore(at: Micros): Micros {
    const { job, track } = this.#parts;
    const changes = job.changes ?? [];
    for (let next = changes[this.#changed]; next !== undefined; next = changes[this.#changed]) {
      const nextMicros = next.atMs * 1000 + LEAD_IN_MICROS;
      if (nextMicros > at) return nextMicros;
      this.#changed += 1;
      this.#compositor = { ...this.#compositor, ...next.compositor };
      const options = next.renderer === job.renderer ? next.options : {};
      track.configure({ options, compositor: this.#compositor });
    }
    return Number.POSITIVE_INFINITY;
  }

  /** What the frame at `at` shows. */
  #pose(pose: WritablePose, at: Micros, speechMicros: Micros | null): void {
    const { articulation, walk } = this.#parts;
    const spokenMicros = at - LEAD_IN_MICROS;
    const isSilent = spokenMicros < 0 || (speechMicros !== null && spokenMicros >= speechMicros);
    if (!isSilent) articulation.sampleAt(spokenMicros, this.#weights);
    pose.speaking = this.#envelope.next(at, this.#weights, isSilent);
    pose.weights.set(this.#weights);
    pose.lifeMicros = at;
    pose.speechMicros = isSilent ? null : spokenMicros;
    pose.pictureIndex = walk.next(at, pose.speaking);
  }

  #report(): void {
    const now = performance.now();
    if (now - this.#reportedAt < PROGRESS_INTERVAL_MS) return;
    this.#reportedAt = now;
    const framesTotal = Math.max(this.#framesTotal, this.#frames);
    this.#parts.onProgress({ phase: 'rendering', framesDone: this.#frames, framesTotal });
  }
}
