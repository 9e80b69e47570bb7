/** The contract of a renderer: three lifetimes (process, session, frame). A renderer draws; it knows no session, no clock, no encoder. */
import type { ZodType } from 'zod';
import type { BlendshapeFrame } from '../../../shared/blendshapes.ts';
import type { CompositorOptions } from '../../../shared/compositor-options.ts';
import type { LogFields } from '../../../shared/log.ts';
import type { Micros } from '../../../shared/media.ts';
import type { Provider } from '../../../shared/model-manifest.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type {
  OptionsPatch,
  RendererId,
  RendererOptions,
} from '../../../shared/renderer-options/renderer-choice.ts';
import type { AsyncCloseable } from '../../../shared/scope.ts';
import type { FrameBuffer } from '../frame-buffer.ts';
import type { Networks } from '../inference/networks.ts';

/** One picture framed for one output size: everything is in pixels or normalised to this frame. */
export type FramedPicture = {
  /** The picture at the output size; RGBA, straight alpha. */
  picture: FrameBuffer;
  /** True when any pixel of the picture is not opaque. */
  hasAlpha: boolean;
  /** Mouth metadata normalised to this frame; null: no mouth is known and the picture stays still (life only). */
  mouth: MouthMetadata | null;
  /** 468 face-mesh landmarks x y z (length 1404), normalised to this frame; null for hand-drawn metadata without a detected face. */
  landmarks: Float32Array | null;
  /** Equal keys mean equal assets, so that a renderer may keep what it made of them; absent: nobody vouches for it. */ key?: string;
};

/** The pictures of a moving avatar, framed like the still one. Memory is bounded: pictures come and go. */
export type FrameSequence = {
  readonly count: number;
  /** Picture `index` (0..count − 1), shared: it is not to be written into. Errors: avatar/unreadable, avatar/bad-metadata. */
  at(index: number): Promise<FramedPicture>;
};

/** An avatar framed for one output size. `frames`: a moving avatar; the still picture is then its first frame. */
export type AvatarAssets = FramedPicture & {
  frames: FrameSequence | null;
  /** Factor of the natural life (head, breath, blinks), 0..2; absent: 1. */ liveliness?: number;
};

/** What one frame shows. */
export type FramePose = {
  /** Time on the session's life clock: drives blinks, breath and head motion. */ lifeMicros: Micros;
  /** 52 weights of the speech at this frame; all zero when silent. */ weights: BlendshapeFrame;
  /** 0 = idle, 1 = in speech; eased by the caller so that idle and speech cross-fade. */ speaking: number;
  /** Where in the speech stream the frame falls, for renderers with an ear; null: idle. */ speechMicros: Micros | null;
  /** Which picture of a moving avatar is shown; 0 for a still one. */ pictureIndex: number;
};

/** The ear of a renderer that makes its own features of the speech, on the time line of one stream that starts at 0. */
export type Ear = {
  /** PCM, 16 kHz mono, appended to the stream. */ hear(pcm16k: Int16Array): void | Promise<void>;
  /** No more speech in this turn: what is still open is settled with silence behind it. */ endTurn(): void | Promise<void>;
  /** Forgets the stream: the next speech begins at 0. */ reset(): void;
  /** Frames that begin before this need no guess any more, µs of the stream. */ readonly finalMicros: Micros;
};

/** One prepared avatar in one session. */
export type Track = AsyncCloseable & {
  /** Frames `render` likes to be given at once, 1..4. */ readonly batch: number;
  /** Absent: the weights are all the renderer needs of the speech. */ readonly ear?: Ear;
  /** Where it computes; absent: it has no network. */ readonly provider?: Provider;
  /** Whole sentences the user should read once. */ readonly notes?: readonly string[];
  /** The tracks of a comparison, left to right. */ readonly sides?: readonly Track[];
  /** Fills each of `into` completely with its pose, in order; they have the size asked at prepare, 3 or 4 channels. `poses` and `into` are as long as each other, at most `batch`. */
  render(poses: readonly FramePose[], into: readonly FrameBuffer[]): void | Promise<void>;
  /** Applied from the next frame on. `options` is a patch. Errors: session/bad-config. */
  configure(patch: { options?: OptionsPatch; compositor?: CompositorOptions }): void;
};

/** A loaded renderer, shared by all sessions of the process. */
export type Renderer<O> = AsyncCloseable & {
  /** Does all per-avatar work once; may be cached by the caller for one (assets, options) pair. */
  prepare(assets: AvatarAssets, options: O, compositor: CompositorOptions): Promise<Track>;
};

/** What the process lends its renderers. */
export type RendererDeps = {
  networks: Networks;
  /** A folder for what is dear to make again; the renderer makes its own folder in it. */ cacheDir: string;
  log(level: 'info' | 'warn', message: string, fields: LogFields): void;
};

/** How a renderer is listed in ALL_RENDERERS. */
export type RendererDefinition<K extends RendererId> = {
  id: K;
  label: string;
  options: ZodType<RendererOptions[K]>;
  /** Speech the renderer needs beyond a frame's time, ms. */ lookAheadMs: number;
  load(deps: RendererDeps): Promise<Renderer<RendererOptions[K]>>;
};

/** Any of the definitions. */
export type ListedRenderer = { [K in RendererId]: RendererDefinition<K> }[RendererId];
