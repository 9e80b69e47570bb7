/** What the avatar part of the pipeline offers to the engine process. Contract only. */
import type { AvatarAnalysis, AvatarInput, Background, FrameFit } from '../../../shared/avatar.ts';
import type { AvatarAssets } from '../renderers/renderer.ts';

/** Opens, analyses and frames pictures. Holds the face models. */
export type AvatarReader = {
  /** Decodes, finds faces, makes the thumbnail. Errors: avatar/too-large, avatar/too-many-pixels, avatar/unreadable. */
  analyse(picture: Uint8Array): Promise<AvatarAnalysis>;
  /**
   * The picture at `width`×`height` with mouth and landmarks mapped into that frame. Uses `input.mouth` when given (landmarks
   * are still detected and used when they agree with it: centre within half a mouth width), else the detected face.
   * Results are cached by (sha256, size, fit, mouth), bounded.
   */
  frame(
    input: AvatarInput,
    target: { width: number; height: number; fit: FrameFit; background: Background },
  ): Promise<AvatarAssets & { cacheHit: boolean }>;
};
