/** The versions of an avatar's mouth: kept, listed, brought back; and what the editor needs to know of its picture and its film. Decodes nothing. */
import type { AvatarInput } from '../../shared/avatar.ts';
import { StudioError } from '../../shared/errors.ts';
import type { MouthMetadata } from '../../shared/mouth-metadata.ts';
import { type ShapePoint, shapeOf } from '../../shared/mouth-shape.ts';
import type { AvatarView } from '../../shared/studio/avatars.ts';
import type { BlendMaskView, FrameMouth, MouthVersion } from '../../shared/studio/mouth-methods.ts';
import type { StudioParsed } from '../../shared/studio-api.ts';
import type { Engine } from '../engine/engine.ts';
import type { AvatarStore, MouthChange, MouthRevision, StoredAvatar } from '../store/store.ts';
import type { AvatarLibrary } from './avatar-library.ts';
import { pictureHashOf } from './picture-hash.ts';

/** Versions a list shows; older ones stay in the store. */
const LISTED = 200;

/** What it stands on. `changed` is told after every change, of whom. */
export type MouthVersionsDeps = {
  store: AvatarStore;
  avatars: Pick<AvatarLibrary, 'get' | 'picture'>;
  engine: Pick<Engine, 'call'>;
  changed(ids: readonly string[]): void;
};

const coarse = (points: readonly ShapePoint[]): [number, number][] =>
  points.map(([x, y]) => [Math.round(x * 1e4) / 1e4, Math.round(y * 1e4) / 1e4]);

const lipsOf = (mouth: MouthMetadata): MouthVersion['lips'] => {
  const { outer, inner } = shapeOf(mouth);
  return { outer: coarse(outer), inner: coarse(inner ?? []) };
};

/** See the methods. Errors: avatar/not-found, store/not-found, store/conflict, engine/*. */
export class MouthVersions {
  readonly #deps: MouthVersionsDeps;

  constructor(deps: MouthVersionsDeps) {
    this.#deps = deps;
  }

  /** Adds a version: a mouth set by hand, or with null what was detected. Metadata that says no picture is this picture's. */
  set({ id, mouth, base, label }: StudioParsed<'avatars.setMouth'>): AvatarView {
    const avatar = this.#need(id);
    const { faceIndex } = avatar;
    const extra = { ...(base === undefined ? {} : { base }), ...(label === undefined ? {} : { label }) };
    if (mouth === null) {
      const found = avatar.faces[faceIndex]?.mouth ?? null;
      return this.#add(id, {
        mouth: found,
        source: found === null ? 'none' : 'detected',
        faceIndex,
        ...extra,
      });
    }
    const hash = mouth.source_image_hash ?? pictureHashOf(avatar);
    const owned = { ...mouth, ...(hash === null ? {} : { source_image_hash: hash }) };
    return this.#add(id, { mouth: owned, source: 'hand', faceIndex, ...extra });
  }

  /** The newest versions, newest first. */
  list(id: string): MouthVersion[] {
    const hash = pictureHashOf(this.#need(id));
    const versions = this.#deps.store.mouthHistory(id, LISTED).toReversed();
    return versions.map(({ revision, at, source, label, restoredFrom, mouth }) => ({
      revision,
      at,
      source,
      label,
      restoredFrom,
      otherPicture:
        hash !== null && mouth?.source_image_hash !== undefined && mouth.source_image_hash !== hash,
      lips: mouth && lipsOf(mouth),
      keyFrames: mouth?.key_frames?.length ?? 0,
    }));
  }

  /** The mouth of a version. */
  at(id: string, revision: number): MouthMetadata | null {
    return this.#version(id, revision).mouth;
  }

  /** Brings a version back as the newest. */
  restore(id: string, revision: number, base: number | undefined): AvatarView {
    const { mouth, source, faceIndex, label } = this.#version(id, revision);
    return this.#add(id, {
      mouth,
      source,
      faceIndex,
      label,
      restoredFrom: revision,
      ...(base === undefined ? {} : { base }),
    });
  }

  /** Names a version; gives the list. */
  label(id: string, revision: number, label: string): MouthVersion[] {
    this.#version(id, revision);
    this.#deps.store.labelMouth(id, revision, label);
    return this.list(id);
  }

  /** What was found at import in the face that speaks. */
  detected(id: string): MouthMetadata | null {
    const { faces, faceIndex } = this.#need(id);
    return faces[faceIndex]?.mouth ?? null;
  }

  /** The tracked mouths of a film; empty for a still. */
  async frames(id: string): Promise<FrameMouth[]> {
    const { frames } = await this.#input(id);
    if (frames === undefined) return [];
    return (await this.#deps.engine.call('frameMouths', { frames })).mouths;
  }

  /** The mask of a mode for a mouth that need not be stored. */
  async mask(ask: StudioParsed<'avatars.blendMask'>): Promise<BlendMaskView | null> {
    const { id, mouth, renderer, compositor, frame } = ask;
    const avatar = { ...(await this.#input(id)), mouth };
    const made = await this.#deps.engine.call('blendMask', {
      avatar,
      renderer,
      compositor,
      frame: frame ?? null,
    });
    return made && { pngBase64: Buffer.from(made.png).toString('base64'), box: made.box };
  }

  async #input(id: string): Promise<AvatarInput> {
    const input = await this.#deps.avatars.picture(id);
    if (input === null)
      throw new StudioError('avatar/not-found', 'There is no such avatar.', { avatarId: id });
    return input;
  }

  #add(id: string, change: MouthChange): AvatarView {
    this.#deps.store.setMouth(id, change);
    this.#deps.changed([id]);
    return this.#deps.avatars.get(id);
  }

  #need(id: string): StoredAvatar {
    this.#deps.avatars.get(id); // refuses removed ones
    return this.#deps.store.get(id)!;
  }

  #version(id: string, revision: number): MouthRevision {
    this.#need(id);
    const version = this.#deps.store.mouthAt(id, revision);
    if (version !== null) return version;
    throw new StudioError('store/not-found', 'There is no such version of the mouth.', {
      avatarId: id,
      revision,
    });
  }
}
