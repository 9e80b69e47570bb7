/** Avatars as the studio, the front-ends and the command line use them: import, faces, mouths, pictures. Decodes no picture itself. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { type AvatarAnalysis, type AvatarInput, MAX_PICTURE_BYTES } from '../../shared/avatar.ts';
import { StudioError } from '../../shared/errors.ts';
import type { MouthMetadata } from '../../shared/mouth-metadata.ts';
import type { AvatarView } from '../../shared/studio-api.ts';
import type { Engine } from '../engine/engine.ts';
import type { PictureFiles } from '../store/picture-files.ts';
import type { AvatarStore, NewAvatar, StoredAvatar } from '../store/store.ts';

/** Beyond the picture, what an import may be told; the command line and the demo avatars use it. */
export type ImportFacts = {
  /** Default: a new one. */ id?: string;
  name: string;
  demo?: boolean;
  licence?: string;
  /** Given by hand: wins over what is found. */ mouth?: MouthMetadata | null;
};

/** What the library needs. `changed` is told after every change. */
export type LibraryDeps = {
  store: AvatarStore;
  files: PictureFiles;
  engine: Pick<Engine, 'call'>;
  changed(): void;
};

/** A name from a file's name: without folder and ending, 80 characters at most. */
export const nameFromFile = (fileName: string): string => {
  const base = path.basename(fileName.replaceAll('\\', '/'));
  const name = base
    .slice(0, base.length - path.extname(base).length)
    .replace(/[\p{Cc}_]+/gu, ' ')
    .trim()
    .slice(0, 80);
  return name === '' ? 'Avatar' : name;
};

const toNew = (facts: ImportFacts, analysis: AvatarAnalysis): NewAvatar => {
  const faces = analysis.faces.map(({ score, box, mouth }) => ({ score, box, mouth }));
  const byHand = facts.mouth ?? null;
  const found = faces[0]?.mouth ?? null;
  return {
    id: facts.id ?? `ava_${randomUUID().replaceAll('-', '').slice(0, 16)}`,
    name: facts.name,
    sha256: analysis.sha256,
    format: analysis.format,
    width: analysis.width,
    height: analysis.height,
    hasAlpha: analysis.hasAlpha,
    demo: facts.demo ?? false,
    licence: facts.licence ?? '',
    faces,
    faceIndex: 0,
    mouth: byHand ?? found,
    mouthSource: byHand !== null ? 'hand' : found !== null ? 'detected' : 'none',
  };
};

/** See the methods. Errors: avatar/*, engine/*. */
export class AvatarLibrary {
  readonly #deps: LibraryDeps;

  constructor(deps: LibraryDeps) {
    this.#deps = deps;
  }

  /** All but the removed, as lists show them. */
  list(): AvatarView[] {
    return this.#deps.store.list().map(avatar => this.#view(avatar));
  }

  /** @throws StudioError `avatar/not-found`, also for a removed one. */
  get(id: string): AvatarView {
    return this.#view(this.#need(id));
  }

  /** Looks at the picture, keeps it and its faces. A picture that is known already gives the avatar that has it, brought back if it was removed. */
  async import(picture: Uint8Array, facts: ImportFacts): Promise<AvatarView> {
    if (picture.length > MAX_PICTURE_BYTES) {
      throw new StudioError(
        'avatar/too-large',
        'The picture is larger than 20 MB. Save it smaller and try again.',
        {
          bytes: picture.length,
        },
      );
    }
    if (picture.length === 0) {
      throw new StudioError('avatar/unreadable', 'The picture is empty. Use a PNG, JPEG or WebP file.');
    }
    const analysis = await this.#deps.engine.call('analyse', { picture });
    await this.#deps.files.keep(analysis, picture, analysis.thumbnail);
    const known = this.#deps.store.findByHash(analysis.sha256);
    const stored =
      known === null
        ? this.#deps.store.add(toNew(facts, analysis))
        : known.removedAt === null
          ? known
          : this.#deps.store.restore(known.id);
    this.#deps.changed();
    return this.#view(stored);
  }

  /** A new name. */
  rename(id: string, name: string): AvatarView {
    this.#need(id);
    return this.#changed(this.#deps.store.rename(id, name.trim() === '' ? 'Avatar' : name.trim()));
  }

  /** A mouth drawn by hand; null goes back to what was found. */
  setMouth(id: string, mouth: MouthMetadata | null): AvatarView {
    const avatar = this.#need(id);
    const { faceIndex } = avatar;
    if (mouth === null) return this.#setFound(avatar, faceIndex);
    const owned = { ...mouth, source_image_hash: avatar.sha256 };
    return this.#changed(this.#deps.store.setMouth(id, { mouth: owned, source: 'hand', faceIndex }));
  }

  /** Which of the found faces speaks. */
  chooseFace(id: string, faceIndex: number): AvatarView {
    const avatar = this.#need(id);
    if (avatar.faces[faceIndex] === undefined) {
      throw new StudioError(
        'request/invalid',
        `The picture has ${avatar.faces.length} faces; there is no face ${faceIndex + 1}.`,
      );
    }
    return this.#setFound(avatar, faceIndex);
  }

  /** Hides it until `restore`. */
  remove(id: string): void {
    this.#need(id);
    this.#deps.store.remove(id);
    this.#deps.changed();
  }

  /** Undoes `remove`. */
  restore(id: string): AvatarView {
    return this.#changed(this.#deps.store.restore(id));
  }

  /** For sessions and exports; null when there is no such avatar. */
  async picture(id: string): Promise<AvatarInput | null> {
    const avatar = this.#deps.store.get(id);
    if (avatar === null || avatar.removedAt !== null) return null;
    const { mouth, faceIndex } = avatar;
    return { picture: await this.#deps.files.read(avatar), mouth, faceIndex };
  }

  /** The files behind the picture URLs. */
  filesOf(id: string): { picture: string; pictureType: string; thumbnail: string } {
    const avatar = this.#deps.store.get(id); // also a removed one: its card may still be on screen, with its undo
    if (avatar === null) throw notFound(id);
    return {
      picture: this.#deps.files.picturePath(avatar),
      pictureType: `image/${avatar.format}`,
      thumbnail: this.#deps.files.thumbnailPath(avatar),
    };
  }

  /** Deletes for good what was removed before `before` (ISO). */
  async purge(before: string): Promise<void> {
    for (const avatar of this.#deps.store.purge(before)) await this.#deps.files.remove(avatar);
  }

  #setFound(avatar: StoredAvatar, faceIndex: number): AvatarView {
    const mouth = avatar.faces[faceIndex]?.mouth ?? null;
    const source = mouth === null ? 'none' : 'detected';
    return this.#changed(this.#deps.store.setMouth(avatar.id, { mouth, source, faceIndex }));
  }

  #changed(avatar: StoredAvatar): AvatarView {
    this.#deps.changed();
    return this.#view(avatar);
  }

  #need(id: string): StoredAvatar {
    const avatar = this.#deps.store.get(id);
    if (avatar === null || avatar.removedAt !== null) throw notFound(id);
    return avatar;
  }

  #view(avatar: StoredAvatar): AvatarView {
    const base = `/studio/avatars/${encodeURIComponent(avatar.id)}`;
    const version = `?v=${avatar.sha256.slice(0, 12)}`;
    return {
      id: avatar.id,
      name: avatar.name,
      width: avatar.width,
      height: avatar.height,
      hasAlpha: avatar.hasAlpha,
      demo: avatar.demo,
      licence: avatar.licence,
      createdAt: avatar.createdAt,
      pictureUrl: `${base}/picture${version}`,
      thumbnailUrl: `${base}/thumbnail${version}`,
      mouth: avatar.mouth,
      mouthSource: avatar.mouthSource,
      faces: avatar.faces.map(({ box: [left, top, right, bottom] }) => [left, top, right, bottom]),
      faceIndex: avatar.faceIndex,
    };
  }
}

const notFound = (id: string): StudioError =>
  new StudioError(
    'avatar/not-found',
    `There is no avatar "${id}". \`mouthpiece avatar list\` shows the avatars.`,
    {
      avatarId: id,
    },
  );
