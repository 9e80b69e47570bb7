/** What the avatar part of the pipeline offers to the engine process. Contract only. */
import type {
  AvatarAnalysis,
  AvatarInput,
  FrameFit,
  FrameFolder,
  FrameMouths,
  PlainBackground,
} from '../../../shared/avatar.ts';
import type { ClipImport, ClipProgress, ClipResult } from '../../../shared/clip-import.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { FrameBuffer } from '../frame-buffer.ts';
import type { AvatarAssets } from '../renderers/renderer.ts';

/** The frame a picture goes into. */
export type FrameTarget = { width: number; height: number; fit: FrameFit; background: PlainBackground };

/** What the walk through a moving avatar's frames goes by. */
export type MovingFacts = {
  /** Frames a second. */ fps: number;
  order: 'living' | 'reference';
  /** Gap between the inner lips in eye distances, one for each frame; NaN where no mouth is known. */ lipGaps: Float32Array;
};

/** Where a face lies in a whole picture: its upright size in pixels, mouth and landmarks normalised to it. */
export type PlacedFace = {
  width: number;
  height: number;
  mouth: MouthMetadata | null;
  landmarks: Float32Array | null;
};

/** Opens, analyses and frames pictures. Holds the face models, which load when a picture must be looked at for the first time. */
export type AvatarReader = {
  /** Decodes, finds faces, makes the thumbnail. Errors: avatar/too-large, avatar/too-many-pixels, avatar/unreadable. */
  analyse(picture: Uint8Array): Promise<AvatarAnalysis>;
  /**
   * The picture at `width`×`height` with mouth and landmarks mapped into that frame. Uses `input.mouth` when given (landmarks
   * are still detected and used when they agree with it: centre within half a mouth width), else the detected face.
   * A mouth outside the frame counts as none. Results are cached by (sha256, size, fit, mouth, framing), bounded; what the networks saw is kept on the disk too.
   * `cacheHit`: found in either. `moving`: null for a still.
   * Errors: as analyse, avatar/bad-metadata, session/bad-config.
   */
  frame(
    input: AvatarInput,
    target: FrameTarget,
  ): Promise<AvatarAssets & { cacheHit: boolean; moving: MovingFacts | null }>;
  /** A picture that fills a frame, cut about its middle; RGBA, opaque. Cached. Errors: as analyse. */
  backdrop(picture: Uint8Array, size: { width: number; height: number }): Promise<FrameBuffer>;
  /** The mouths of a film as they were tracked. Errors: as analyse, avatar/bad-metadata. */
  frameMouths(frames: FrameFolder): Promise<FrameMouths>;
  /** Where the face lies that `frame` would show, in the picture or in frame `index` of a film (null: its first). Errors: as analyse, avatar/bad-metadata. */
  placed(input: AvatarInput, index: number | null): Promise<PlacedFace>;
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
