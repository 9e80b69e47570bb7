/** A native session whose model another server draws: creates it there, in the dialogue that its URL speaks, and passes chunks on. Knows no picture. */
import { z } from 'zod';
import type { Clock } from '../../../shared/clock.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { LockStepResult } from '../../engine/session.ts';
import type { Dial, Upstream } from '../front-end.ts';
import { type ChunkSource, makeId } from './chunk-source.ts';
import type { CreateRequest } from './create-request.ts';
import type { Geometry } from './geometry.ts';
import { UpstreamMailbox } from './upstream-mailbox.ts';
import { decodeVideo, encodeAudio, isRecord } from './wire.ts';

/** Where it goes. `signal` ends the opening. */
export type UpstreamDeps = { dial: Dial; url: string; clock: Clock; signal: AbortSignal };

const Size = z.number().int().positive();
/** FlashTalk's init_ok; `chunk_samples` is younger than the rest. */
const InitOk = z.object({
  frame_num: Size,
  motion_frames_num: z.number().int().min(0),
  slice_len: Size,
  fps: Size,
  height: Size,
  width: Size,
  chunk_samples: Size.optional(),
});
const Created = z.object({
  audio: z.object({ sample_rate: Size, channels: Size.default(1), chunk_samples: Size }),
  video: z.object({ fps: Size, width: Size, height: Size }),
});
const Metrics = z.object({ infer_ms: z.number(), encode_ms: z.number() });

const NOTHING: LockStepResult = { jpegs: [], inferMs: 0, encodeMs: 0 };
const FLASHTALK_RATE = 16_000;

const strange = (): StudioError =>
  new StudioError('model/unreachable', 'The server that draws this model answers in words nobody knows.');

const fixed = (): StudioError =>
  new StudioError(
    'session/bad-config',
    'Another server draws this session; its settings are those of its create.',
  );

const parsed = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw strange();
};

/** Reads texts up to one that is no error; errors are passed on in their own words. */
const readAnswer = (text: string): Record<string, unknown> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw strange();
  }
  if (!isRecord(value)) throw strange();
  if (value.type !== 'error') return value;
  throw new StudioError('renderer/failed', String(value.message ?? 'The other server failed.').slice(0, 500));
};

type Dialect = {
  open(request: CreateRequest, image: string): object;
  granted(answer: Record<string, unknown>, asked: Geometry): Geometry;
};

const FLASHTALK: Dialect = {
  open: ({ config, geometry, prompt, blend, mouthEcho, preprocessed }, image) => ({
    ...(config.postprocess === undefined ? {} : { postprocess: config.postprocess }),
    type: 'init',
    ref_image: image,
    prompt,
    seed: typeof config.seed === 'number' ? config.seed : 9999,
    width: geometry.width,
    height: geometry.height,
    fps: geometry.fps,
    frame_num: geometry.frameNum,
    motion_frames_num: geometry.motionFramesNum,
    slice_len: geometry.sliceLen,
    wav2lip_postprocess_mode: blend.mode,
    mouth_metadata: mouthEcho,
    preprocessed,
  }),
  granted: answer => {
    const ok = parsed(InitOk, answer);
    return {
      width: ok.width,
      height: ok.height,
      fps: ok.fps,
      frameNum: ok.frame_num,
      motionFramesNum: ok.motion_frames_num,
      sliceLen: ok.slice_len,
      sampleRate: FLASHTALK_RATE,
      channels: 1,
      chunkSamples: ok.chunk_samples ?? Math.floor((ok.slice_len * FLASHTALK_RATE) / ok.fps),
    };
  },
};

const NATIVE: Dialect = {
  open: ({ model, prompt, config }, image) => ({
    type: 'session.create',
    model,
    inputs: { image_b64: image, prompt },
    config,
  }),
  granted: (answer, asked) => {
    const { audio, video } = parsed(Created, answer);
    const { sample_rate: sampleRate, channels, chunk_samples: chunkSamples } = audio;
    return { ...asked, ...video, sampleRate, channels, chunkSamples };
  },
};

/** Native servers are known by their path; everything else speaks FlashTalk's dialogue. */
const dialectOf = (url: string): Dialect =>
  new URL(url).pathname.endsWith('/v1/avatar/realtime') ? NATIVE : FLASHTALK;

const renderThere = async (
  upstream: Upstream,
  mailbox: UpstreamMailbox,
  pcm: Uint8Array,
): Promise<LockStepResult> => {
  const started = performance.now();
  upstream.sendBinary(encodeAudio(pcm));
  let costs: { inferMs: number; encodeMs: number } | null = null;
  for (;;) {
    const message = await mailbox.next();
    if (typeof message === 'string') {
      const metrics = Metrics.safeParse(readAnswer(message));
      if (metrics.success) costs = { inferMs: metrics.data.infer_ms, encodeMs: metrics.data.encode_ms };
      continue;
    }
    const jpegs = decodeVideo(message);
    if (jpegs === null) throw strange();
    return { jpegs, ...(costs ?? { inferMs: performance.now() - started, encodeMs: 0 }) };
  }
};

/** Errors: `model/unreachable`, `renderer/failed` with the other server's own message. */
export const openUpstreamSource = async (
  request: CreateRequest,
  { dial, url, clock, signal }: UpstreamDeps,
): Promise<ChunkSource> => {
  if (request.picture.from !== 'bytes') {
    throw new StudioError(
      'session/bad-config',
      'inputs.avatar_id names an avatar of this machine; send image_b64.',
    );
  }
  const mailbox = new UpstreamMailbox(clock);
  const dialect = dialectOf(url);
  const upstream = await dial(url, mailbox.events, { signal });
  try {
    upstream.sendText(
      JSON.stringify(dialect.open(request, Buffer.from(request.picture.bytes).toString('base64'))),
    );
    const answer = await mailbox.next();
    if (typeof answer !== 'string') throw strange();
    const granted = dialect.granted(readAnswer(answer), request.geometry);
    return {
      id: makeId('avt_'),
      chunkBytes: granted.chunkSamples * granted.channels * 2,
      granted,
      renderer: null,
      facts: { renderer: 'proxy', delivery: 'lock-step' },
      configure: () => Promise.reject(fixed()),
      render: pcm => renderThere(upstream, mailbox, pcm),
      flush: async () => NOTHING,
      close: async () => upstream.close(1000, ''),
    };
  } catch (error) {
    upstream.close(1000, '');
    throw error;
  }
};
