/** The picture of a video file as samples for the media library's own encoders. Knows no file and no sound. */
import type { VideoSource } from 'mediabunny';
import { MICROS_PER_SECOND, type Micros } from '../../../shared/media.ts';
import type { FrameBuffer } from '../frame-buffer.ts';
import type { MediaLibrary } from './media-library.ts';
import { fillPlanes, type PlaneLayout, paddedSize, planeBytes } from './yuv-planes.ts';

/** Frames of one size. */
export type PictureFormat = { width: number; height: number; fps: number };

/** One track of pictures, in the order of their times. Errors are the encoder's and the writer's own. */
export type PictureTrack = {
  /** To be given to the output before it starts. */ readonly source: VideoSource;
  /** Takes a frame; its buffer may be reused when the call returns its promise. Waits while the encoder is four frames behind. */
  add(frame: FrameBuffer, pts: Micros): Promise<void>;
  /** After the last frame, before the output is finalised. */ finish(): Promise<void>;
  /** Lets go of the encoder, also in the middle; never throws. */ close(): Promise<void>;
};

/** Seconds between two frames that stand alone, at most. */
export const KEY_FRAME_INTERVAL_S = 2;

/** What every film says of its colours. */
export const COLOUR = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false } as const;

/** VP9 at 14 of 63 keeps clear corners within 1/255 of clear (at 24: 3/255). */
const VP9_QUANTIZER = 14;

const sourceFor = (media: MediaLibrary, container: 'webm' | 'mov') => {
  const codec = {
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

const LAYOUTS = { webm: 'I420A', mov: 'I444A' } as const satisfies Record<string, PlaneLayout>;

/** VP9 or ProRes, both with alpha. */
export const createSampledPictures = (
  media: MediaLibrary,
  container: 'webm' | 'mov',
  format: PictureFormat,
): PictureTrack => {
  const layout = LAYOUTS[container];
  const { width, height } = paddedSize(format.width, format.height);
  const planes = new Uint8Array(planeBytes(layout, format.width, format.height));
  const source = sourceFor(media, container);
  return {
    source,
    async add(frame, pts) {
      fillPlanes(frame, layout, planes);
      const sample = new media.VideoSample(planes, {
        format: layout,
        codedWidth: width,
        codedHeight: height,
        timestamp: pts / MICROS_PER_SECOND,
        duration: 1 / format.fps,
        colorSpace: COLOUR,
      });
      await source.add(sample).finally(() => sample.close());
    },
    // Finalising the output flushes what encodes for it, cancelling it ends that.
    finish: async () => {},
    close: async () => {},
  };
};
