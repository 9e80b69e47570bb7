/** The pose of a frame as it is filled in before a renderer sees it, and which picture of a moving avatar it shows. */
import { BLENDSHAPE_COUNT } from '../../../shared/blendshapes.ts';
import type { Micros } from '../../../shared/media.ts';
import type { FramePose } from '../renderers/renderer.ts';

/** A FramePose that can be written; one is kept for each frame in work, so that a frame allocates nothing. */
export type WritablePose = { -readonly [K in keyof FramePose]: FramePose[K] };

/** A pose at rest. */
export const createPose = (): WritablePose => ({
  lifeMicros: 0,
  weights: new Float32Array(BLENDSHAPE_COUNT),
  speaking: 0,
  speechMicros: null,
  pictureIndex: 0,
});

/** Chooses the picture of each frame of a moving avatar; asked once a frame, in order. */
export type PictureWalk = { next(lifeMicros: Micros, speaking: number): number };

/** The walk of a still avatar. */
export const STILL_WALK: PictureWalk = { next: () => 0 };
