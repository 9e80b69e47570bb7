/** Where a track gets each frame's picture and face from: one still avatar, or the pictures of a moving one. Knows no speech. */
import type { CompositorOptions } from '../../../../shared/compositor-options.ts';
import { BoundedCache } from '../../bounded-cache.ts';
import type { FrameBuffer } from '../../frame-buffer.ts';
import { drawPicture } from '../flat-picture.ts';
import type { AvatarAssets, FramedPicture } from '../renderer.ts';
import { type FaceSettings, type PreparedFace, prepareFace, weighFace } from './prepared-face.ts';

/** Faces kept for all sessions: 125 pictures of a moving avatar with faces of 384 and masks of 256 fit. */
const FACES_COUNT = 512;
const FACES_BYTES = 96 * 1024 * 1024;

/** Prepared faces by picture and settings. What it gives is shared: frames are drawn one after the other. */
export type FaceCache = BoundedCache<PreparedFace | null>;

/** The cache of a process. */
export const createFaceCache = (): FaceCache =>
  new BoundedCache<PreparedFace | null>({ count: FACES_COUNT, weight: FACES_BYTES, weigh: weighFace });

/** A picture with its face (null: nothing to move). */
export type Scene = { picture: FramedPicture; face: PreparedFace | null };

/** Scenes by picture number. */
export type FaceSource = {
  /** The same object for every frame of a still avatar. */ scene(
    pictureIndex: number,
  ): Scene | Promise<Scene>;
  /** Fills a frame with the scene's picture as it is. */ draw(scene: Scene, into: FrameBuffer): void;
  /** Faces are prepared anew. */ configure(patch: {
    pads?: FaceSettings['pads'];
    compositor?: CompositorOptions;
  }): void;
};

/** The avatar's source. `own` is a name no other track has: pictures nobody vouches for are kept under it. */
export const createFaceSource = (
  assets: AvatarAssets,
  initial: FaceSettings,
  faces: FaceCache,
  own: string,
): FaceSource => {
  let settings = initial;
  let still: Scene | null = null;
  const flats: { 3?: Uint8Array; 4?: Uint8Array } = {};

  const sceneOf = async (picture: FramedPicture, index: number): Promise<Scene> => {
    const now = settings;
    const key = JSON.stringify([picture.key ?? [own, index], now]);
    const { value: face } = await faces.get(key, async () => prepareFace(picture, now));
    return { picture, face };
  };

  return {
    scene(pictureIndex) {
      const { frames } = assets;
      if (frames !== null) return frames.at(pictureIndex).then(picture => sceneOf(picture, pictureIndex));
      if (still !== null) return still;
      return sceneOf(assets, 0).then(scene => {
        still = scene;
        return scene;
      });
    },
    draw({ picture }, into) {
      if (assets.frames !== null) {
        drawPicture(picture, into);
        return;
      }
      const flat = flats[into.channels];
      if (flat !== undefined) {
        into.data.set(flat);
        return;
      }
      drawPicture(picture, into);
      flats[into.channels] = into.data.slice();
    },
    configure(patch) {
      settings = { ...settings, ...patch };
      still = null;
    },
  };
};
