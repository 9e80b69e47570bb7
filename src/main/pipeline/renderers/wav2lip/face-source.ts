/** Where the track gets each frame's picture and face from: one still avatar, or the pictures of a moving one. Knows no speech. */
import type { CompositorOptions } from '../../../../shared/compositor-options.ts';
import { BoundedCache } from '../../bounded-cache.ts';
import type { FrameBuffer } from '../../frame-buffer.ts';
import { drawPicture } from '../flat-picture.ts';
import type { AvatarAssets, FramedPicture, FrameSequence } from '../renderer.ts';
import { type FaceSettings, type PreparedFace, prepareFace, weighFace } from './prepared-face.ts';

/** Prepared faces of a moving avatar: 125 of 384 pixels with masks of 256 fit. */
const FACES_COUNT = 512;
const FACES_BYTES = 96 * 1024 * 1024;

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

/** The avatar's source. */
export const createFaceSource = (assets: AvatarAssets, settings: FaceSettings): FaceSource =>
  assets.frames === null ? stillSource(assets, settings) : movingSource(assets.frames, settings);

const stillSource = (assets: AvatarAssets, initial: FaceSettings): FaceSource => {
  let settings = initial;
  const flats: { 3?: Uint8Array; 4?: Uint8Array } = {};
  const make = (): Scene => ({
    picture: assets,
    face: prepareFace(assets, settings),
  });
  let scene = make();
  return {
    scene: () => scene,
    draw(_scene, into) {
      const flat = flats[into.channels];
      if (flat !== undefined) {
        into.data.set(flat);
        return;
      }
      drawPicture(assets, into);
      flats[into.channels] = into.data.slice();
    },
    configure(patch) {
      settings = { ...settings, ...patch };
      scene = make();
    },
  };
};

const movingSource = (frames: FrameSequence, initial: FaceSettings): FaceSource => {
  let settings = initial;
  const openCache = (): BoundedCache<PreparedFace | null> =>
    new BoundedCache<PreparedFace | null>({ count: FACES_COUNT, weight: FACES_BYTES, weigh: weighFace });
  let faces = openCache();
  return {
    async scene(pictureIndex) {
      const picture = await frames.at(pictureIndex);
      const { value: face } = await faces.get(String(pictureIndex), async () =>
        prepareFace(picture, settings),
      );
      return { picture, face };
    },
    draw: ({ picture }, into) => drawPicture(picture, into),
    configure(patch) {
      settings = { ...settings, ...patch };
      faces = openCache();
    },
  };
};
