/**
 * What one history of the editor goes over: the mouth of a picture, or the key frames over the tracked mouths of a film, and
 * whatever else their metadata says. Commands as data; knows no screen and no time.
 */
import { mendedMouths } from '../../../shared/mouth-key-frames.ts';
import type { MouthKeyFrame, MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { PlacedMouth } from '../../../shared/mouth-shape.ts';
import { type MouthCommand, perform } from './commands.ts';
import { documentOf, type MouthDocument, metadataOf, type PictureSize } from './mouth-document.ts';

/** The mouth as it was set in one frame of a film. */
export type KeyFrame = { readonly frame: number; readonly mouth: MouthDocument };

/** `mouth`: that of the picture (for a film: of the still that stands for it). `keys` in order of their frames; empty for a picture. */
export type MouthWork = {
  readonly mouth: MouthDocument | null;
  readonly keys: readonly KeyFrame[];
  /** Where it came from, with what the editor does not know of it. */ readonly base: MouthMetadata | null;
};

/** Tracked mouths, one a frame. */
export type Film = readonly (PlacedMouth | null)[];

/** Where commands act: a picture, or a frame of a film. */
export type WorkPlace = { size: PictureSize; film: Film | null; frame: number };

/** One change: of the mouth at the place, of key frames, or of everything. */
export type WorkCommand =
  | MouthCommand
  | { kind: 'add-key' }
  | { kind: 'delete-key'; frame: number }
  | { kind: 'move-key'; from: number; to: number }
  | { kind: 'delete-all-keys' }
  | { kind: 'take-work'; work: MouthWork }
  | { kind: 'own-picture'; hash: string };

const placedOf = (mouth: MouthDocument, size: PictureSize): PlacedMouth => {
  const { animation, face_box, model_crop } = metadataOf(mouth, size, null, null);
  return { animation, ...(face_box ? { face_box } : {}), ...(model_crop ? { model_crop } : {}) };
};

const keysFor = (keys: readonly KeyFrame[], size: PictureSize): MouthKeyFrame[] =>
  keys.map(({ frame, mouth }) => ({ frame, ...placedOf(mouth, size) }));

/** The work of stored metadata. */
export const workOf = (base: MouthMetadata | null, size: PictureSize): MouthWork => ({
  mouth: base && documentOf(base, size),
  keys: (base?.key_frames ?? []).map(key => ({ frame: key.frame, mouth: documentOf(key, size) })),
  base,
});

/** What would be stored; null: there is no mouth. `hash`: of the picture, where the work itself says none. */
export const metadataOfWork = (
  { mouth, keys, base }: MouthWork,
  size: PictureSize,
  hash: string | null,
): MouthMetadata | null => {
  const first = mouth ?? keys[0]?.mouth ?? null;
  if (first === null) return null;
  const { key_frames: _, ...rest } = metadataOf(first, size, base, base?.source_image_hash ?? hash);
  return keys.length === 0 ? rest : { ...rest, key_frames: keysFor(keys, size) };
};

/** Gives the mouth of any place of one work; null: none there. */
export const shownBy = (work: MouthWork, size: PictureSize, film: Film | null) => {
  if (film === null) return (_frame: number): MouthDocument | null => work.mouth;
  const mended = mendedMouths(film, keysFor(work.keys, size));
  return (frame: number): MouthDocument | null => {
    const key = work.keys.find(one => one.frame === frame);
    if (key !== undefined) return key.mouth;
    const placed = mended(frame);
    return placed && documentOf(placed, size);
  };
};

/** Gives the mouth of a frame again and again, quickly while neither the work nor the film changes. */
export class ShownMouth {
  #kept: { work: MouthWork; film: Film | null; at(frame: number): MouthDocument | null } | null = null;

  /** Null: none there. */
  at(work: MouthWork, size: PictureSize, film: Film | null, frame: number): MouthDocument | null {
    if (this.#kept?.work !== work || this.#kept.film !== film)
      this.#kept = { work, film, at: shownBy(work, size, film) };
    return this.#kept.at(frame);
  }
}

const withKey = (work: MouthWork, frame: number, mouth: MouthDocument): MouthWork => ({
  ...work,
  keys: [...work.keys.filter(key => key.frame !== frame), { frame, mouth }].toSorted(
    (a, b) => a.frame - b.frame,
  ),
});

const withoutKey = (work: MouthWork, frame: number): MouthWork =>
  work.keys.some(key => key.frame === frame)
    ? { ...work, keys: work.keys.filter(key => key.frame !== frame) }
    : work;

const moveKey = (work: MouthWork, from: number, to: number, { size, film }: WorkPlace): MouthWork => {
  const key = work.keys.find(one => one.frame === from);
  const taken = work.keys.some(one => one.frame === to);
  if (film === null || key === undefined || taken || film[to] === undefined) return work;
  // The correction moves, not the curve: the lips of the other frame are elsewhere.
  const there = shownBy({ ...work, keys: [key] }, size, film)(to) ?? key.mouth;
  return withKey(withoutKey(work, from), to, there);
};

/** Applies a command; the same object when there is nothing to do. */
export const performWork = (work: MouthWork, command: WorkCommand, place: WorkPlace): MouthWork => {
  const { size, film, frame } = place;
  switch (command.kind) {
    case 'take-work':
      return command.work;
    case 'own-picture':
      return work.base === null ? work : { ...work, base: { ...work.base, source_image_hash: command.hash } };
    case 'delete-key':
      return withoutKey(work, command.frame);
    case 'delete-all-keys':
      return work.keys.length === 0 ? work : { ...work, keys: [] };
    case 'move-key':
      return moveKey(work, command.from, command.to, place);
    case 'add-key': {
      const shown = film === null ? null : shownBy(work, size, film)(frame);
      return shown === null || work.keys.some(key => key.frame === frame)
        ? work
        : withKey(work, frame, shown);
    }
    default:
      return performHere(work, command, place);
  }
};

const performHere = (work: MouthWork, command: MouthCommand, { size, film, frame }: WorkPlace): MouthWork => {
  const before = shownBy(work, size, film)(frame);
  if (before === null && command.kind !== 'replace') return work;
  // Only a replacement needs nothing to begin with.
  const after =
    command.kind === 'replace' ? perform(command.document, command, size) : perform(before!, command, size);
  if (after === before) return work;
  if (film === null) return { ...work, mouth: after };
  return { ...withKey(work, frame, after), mouth: work.mouth ?? after };
};
