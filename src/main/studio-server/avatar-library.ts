/** Avatars as the studio, the front-ends and the command line use them: import, faces, mouths, pictures. Decodes no picture itself. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type AvatarInput, MAX_PICTURE_BYTES } from '../../shared/avatar.ts';
import type { ClipProgress, ClipSource } from '../../shared/clip-import.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Size } from '../../shared/framing.ts';
import type { MouthMetadata } from '../../shared/mouth-metadata.ts';
import type { AvatarPatch } from '../../shared/studio/avatar-profile.ts';
import type { AvatarView } from '../../shared/studio/avatars.ts';
import type { Engine } from '../engine/engine.ts';
import type { MovingFolders } from '../store/moving-folders.ts';
import type { PictureFiles } from '../store/picture-files.ts';
import type { AvatarStore, StoredAvatar } from '../store/store.ts';
import { AvatarProfiles } from './avatar-profiles.ts';
import { type AvatarDefaults, defaultsOf, livingPart, settledSize } from './avatar-staging.ts';
import { listedView, viewOf } from './avatar-view.ts';
import { writeMended } from './mended-folder.ts';
import { type ImportFacts, newAvatar, newAvatarId } from './new-avatar.ts';
import { readOpenTalkingFolder, writeStillFolder } from './opentalking-folder.ts';
import { keepOtherMouth } from './other-mouth.ts';
import { writeSettled } from './settled-manifest.ts';

/** Long edge of an exported preview, px. */
const PREVIEW_EDGE = 512;

/** What the library needs. `changed` is told after every change, of whom. */
export type LibraryDeps = {
  store: AvatarStore;
  files: PictureFiles;
  folders: MovingFolders;
  engine: Pick<Engine, 'call' | 'importClip'>;
  changed(ids: readonly string[]): void;
};

/** See the methods. Errors: avatar/*, engine/*. */
export class AvatarLibrary {
  readonly #deps: LibraryDeps;
  readonly #profiles: AvatarProfiles;

  constructor(deps: LibraryDeps) {
    this.#deps = deps;
    this.#profiles = new AvatarProfiles(deps.store);
  }

  /** All but the removed, as lists show them; `page`: a part of them. */
  list(page?: { skip: number; limit: number }): AvatarView[] {
    return this.#deps.store.list(page).map(listedView);
  }

  /** These, as lists show them, without the removed. */
  listOf(ids: readonly string[]): AvatarView[] {
    return this.#deps.store.listOf(ids).map(listedView);
  }

  /** @throws StudioError `avatar/not-found`, also for a removed one. */
  get(id: string): AvatarView {
    return viewOf(this.#need(id));
  }

  /** The whole mouth it has now; null: not set. @throws StudioError `avatar/not-found`. */
  mouthOf(id: string): MouthMetadata | null {
    return this.#need(id).mouth;
  }

  /** Its name; null when there is no such avatar. */
  nameOf(id: string): string | null {
    return this.#deps.store.get(id)?.name ?? null;
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
    return this.#changed(
      this.#known(analysis.sha256) ?? this.#deps.store.add(newAvatar(facts, analysis, null)),
    );
  }

  /**
   * Makes a moving avatar of a clip or a folder of frames. One with the same frames gives the avatar that has them. `notes`
   * are whole sentences: what was cut or not found. Errors: those of Engine.importClip; then nothing is left.
   */
  async importMoving(
    source: ClipSource,
    facts: Pick<ImportFacts, 'name' | 'licence' | 'profile'>,
    onProgress: (progress: ClipProgress) => void,
    signal: AbortSignal,
  ): Promise<{ avatar: AvatarView; notes: string[] }> {
    const { store, files, folders, engine } = this.#deps;
    const id = newAvatarId();
    await folders.open();
    const job = { source, outDir: folders.pathOf(id), id, name: facts.name };
    try {
      const { identity, frames, fps, reference, notes } = await engine.importClip(job, onProgress, signal);
      const analysis = await engine.call('analyse', { picture: reference });
      const kept = this.#known(identity);
      if (kept !== null) {
        await folders.remove(id);
        return { avatar: this.#changed(kept), notes };
      }
      const seen = { ...analysis, sha256: identity };
      await files.keep(seen, reference, analysis.thumbnail);
      const stored = store.add(newAvatar({ ...facts, id }, seen, { folder: id, fps, frames }));
      return { avatar: this.#changed(stored), notes };
    } catch (error) {
      await folders.remove(id);
      throw error;
    }
  }

  /** Imports a folder in OpenTalking's form, still or moving, by copying it. Errors: as importMoving, and of the folder. */
  async importFolder(
    dir: string,
    onProgress: (progress: ClipProgress) => void,
    signal: AbortSignal,
  ): Promise<{ avatar: AvatarView; notes: string[] }> {
    const { name, settled, reference, mouth, otherMouth, frames } = await readOpenTalkingFolder(dir);
    const facts = { name, ...settled };
    if (frames !== null)
      return this.importMoving({ kind: 'frames', folder: frames }, facts, onProgress, signal);
    const picture = await readFile(reference ?? '');
    const avatar = await this.import(picture, { ...facts, mouth });
    if (otherMouth !== null) keepOtherMouth(this.#deps.store, avatar.id, otherMouth);
    return { avatar: this.get(avatar.id), notes: [] };
  }

  /** Writes an avatar as a folder in OpenTalking's form. @throws StudioError `avatar/not-found`, `store/failed` when `dir` exists. */
  async export(id: string, dir: string): Promise<void> {
    const avatar = this.#need(id);
    const { files, folders, engine } = this.#deps;
    if (avatar.moving !== null) {
      await folders.copy(avatar.moving.folder, dir);
      await writeSettled(dir, avatar);
      const frames = (await this.picture(id))?.frames;
      return writeMended(dir, frames, avatar.mouth?.key_frames ?? [], engine);
    }
    const picture = await files.read(avatar);
    const { png } = await engine.call('toPng', { picture, longEdge: PREVIEW_EDGE });
    const { format, name, width, height, mouth } = avatar;
    // The file itself where OpenTalking reads it, so that its hash stays what other metadata says.
    const reference =
      format === 'webp'
        ? { format: 'png' as const, bytes: (await engine.call('toPng', { picture, longEdge: null })).png }
        : { format, bytes: picture };
    await writeStillFolder(dir, { id, name, width, height, mouth, reference, preview: png });
    await writeSettled(dir, avatar);
  }

  /** A new name. */
  rename(id: string, name: string): AvatarView {
    this.#need(id);
    return this.#changed(
      this.#deps.store.describe(id, { name: name.trim() === '' ? 'Avatar' : name.trim() }),
    );
  }

  /** What a user settles, see AvatarPatch. Errors: store/conflict when it was changed since `revision`. */
  updateProfile(id: string, revision: number, patch: AvatarPatch): AvatarView {
    this.#need(id);
    return this.#changed(this.#profiles.update(id, revision, patch));
  }

  /** Adds and takes away tags of several; those that are gone are left out. */
  tag(ids: readonly string[], add: readonly string[], remove: readonly string[]): AvatarView[] {
    const tagged = this.#profiles.tag(ids, add, remove);
    this.#deps.changed(tagged.map(({ id }) => id));
    return tagged.map(viewOf);
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
    this.#deps.changed([id]);
  }

  /** Hides several, or brings them back; those that are gone for good are left out. */
  setRemoved(ids: readonly string[], removed: boolean): void {
    this.#deps.store.setRemoved(ids, removed);
    this.#deps.changed(ids);
  }

  /** Undoes `remove`. */
  restore(id: string): AvatarView {
    return this.#changed(this.#deps.store.restore(id));
  }

  /** For sessions and exports: framed as its user did for frames of that shape, as lively as they want it. Null when there is no such avatar. */
  async picture(id: string, frame: Size | null = null): Promise<AvatarInput | null> {
    const avatar = this.#deps.store.get(id);
    if (avatar === null || avatar.removedAt !== null) return null;
    const { mouth, faceIndex, moving } = avatar;
    const living = livingPart(avatar, frame);
    const picture = await this.#deps.files.read(avatar);
    if (moving === null) return { picture, mouth, faceIndex, ...living };
    const dir = path.join(this.#deps.folders.pathOf(moving.folder), 'frames');
    const metadataPath = path.join(dir, 'mouth_metadata.json');
    const frames = { dir, metadataPath, fps: moving.fps, preprocessed: true };
    return { picture, mouth, faceIndex, frames, ...living };
  }

  /** What stands in where an ask leaves it open; null when there is no such avatar. */
  async defaults(id: string): Promise<(AvatarDefaults & { size: Size }) | null> {
    const avatar = this.#deps.store.get(id);
    if (avatar === null || avatar.removedAt !== null) return null;
    const readPicture = async (other: string): Promise<Uint8Array | null> =>
      (await this.picture(other).catch(() => null))?.picture ?? null;
    return { ...(await defaultsOf(avatar, readPicture)), size: settledSize(avatar) };
  }

  /** Where the frames of a moving avatar lie; null for a still. @throws StudioError `avatar/not-found`. */
  framesDir(id: string): string | null {
    const { moving } = this.#need(id);
    return moving && path.join(this.#deps.folders.pathOf(moving.folder), 'frames');
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
    for (const avatar of this.#deps.store.purge(before)) {
      await this.#deps.files.remove(avatar);
      if (avatar.moving !== null) await this.#deps.folders.remove(avatar.moving.folder);
    }
  }

  #setFound(avatar: StoredAvatar, faceIndex: number): AvatarView {
    const mouth = avatar.faces[faceIndex]?.mouth ?? null;
    const source = mouth === null ? 'none' : 'detected';
    return this.#changed(this.#deps.store.setMouth(avatar.id, { mouth, source, faceIndex }));
  }

  /** The avatar with this hash, brought back if it was removed. */
  #known(sha256: string): StoredAvatar | null {
    const known = this.#deps.store.findByHash(sha256);
    return known === null || known.removedAt === null ? known : this.#deps.store.restore(known.id);
  }

  #changed(avatar: StoredAvatar): AvatarView {
    this.#deps.changed([avatar.id]);
    return viewOf(avatar);
  }

  #need(id: string): StoredAvatar {
    const avatar = this.#deps.store.get(id);
    if (avatar === null || avatar.removedAt !== null) throw notFound(id);
    return avatar;
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
