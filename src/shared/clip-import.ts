/** The import of a moving avatar: from a clip or from a folder of frames into a folder in OpenTalking's form. Plain data, crosses the process border. */
import type { FrameFolder } from './avatar.ts';

/** Longest part of a clip that is taken, s. */
export const MAX_CLIP_S = 20;
/** Largest clip that is opened: 600 MB. */
export const MAX_CLIP_BYTES = 600 * 1024 * 1024;
/** Long edge of the frames, px. */
export const MAX_CLIP_EDGE = 1280;
/** Frames a second; faster clips are thinned out. */
export const MAX_CLIP_FPS = 30;

/** A film file (MP4, WebM, MOV), or frames that lie in a folder already, which are copied as they are. Paths are absolute. */
export type ClipSource = { kind: 'clip'; path: string } | { kind: 'frames'; folder: FrameFolder };

/** One import. `outDir` must not exist; it appears when it is whole. */
export type ClipImport = {
  source: ClipSource;
  outDir: string;
  id: string;
  name: string;
  /** A clip longer than MAX_CLIP_S is refused (avatar/too-large), not cut. */ whole?: boolean;
};

/** Told for each frame; `framesTotal` is a guess until the last. */
export type ClipProgress = { phase: 'tracking' | 'finishing'; framesDone: number; framesTotal: number };

/** What lies in the folder now. */
export type ClipResult = {
  /** Tells equal imports: SHA-256 (hex) over the hashes of all frames. */ identity: string;
  frames: number;
  fps: number;
  width: number;
  height: number;
  /** File names of the frames without a face. */ missingFrames: string[];
  /** The frame that stands for the avatar, a PNG. */ reference: Uint8Array;
  /** Whole sentences: what was cut, thinned out or not found. */ notes: string[];
};
