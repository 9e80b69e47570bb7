/** Writes frames and sound into an MP4, WebM or MOV file. Knows no renderer and no speech; time stamps come from outside. */
import type { OutputFormat, VideoSampleSource } from 'mediabunny';
import type { ExportContainer } from '../../../shared/export-job.ts';
import { MICROS_PER_SECOND, type Micros } from '../../../shared/media.ts';
import type { FrameBuffer } from '../frame-buffer.ts';
import { loadNativeMedia, type MediaLibrary, type NativeMedia } from './media-library.ts';
import { type OpenFile, openPartFile, type PartFile, writeFailure } from './part-file.ts';
import { type SoundProfile, SoundTrack } from './sound-track.ts';
import { fillPlanes, type PlaneLayout, paddedSize, planeBytes } from './yuv-planes.ts';

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

/** How each container is encoded. Quantizers are constant quality: static frames cost little, moving ones stay clean. */
const PROFILES: Record<VideoContainer, { layout: PlaneLayout; sound: SoundProfile }> = {
  mp4: { layout: 'I420', sound: { codec: 'aac', bitrate: 160_000, sampleRate: 48_000, warmUp: 1024 } },
  webm: { layout: 'I420A', sound: { codec: 'opus', bitrate: 128_000, sampleRate: 48_000, warmUp: 0 } },
  mov: { layout: 'I444A', sound: { codec: 'pcm-s16', bitrate: null, sampleRate: null, warmUp: 0 } },
};

/** x264's 18 is visually lossless; VP9 at 14 of 63 keeps clear corners within 1/255 of clear (at 24: 3/255). */
const H264_QUANTIZER = 18;
const VP9_QUANTIZER = 14;
const KEY_FRAME_INTERVAL_S = 2;
const WRITE_BYTES = 1024 * 1024;
const COLOUR = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false } as const;

const formatFor = (media: MediaLibrary, container: VideoContainer): OutputFormat => {
  if (container === 'webm') return new media.WebMOutputFormat();
  // The index at the end: the file never has to sit in memory, however long it is.
  return container === 'mp4'
    ? new media.Mp4OutputFormat({ fastStart: false })
    : new media.MovOutputFormat({ fastStart: false });
};

const pictureSource = (media: MediaLibrary, container: VideoContainer): VideoSampleSource => {
  const codec = {
    mp4: { codec: 'avc', quality: new media.Quality({ quantizer: H264_QUANTIZER }) },
    webm: { codec: 'vp9', alpha: 'keep', quality: new media.Quality({ quantizer: VP9_QUANTIZER }) },
    mov: { codec: 'prores', alpha: 'keep', quality: new media.Quality('high'), fullCodecString: 'ap4h' },
  } as const;
  return new media.VideoSampleSource({
    ...codec[container],
    keyFrameInterval: KEY_FRAME_INTERVAL_S,
    // The same file on every machine, and no probing of graphics cards.
    hardwareAcceleration: 'prefer-software',
    onEncodedPacket: (_packet, meta) => {
      // The encoder does not say what colours it was given.
      if (meta?.decoderConfig) meta.decoderConfig.colorSpace = COLOUR;
    },
  });
};

const startOutput = async (
  native: NativeMedia,
  config: VideoFileConfig & { container: VideoContainer },
  file: PartFile,
) => {
  const { media } = native;
  const output = new media.Output({
    format: formatFor(media, config.container),
    target: new media.StreamTarget(
      new WritableStream({ write: ({ data, position }) => file.write(data, position) }),
      { chunked: true, chunkSize: WRITE_BYTES },
    ),
  });
  const picture = pictureSource(media, config.container);
  output.addVideoTrack(picture, { frameRate: config.fps });
  const sound = config.sound && new SoundTrack(native, PROFILES[config.container].sound, config.sound);
  sound?.addTo(output);
  await output.start();
  return { output, picture, sound };
};

/** Starts the file. Throws export/failed and export/no-space when it can't be created. */
export const createVideoFile = async (
  config: VideoFileConfig & { container: VideoContainer },
): Promise<VideoFile> => {
  const native = await loadNativeMedia();
  const { media } = native;
  const file = await openPartFile(config.path, config.openFile);
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw writeFailure(error, config.path);
    }
  };
  const { layout } = PROFILES[config.container];
  const { width, height } = paddedSize(config.width, config.height);
  const planes = new Uint8Array(planeBytes(layout, config.width, config.height));
  const { output, picture, sound } = await attempt(() => startOutput(native, config, file)).catch(
    async error => {
      await file.discard();
      throw error;
    },
  );
  const frameS = 1 / config.fps;
  let isFinished = false;
  return {
    width,
    height,
    addFrame: (frame, pts) =>
      attempt(async () => {
        fillPlanes(frame, layout, planes);
        const sample = new media.VideoSample(planes, {
          format: layout,
          codedWidth: width,
          codedHeight: height,
          timestamp: pts / MICROS_PER_SECOND,
          duration: frameS,
          colorSpace: COLOUR,
        });
        await picture.add(sample).finally(() => sample.close());
      }),
    addSound: channels => attempt(async () => sound?.add(channels)),
    finish: () =>
      attempt(async () => {
        await sound?.finish();
        await output.finalize();
        const bytes = await file.finish();
        isFinished = true;
        return bytes;
      }),
    cancel: async () => {
      if (isFinished) return;
      await output.cancel().catch(() => {});
      await file.discard();
    },
  };
};
