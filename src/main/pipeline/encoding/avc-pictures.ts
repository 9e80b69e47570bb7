/** The picture of an MP4: H.264 by FFmpeg's x264, on a thread of its own beside the drawing. Knows no file and no sound. */
import type { CodecContext, Frame, Packet } from 'node-av';
import { StudioError } from '../../../shared/errors.ts';
import { MICROS_PER_SECOND, type Micros } from '../../../shared/media.ts';
import type { FrameBuffer } from '../frame-buffer.ts';
import type { NativeMedia } from './media-library.ts';
import { COLOUR, KEY_FRAME_INTERVAL_S, type PictureFormat, type PictureTrack } from './picture-track.ts';
import { fillPlanes, paddedSize, planeBytes } from './yuv-planes.ts';

/**
 * A third of the time of x264's own choice ("medium"), which at quantizer 18 gives the same picture: 48.2 dB for both, measured
 * on the portrait's own frames. One thread: the bytes do not depend on the machine.
 */
const PRESET = 'veryfast';
const QUANTIZER = 17;
/** Frames that wait for the encoder, the one it works on among them. */
const AHEAD = 4;

const NAL_SEQUENCE = 7;

/** The codec's full name, from the first sequence parameters of a stream of start codes. */
const codecNameOf = (stream: Uint8Array): string => {
  for (let at = 0; at + 6 < stream.length; at++) {
    if (stream[at] !== 0 || stream[at + 1] !== 0 || stream[at + 2] !== 1) continue;
    if ((stream[at + 3]! & 31) === NAL_SEQUENCE)
      return `avc1.${Buffer.from(stream.subarray(at + 4, at + 7)).toString('hex')}`;
  }
  throw new StudioError('internal/bug', 'The first packet of the encoder holds no sequence parameters.');
};

const openCodec = async (
  { av }: NativeMedia,
  size: { width: number; height: number },
  fps: number,
): Promise<CodecContext> => {
  const codec = av.Codec.findEncoderByName(av.FF_ENCODER_LIBX264);
  if (codec === null)
    throw new StudioError('export/failed', 'The H.264 encoder is missing. Reinstall the app.');
  const context = new av.CodecContext();
  context.allocContext3(codec);
  context.width = size.width;
  context.height = size.height;
  context.pixelFormat = av.AV_PIX_FMT_YUV420P;
  context.timeBase = new av.Rational(1, MICROS_PER_SECOND);
  context.framerate = new av.Rational(Math.round(fps), 1);
  context.gopSize = Math.round(KEY_FRAME_INTERVAL_S * fps);
  context.threadCount = 1;
  context.colorPrimaries = av.AVCOL_PRI_BT709;
  context.colorTrc = av.AVCOL_TRC_BT709;
  context.colorSpace = av.AVCOL_SPC_BT709;
  context.colorRange = av.AVCOL_RANGE_MPEG;
  context.setOption('preset', PRESET);
  context.setOption('qp', String(QUANTIZER));
  av.FFmpegError.throwIfError(await context.open2(), 'open the H.264 encoder');
  return context;
};

/** Copies planes that follow each other into a frame, whose rows may be longer. */
const writePlanes = (
  planes: Uint8Array,
  { width, height }: { width: number; height: number },
  frame: Frame,
): void => {
  const { data, linesize } = frame;
  let from = 0;
  for (let plane = 0; plane < 3; plane++) {
    const [columns, rows] = plane === 0 ? [width, height] : [width >> 1, height >> 1];
    const into = data![plane]!;
    const pitch = linesize[plane]!;
    if (pitch === columns) into.set(planes.subarray(from, from + columns * rows));
    else
      for (let row = 0; row < rows; row++)
        into.set(planes.subarray(from + row * columns, from + (row + 1) * columns), row * pitch);
    from += columns * rows;
  }
};

/** See PictureTrack. Odd sizes are padded. Throws export/failed where this system has no such encoder. */
export const createAvcPictures = async (
  native: NativeMedia,
  format: PictureFormat,
): Promise<PictureTrack> => {
  const { av, media } = native;
  const { fps } = format;
  const size = paddedSize(format.width, format.height);
  const context = await openCodec(native, size, fps);
  const packet: Packet = new av.Packet();
  packet.alloc();
  const source = new media.EncodedVideoPacketSource('avc');
  const planes = new Uint8Array(planeBytes('I420', format.width, format.height));
  const idle: Frame[] = [];
  const waiting: Promise<void>[] = [];
  let work: Promise<void> = Promise.resolve();
  let isFirst = true;
  let isOpen = true;

  const openFrame = (): Frame => {
    const frame = new av.Frame();
    frame.alloc();
    frame.format = av.AV_PIX_FMT_YUV420P;
    frame.width = size.width;
    frame.height = size.height;
    av.FFmpegError.throwIfError(frame.allocBuffer(), 'allocate a frame');
    return frame;
  };

  const write = async (): Promise<void> => {
    const data = new Uint8Array(packet.data ?? []);
    const timestamp = Number(packet.pts) / MICROS_PER_SECOND;
    const kind = packet.isKeyframe ? 'key' : 'delta';
    const { width: codedWidth, height: codedHeight } = size;
    const decoderConfig = isFirst && {
      codec: codecNameOf(data),
      codedWidth,
      codedHeight,
      colorSpace: COLOUR,
    };
    isFirst = false;
    const encoded = new media.EncodedPacket(data, kind, timestamp, 1 / fps);
    await source.add(encoded, decoderConfig === false ? undefined : { decoderConfig });
  };

  /** Gives a frame, or the end, to the encoder and writes what comes out. */
  const encode = async (frame: Frame | null): Promise<void> => {
    av.FFmpegError.throwIfError(await context.sendFrame(frame), 'encode a frame');
    for (;;) {
      // While frames come, the work was done in `sendFrame`; at the end it is done here.
      const code = frame === null ? await context.receivePacket(packet) : context.receivePacketSync(packet);
      if (code === av.AVERROR_EAGAIN || code === av.AVERROR_EOF) return;
      av.FFmpegError.throwIfError(code, 'encode a frame');
      await write();
    }
  };

  const add = (source: FrameBuffer, pts: Micros): Promise<void> | undefined => {
    const frame = idle.pop() ?? openFrame();
    fillPlanes(source, 'I420', planes);
    // The encoder may still look at what this frame held before.
    av.FFmpegError.throwIfError(frame.makeWritable(), 'write a frame');
    writePlanes(planes, size, frame);
    frame.pts = BigInt(Math.round(pts));
    work = work.then(() => encode(frame)).then(() => void idle.push(frame));
    work.catch(() => {});
    waiting.push(work);
    return waiting.length < AHEAD ? undefined : waiting.shift();
  };

  return {
    source,
    add: async (frame, pts) => add(frame, pts),
    async finish() {
      work = work.then(() => encode(null));
      await work;
    },
    async close() {
      await work.catch(() => {});
      if (!isOpen) return;
      isOpen = false;
      for (const frame of idle) frame.free();
      packet.free();
      context.freeContext();
    },
  };
};
