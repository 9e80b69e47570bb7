/** Writes frames and sound into an MP4, WebM or MOV file. Knows no renderer and no speech; time stamps come from outside. */
import type { OutputFormat } from 'mediabunny';
import type { ExportContainer } from '../../../shared/export-job.ts';
import type { Micros } from '../../../shared/media.ts';
import type { FrameBuffer } from '../frame-buffer.ts';
import { createAvcPictures } from './avc-pictures.ts';
import { loadNativeMedia, type MediaLibrary, type NativeMedia } from './media-library.ts';
import { type OpenFile, openPartFile, type PartFile, writeFailure } from './part-file.ts';
import { createSampledPictures } from './picture-track.ts';
import { type SoundProfile, SoundTrack } from './sound-track.ts';
import { paddedSize } from './yuv-planes.ts';

/** What to write. `width` and `height` are those of the frames; `sound` null: a silent film. */
export type VideoFileConfig = {
  path: string;
  width: number;
  height: number;
  fps: number;
  sound: { sampleRate: number; channels: 1 | 2 } | null;
  /** How files are opened; the disk by default. */ openFile?: OpenFile;
};

/** A file being written. Every method may throw export/failed; after that only `cancel` makes sense. */
export type VideoFile = {
  /** Size of the picture in the file: odd sizes grow by one pixel, a copy of the last column or row. */
  readonly width: number;
  readonly height: number;
  /** Takes a frame; its buffer may be reused when the call returns its promise. Waits while the encoder is four frames behind. */
  addFrame(frame: FrameBuffer, pts: Micros): Promise<void>;
  /**
   * Takes the next sound, one Float32Array −1..1 for each channel, gapless from time 0. Keep it within a second of the frames:
   * what one track is ahead waits in memory. In MP4 the first 21 ms are lost to the AAC encoder's warm-up (players know no
   * offset here), so that all later sound is exactly in time: begin with silence.
   */
  addSound(channels: readonly Float32Array[]): Promise<void>;
  /** Completes the file under its name and gives its size in bytes. */
  finish(): Promise<number>;
  /** Stops and deletes what was written; nothing after `finish`. Idempotent, never throws. */
  cancel(): Promise<void>;
};

/** What is a film in one stream. */
export type VideoContainer = Extract<ExportContainer, 'mp4' | 'webm' | 'mov'>;

/** How the sound of each container is encoded. */
const SOUNDS: Record<VideoContainer, SoundProfile> = {
  mp4: { codec: 'aac', bitrate: 160_000, sampleRate: 48_000, warmUp: 1024 },
  webm: { codec: 'opus', bitrate: 128_000, sampleRate: 48_000, warmUp: 0 },
  mov: { codec: 'pcm-s16', bitrate: null, sampleRate: null, warmUp: 0 },
};

const WRITE_BYTES = 1024 * 1024;

const formatFor = (media: MediaLibrary, container: VideoContainer): OutputFormat => {
  if (container === 'webm') return new media.WebMOutputFormat();
  // The index at the end: the file never has to sit in memory, however long it is.
  return container === 'mp4'
    ? new media.Mp4OutputFormat({ fastStart: false })
    : new media.MovOutputFormat({ fastStart: false });
};

const startOutput = async (
  native: NativeMedia,
  config: VideoFileConfig & { container: VideoContainer },
  file: PartFile,
) => {
  const { media } = native;
  const { container } = config;
  const output = new media.Output({
    format: formatFor(media, container),
    target: new media.StreamTarget(
      new WritableStream({ write: ({ data, position }) => file.write(data, position) }),
      { chunked: true, chunkSize: WRITE_BYTES },
    ),
  });
  const picture =
    container === 'mp4'
      ? await createAvcPictures(native, config)
      : createSampledPictures(media, container, config);
  output.addVideoTrack(picture.source, { frameRate: config.fps });
  const sound = config.sound && new SoundTrack(native, SOUNDS[container], config.sound);
  sound?.addTo(output);
  await output.start();
  return { output, picture, sound };
};

/** Starts the file. Throws export/failed and export/no-space when it can't be created. */
export const createVideoFile = async (
  config: VideoFileConfig & { container: VideoContainer },
): Promise<VideoFile> => {
  const native = await loadNativeMedia();
  const file = await openPartFile(config.path, config.openFile);
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw writeFailure(error, config.path);
    }
  };
  const { width, height } = paddedSize(config.width, config.height);
  const { output, picture, sound } = await attempt(() => startOutput(native, config, file)).catch(
    async error => {
      await file.discard();
      throw error;
    },
  );
  let isFinished = false;
  return {
    width,
    height,
    addFrame: (frame, pts) => attempt(() => picture.add(frame, pts)),
    addSound: channels => attempt(async () => sound?.add(channels)),
    finish: () =>
      attempt(async () => {
        await picture.finish();
        await sound?.finish();
        await output.finalize();
        await picture.close();
        const bytes = await file.finish();
        isFinished = true;
        return bytes;
      }),
    cancel: async () => {
      if (isFinished) return;
      await picture.close();
      await output.cancel().catch(() => {});
      await file.discard();
    },
  };
};
