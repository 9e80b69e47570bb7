/** What the studio knows of an avatar's picture. Pure data; the picture's bytes travel separately. */
import type { MouthMetadata } from './mouth-metadata.ts';
import type { PlacedMouth } from './mouth-shape.ts';
import type { Framing } from './studio/avatar-profile.ts';

/** Largest picture file accepted: 20 MB, and 32 megapixels, both checked before decoding. */
export const MAX_PICTURE_BYTES = 20 * 1024 * 1024;
/** Largest number of pixels accepted. */
export const MAX_PICTURE_PIXELS = 32_000_000;

/** A face found in a picture. Boxes are [left, top, right, bottom] normalised to the upright picture. */
export type DetectedFace = {
  /** Detector confidence 0..1. */ score: number;
  box: readonly [number, number, number, number];
  /** 468 landmarks of the MediaPipe face mesh, x y z interleaved (length 1404): x and y normalised to the picture, z in units of picture width. Lip points come from the attention model. */
  landmarks: Float32Array;
  mouth: MouthMetadata;
};

/** Result of looking at a picture file once. */
export type AvatarAnalysis = {
  /** SHA-256 of the file's bytes, hex. */ sha256: string;
  format: 'png' | 'jpeg' | 'webp';
  /** Upright size in pixels, EXIF orientation applied. */ width: number;
  height: number;
  hasAlpha: boolean;
  /** Largest first. Empty: the avatar is kept, "mouth not set". */
  faces: readonly DetectedFace[];
  /** A JPEG of at most 512 px on its long edge, for grids. Alpha over mid grey. */
  thumbnail: Uint8Array;
};

/** The pictures of a moving avatar, on this machine; the folder was checked against the allowed roots before. */
export type FrameFolder = {
  /** Absolute. Its PNG, JPEG and WebP files in the order of their names, played as a loop. */ dir: string;
  /** Absolute path of the mouth metadata of each frame (`{frames: {<file>: …}}`); null: detect. */ metadataPath:
    | string
    | null;
  /** Pictures a second. */ fps: number;
  /** Each frame's metadata carries its file's SHA-256, which must match. */ preprocessed: boolean;
  /** At most this many frames are taken, and never more than 1,000. */ maxFrames?: number;
  /** `living` (default): rests where the lips are closed, plays back and forth; `reference`: frame by frame from the first, round and round. */
  order?: 'living' | 'reference';
};

/** The mouths of a film as they were tracked (null: none was found), frame by frame, with the names of their files. */
export type FrameMouths = { names: string[]; mouths: (PlacedMouth | null)[] };

/** What a renderer session needs to know of an avatar, by value. */
export type AvatarInput = {
  /** PNG, JPEG or WebP file bytes. */ picture: Uint8Array;
  /** SHA-256 of `picture`, hex, where it is known already. */ sha256?: string;
  /** Metadata given by hand or stored; null: detect (and when no face is found the picture stays still). */
  mouth: MouthMetadata | null;
  /** Which detected face speaks when `mouth` is null or gives none, index into AvatarAnalysis.faces. */ faceIndex?: number;
  /** A moving avatar; `picture` is then the still that stands for it. */ frames?: FrameFolder;
  /** What `cover` shows, as the user framed it for frames of this shape; absent: about the face. */
  framing?: Framing;
  /** Factor of the natural life (head, breath, blinks), 0..2; absent: 1. */ liveliness?: number;
};

/** How the picture fills the frame: `cover` crops about the face, `contain` shows all on the background, `stretch` distorts as OmniRT does. */
export type FrameFit = 'cover' | 'contain' | 'stretch';

/** What lies behind a picture with alpha or a contained one; `transparent` keeps alpha in formats that carry it. */
export type PlainBackground =
  | { kind: 'transparent' }
  | { kind: 'colour'; rgb: readonly [number, number, number] };

/** The same, or another picture (PNG, JPEG or WebP file bytes) that stands still and fills the frame. */
export type Background = PlainBackground | { kind: 'image'; picture: Uint8Array };

/** What stands behind a picture that does not fill its frame, where nobody chose: #20242c. */
export const DEFAULT_BACKGROUND: PlainBackground = { kind: 'colour', rgb: [0x20, 0x24, 0x2c] };
