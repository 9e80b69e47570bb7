/** Picture size, frame rate and chunk size of a session, as asked and as granted. Pure; limits are ours, defaults the reference's. */
import { BadValue, boundedInt, looseInt } from './loose-values.ts';

/** Sizes in px, rates in Hz, `chunkSamples` per channel. */
export type Geometry = {
  width: number;
  height: number;
  fps: number;
  frameNum: number;
  motionFramesNum: number;
  sliceLen: number;
  sampleRate: number;
  channels: number;
  chunkSamples: number;
};

/** What the server grants. `wav2lipMaxLongEdge` 0: no limit. */
export type GeometryLimits = { minSide: number; maxSide: number; wav2lipMaxLongEdge: number };

const MAX_CHUNK_SECONDS = 10;

// Python's round(): halves go to the even neighbour.
const roundHalfEven = (value: number): number => {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
};

/** Shrinks to a long edge of `maxLongEdge` px with even sides; sizes that fit stay as they are, odd ones too. */
export const fitLongEdge = (
  size: { width: number; height: number },
  maxLongEdge: number,
): { width: number; height: number } => {
  const longEdge = Math.max(size.width, size.height);
  if (maxLongEdge <= 0 || longEdge <= maxLongEdge) return size;
  const scaled = (side: number): number => {
    const rounded = Math.max(2, roundHalfEven((side * maxLongEdge) / longEdge));
    return rounded - (rounded % 2);
  };
  return { width: scaled(size.width), height: scaled(size.height) };
};

/** Reads the geometry of a create. @throws BadValue */
export const readGeometry = (
  model: string,
  config: Readonly<Record<string, unknown>>,
  limits: GeometryLimits,
): Geometry => {
  const sampleRate = boundedInt(config.sample_rate, 'sample_rate', 16_000, 8000, 96_000);
  const fps = boundedInt(config.fps, 'fps', 25, 1, 60);
  const sliceFallback = looseInt(config.emit_frames_per_chunk, 'emit_frames_per_chunk', 28);
  const width = boundedInt(config.width, 'width', 416, limits.minSide, limits.maxSide);
  const height = boundedInt(config.height, 'height', 704, limits.minSide, limits.maxSide);
  const frameNum = looseInt(config.frame_num, 'frame_num', 29);
  const motionFramesNum = looseInt(config.motion_frames_num, 'motion_frames_num', 1);
  const sliceLen = boundedInt(
    config.slice_len ?? undefined,
    'slice_len',
    sliceFallback,
    1,
    MAX_CHUNK_SECONDS * fps,
  );
  const size =
    model === 'wav2lip' ? fitLongEdge({ width, height }, limits.wav2lipMaxLongEdge) : { width, height };
  if (Math.min(size.width, size.height) < limits.minSide)
    throw new BadValue(
      'width and height',
      `such that no side is below ${limits.minSide} px at a long edge of ${limits.wav2lipMaxLongEdge} (these come to ${size.width}x${size.height})`,
    );
  const channels = boundedInt(config.channels, 'channels', 1, 1, 8);
  const defaultChunk = Math.floor((sliceLen * sampleRate) / fps);
  const longest = MAX_CHUNK_SECONDS * sampleRate;
  const chunkSamples = boundedInt(config.chunk_samples, 'chunk_samples', defaultChunk, 1, longest);
  return { ...size, fps, frameNum, motionFramesNum, sliceLen, sampleRate, channels, chunkSamples };
};
