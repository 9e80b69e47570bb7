/** Reads a video file back for tests: tracks, frames as RGBA, sound as samples, both with their times. */
import type { VideoSample } from 'mediabunny';
import { loadMediaLibrary } from '../../src/main/pipeline/encoding/media-library.ts';

/** Corner pixel and time of a decoded frame. */
export type SeenFrame = { timeS: number; corner: readonly number[]; centre: readonly number[] };

/** What was found in the file. */
export type SeenVideo = {
  videoCodec: string | null;
  audioCodec: string | null;
  width: number;
  height: number;
  colour: { primaries?: string | null; matrix?: string | null };
  frames: SeenFrame[];
  /** First channel, with silence where the file has none before its first sample. */
  sound: Float32Array;
  soundRate: number;
};

/** RGBA of single pixels, by BT.709 limited range, whatever the plane layout. */
const pixelReader = async (sample: VideoSample): Promise<(x: number, y: number) => number[]> => {
  const bytes = new Uint8Array(sample.allocationSize());
  const planes = await sample.copyTo(bytes);
  const format = sample.format ?? '';
  const depth = Number(/P(\d\d)$/.exec(format)?.[1] ?? 8);
  const wide = depth > 8;
  const half = format.startsWith('I420') ? 1 : 0;
  const values = wide ? new Uint16Array(bytes.buffer) : bytes;
  const value = (plane: number, x: number, y: number): number => {
    const { offset, stride } = planes[plane]!;
    return values[(offset + y * stride) / (wide ? 2 : 1) + x]! / 2 ** (depth - 8);
  };
  return (x, y) => {
    const luma = (value(0, x, y) - 16) * (255 / 219);
    const u = (value(1, x >> half, y >> half) - 128) * (255 / 224);
    const v = (value(2, x >> half, y >> half) - 128) * (255 / 224);
    const alpha = format.includes('A') ? value(3, x, y) : 255;
    return [luma + 1.5748 * v, luma - 0.1873 * u - 0.4681 * v, luma + 1.8556 * u, alpha];
  };
};

/** Decodes everything; for short files. */
export const readVideo = async (filePath: string): Promise<SeenVideo> => {
  const media = await loadMediaLibrary();
  const input = new media.Input({ source: new media.FilePathSource(filePath), formats: media.ALL_FORMATS });
  try {
    const video = await input.getPrimaryVideoTrack();
    const audio = await input.getPrimaryAudioTrack();
    if (!video) throw new Error('no video track');
    const frames: SeenFrame[] = [];
    for await (const sample of new media.VideoSampleSink(video).samples()) {
      const { codedWidth: width, codedHeight: height } = sample;
      const at = await pixelReader(sample);
      frames.push({ timeS: sample.timestamp, corner: at(1, 1), centre: at(width >> 1, height >> 1) });
      sample.close();
    }
    const sound: number[] = [];
    let soundRate = 0;
    if (audio) {
      for await (const sample of new media.AudioSampleSink(audio).samples()) {
        soundRate = sample.sampleRate;
        const plane = new Float32Array(sample.numberOfFrames);
        sample.copyTo(plane, { planeIndex: 0, format: 'f32-planar' });
        const start = Math.round(sample.timestamp * soundRate);
        plane.forEach((value, i) => {
          if (start + i >= 0) sound[start + i] = value;
        });
        sample.close();
      }
    }
    const config = await video.getDecoderConfig();
    return {
      videoCodec: await video.getCodec(),
      audioCodec: (await audio?.getCodec()) ?? null,
      width: await video.getCodedWidth(),
      height: await video.getCodedHeight(),
      colour: config?.colorSpace ?? {},
      frames,
      sound: Float32Array.from(sound, value => value ?? 0),
      soundRate,
    };
  } finally {
    input.dispose();
  }
};

/** Time of the first sample louder than `level`, s. */
export const onsetS = (sound: Float32Array, rate: number, level: number): number =>
  sound.findIndex(value => Math.abs(value) > level) / rate;
