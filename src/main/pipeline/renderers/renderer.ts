/** The contract of a renderer: three lifetimes (process, session, frame). A renderer draws; it knows no session, no clock, no encoder. */
import type { ZodType } from 'zod';
import type { BlendshapeFrame } from '../../../shared/blendshapes.ts';
import type { CompositorOptions } from '../../../shared/compositor-options.ts';
import type { Micros } from '../../../shared/media.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { AsyncCloseable } from '../../../shared/scope.ts';
import type { FrameBuffer } from '../frame-buffer.ts';

/** An avatar framed for one output size: everything is in pixels or normalised to this frame. */
export type AvatarAssets = {
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

/** What one frame shows. */
export type FramePose = {
  /** Time on the session's life clock: drives blinks, breath and head motion. */ lifeMicros: Micros;
  /** 52 weights of the speech at this frame; all zero when silent. */ weights: BlendshapeFrame;
  /** 0 = idle, 1 = in speech; eased by the caller so that idle and speech cross-fade. */ speaking: number;
};

/** One prepared avatar in one session. `render` fills `into` completely; `into` has the size and channels asked at prepare. */
export type Track = AsyncCloseable & {
  render(pose: FramePose, into: FrameBuffer): void | Promise<void>;
  /** Applied from the next frame on. */
  configure(patch: { options?: unknown; compositor?: CompositorOptions }): void;
};

/** A loaded renderer, shared by all sessions of the process. */
export type Renderer<O> = AsyncCloseable & {
  /** Does all per-avatar work once; may be cached by the caller for one (assets, options) pair. */
  prepare(assets: AvatarAssets, options: O, compositor: CompositorOptions): Promise<Track>;
};

/** How a renderer is listed in ALL_RENDERERS. */
export type RendererDefinition<O> = {
  id: string;
  label: string;
  options: ZodType<O>;
  /** Speech the renderer needs beyond a frame's time, ms. */ lookAheadMs: number;
  load(): Promise<Renderer<O>>;
};
