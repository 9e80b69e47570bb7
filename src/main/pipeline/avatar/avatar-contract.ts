/** What the avatar part of the pipeline offers to the engine process. Contract only. */
import type { AvatarAnalysis, AvatarInput, Background, FrameFit } from '../../../shared/avatar.ts';
import type { ClipImport, ClipProgress, ClipResult } from '../../../shared/clip-import.ts';
import type { AvatarAssets } from '../renderers/renderer.ts';

/** The frame a picture goes into. */
export type FrameTarget = { width: number; height: number; fit: FrameFit; background: Background };

/** What the walk through a moving avatar's frames goes by. */
export type MovingFacts = {
  /** Frames a second. */ fps: number;
  order: 'living' | 'reference';
  /** Gap between the inner lips in eye distances, one for each frame; NaN where no mouth is known. */ lipGaps: Float32Array;
};

/** Opens, analyses and frames pictures. Holds the face models, which load when a picture must be looked at for the first time. */
export type AvatarReader = {
  /** Decodes, finds faces, makes the thumbnail. Errors: avatar/too-large, avatar/too-many-pixels, avatar/unreadable. */
  analyse(picture: Uint8Array): Promise<AvatarAnalysis>;
  /**
   * The picture at `width`×`height` with mouth and landmarks mapped into that frame. Uses `input.mouth` when given (landmarks
   * are still detected and used when they agree with it: centre within half a mouth width), else the detected face.
   * Results are cached by (sha256, size, fit, mouth), bounded; what the networks saw is kept on the disk too.
   * `cacheHit`: found in either. `moving`: null for a still.
   * Errors: as analyse, avatar/bad-metadata, session/bad-config.
   */
  frame(
    input: AvatarInput,
    target: FrameTarget,
  ): Promise<AvatarAssets & { cacheHit: boolean; moving: MovingFacts | null }>;
  /** Makes a moving avatar's folder. Errors: avatar/*, request/cancelled, store/failed; then nothing is left of it. */
  importClip(
    job: ClipImport,
    onProgress: (progress: ClipProgress) => void,
    signal: AbortSignal,
  ): Promise<ClipResult>;
  /** The picture as PNG. Errors: as analyse. */
  toPng(picture: Uint8Array, longEdge: number | null): Promise<Uint8Array>;
  /** Loads the face models ahead of the first picture. Errors: model/missing, model/corrupt. */
  warmUp(): Promise<void>;
};
