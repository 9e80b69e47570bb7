/** Reads a film file frame by frame: upright, at most so large, so fast and so long. Knows no faces. */
import { stat } from 'node:fs/promises';
import type { Input, InputVideoTrack, VideoSample } from 'mediabunny';
import sharp from 'sharp';
import { MAX_PICTURE_PIXELS } from '../../../shared/avatar.ts';
import { MAX_CLIP_BYTES, MAX_CLIP_EDGE, MAX_CLIP_FPS, MAX_CLIP_S } from '../../../shared/clip-import.ts';
import { StudioError } from '../../../shared/errors.ts';
import { loadMediaLibrary, type MediaLibrary } from '../encoding/media-library.ts';
import { type FilmPlanes, planesToRgba } from '../encoding/planes-to-rgba.ts';
import type { FrameBuffer } from '../frame-buffer.ts';

/** A film that was opened. `notes` says what will be left out. `framesTotal` is a guess from the header. */
export type Clip = {
  fps: number;
  framesTotal: number;
  notes: string[];
  /** RGBA, upright, all of one even size; a frame may be kept. Errors: avatar/unreadable, request/cancelled. */
  frames(signal: AbortSignal): AsyncIterable<FrameBuffer>;
  close(): void;
};

// Named by the library, not yet by the type it takes from the platform.
const AS_RGBA: VideoFrameCopyToOptions & { readonly format: 'RGBA' } = { format: 'RGBA' };
const MAX_SOURCE_FPS = 1000;
/** Packets looked at for the frame rate. */
const RATE_PACKETS = 200;

const unreadable = (why: string, cause?: unknown): StudioError =>
  new StudioError(
    'avatar/unreadable',
    `The clip cannot be opened: ${why}. Use an MP4, WebM or MOV file; exporting it again as H.264 often helps.`,
    {},
    { cause },
  );

const openTrack = async (input: Input): Promise<InputVideoTrack> => {
  if (!(await input.canRead())) throw unreadable('it is no film file');
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw unreadable('there is no picture in it');
  if (!(await track.canDecode()))
    throw unreadable(
      `its pictures are coded in a way that cannot be read (${(await track.getCodec()) ?? 'unknown'})`,
    );
  const pixels = (await track.getCodedWidth()) * (await track.getCodedHeight());
  if (!(pixels > 0 && pixels <= MAX_PICTURE_PIXELS)) throw unreadable('its pictures are too large');
  return track;
};

/** 29.97 is 30 and 23.976 is 24: the frames are shown by their number. Faster clips are thinned out by a whole factor. */
const rateOf = (source: number): number => {
  const whole = Math.max(1, Math.round(source));
  return whole <= MAX_CLIP_FPS ? whole : Math.round(whole / Math.ceil(whole / MAX_CLIP_FPS));
};

const sizeOf = (width: number, height: number): { width: number; height: number } => {
  const scale = Math.min(1, MAX_CLIP_EDGE / Math.max(width, height));
  const even = (pixels: number): number => Math.max(2, Math.round((pixels * scale) / 2) * 2);
  return { width: even(width), height: even(height) };
};

/** Planar pictures with or without alpha, of 8 bits or more: `I420`, `I422AP10`… */
const PLANAR = /^(I420|I422|I444)A?(?:P(\d+))?$/;

type Colours = { matrix: string | null; fullRange: boolean | null };

const pixelsOf = async (sample: VideoSample, ofTrack: Colours): Promise<Uint8Array> => {
  const { codedWidth: width, codedHeight: height } = sample;
  const planar = PLANAR.exec(sample.format ?? '');
  if (planar !== null) {
    const layout = planar[1] as FilmPlanes['layout'];
    const depth = Number(planar[2] ?? 8);
    const bytes = new Uint8Array(sample.allocationSize());
    const planes = await sample.copyTo(bytes);
    const matrix = sample.colorSpace.matrix ?? ofTrack.matrix;
    const fullRange = sample.colorSpace.fullRange ?? ofTrack.fullRange ?? false;
    return planesToRgba({ bytes, depth, planes, layout, matrix, fullRange }, width, height);
  }
  // Packed planes, RGB: the library's own conversion, which is a little off in colour.
  const data = new Uint8Array(sample.allocationSize(AS_RGBA));
  const [plane] = await sample.copyTo(data, AS_RGBA);
  if (plane === undefined || plane.offset !== 0 || plane.stride !== width * 4)
    throw new StudioError('internal/bug', 'A decoded picture lies otherwise than expected.');
  return data;
};

const toRgba = async (sample: VideoSample, ofTrack: Colours): Promise<FrameBuffer> => {
  const { codedWidth, codedHeight, rotation, flip } = sample;
  const size = sizeOf(sample.displayWidth, sample.displayHeight);
  const data = await pixelsOf(sample, ofTrack);
  const whole = codedWidth === size.width && codedHeight === size.height && rotation === 0 && !flip;
  if (whole) return { ...size, channels: 4, data };
  const turned = await sharp(data, { raw: { width: codedWidth, height: codedHeight, channels: 4 } })
    .rotate(rotation)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const upright = await sharp(turned.data, { raw: { ...turned.info, channels: 4 } })
    .flop(flip)
    .resize(size.width, size.height, { fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer();
  return { ...size, channels: 4, data: new Uint8Array(upright.buffer, upright.byteOffset, upright.length) };
};

/** The samples at whole frame times from the first on; a sample that lasts is given again. */
async function* atRate(
  media: MediaLibrary,
  track: InputVideoTrack,
  fps: number,
  signal: AbortSignal,
): AsyncIterable<FrameBuffer> {
  const { colorSpace } = (await track.getDecoderConfig()) ?? {};
  const colours: Colours = { matrix: colorSpace?.matrix ?? null, fullRange: colorSpace?.fullRange ?? null };
  let first: number | null = null;
  let held: FrameBuffer | null = null;
  let heldPlace = -1;
  let next = 0;
  const most = MAX_CLIP_S * fps;
  for await (const sample of new media.VideoSampleSink(track).samples()) {
    try {
      if (signal.aborted) throw new StudioError('request/cancelled', 'The import was cancelled.');
      first ??= sample.timestamp;
      // A quarter of a frame early is in time: stamps are rounded.
      const place = Math.floor((sample.timestamp - first) * fps + 0.25);
      while (held !== null && next < place && next < most) {
        yield held;
        next++;
      }
      if (place >= most) return;
      // The first of several in one frame time.
      if (place > heldPlace) held = await toRgba(sample, colours);
      heldPlace = Math.max(heldPlace, place);
    } finally {
      sample.close();
    }
  }
  if (held !== null && next < most) yield held;
}

const tooLong = (durationS: number): StudioError =>
  new StudioError(
    'avatar/too-large',
    `The clip is ${Math.round(durationS)} seconds long; ${MAX_CLIP_S} are taken at most. Cut out the best part.`,
  );

/** Opens a film. `whole`: one that is too long is refused. Errors: avatar/unreadable, avatar/too-large. */
export const openClip = async (path: string, whole = false): Promise<Clip> => {
  const facts = await stat(path).catch(cause => {
    throw unreadable('the file cannot be read', cause);
  });
  if (facts.size > MAX_CLIP_BYTES)
    throw new StudioError(
      'avatar/too-large',
      'The clip is larger than 600 MB. Cut out the best twenty seconds.',
    );
  const media = await loadMediaLibrary();
  const input = new media.Input({
    source: new media.FilePathSource(path),
    formats: [media.MP4, media.QTFF, media.WEBM, media.MATROSKA],
  });
  try {
    const track = await openTrack(input);
    const { averagePacketRate } = await track.computePacketStats(RATE_PACKETS);
    const sourceFps = Math.min(MAX_SOURCE_FPS, averagePacketRate > 0 ? averagePacketRate : 25);
    const fps = rateOf(sourceFps);
    const durationS = (await input.getDurationFromMetadata([track])) ?? MAX_CLIP_S;
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
    const notes: string[] = [];
    if (whole && durationS > MAX_CLIP_S + 0.5) throw tooLong(durationS);
    if (durationS > MAX_CLIP_S + 0.5)
      notes.push(`The first ${MAX_CLIP_S} seconds are taken; the clip has ${Math.round(durationS)}.`);
    if (Math.max(width, height) > MAX_CLIP_EDGE)
      notes.push(`The pictures are made smaller: ${MAX_CLIP_EDGE} pixels on the long edge.`);
    if (Math.round(sourceFps) > MAX_CLIP_FPS)
      notes.push(`${fps} of ${Math.round(sourceFps)} frames a second are taken.`);
    return {
      fps,
      framesTotal: Math.max(1, Math.round(Math.min(MAX_CLIP_S, durationS) * fps)),
      notes,
      frames: signal => guarded(atRate(media, track, fps, signal)),
      close: () => input.dispose(),
    };
  } catch (error) {
    input.dispose();
    if (error instanceof StudioError) throw error;
    throw unreadable('it is damaged or cut short', error);
  }
};

async function* guarded(frames: AsyncIterable<FrameBuffer>): AsyncIterable<FrameBuffer> {
  let some = false;
  try {
    for await (const frame of frames) {
      yield frame;
      some = true;
    }
  } catch (error) {
    if (error instanceof StudioError) throw error;
    throw unreadable('it is damaged or cut short', error);
  }
  if (!some) throw unreadable('there is no picture in it');
}
