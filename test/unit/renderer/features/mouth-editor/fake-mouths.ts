/** Main's side of mouths for tests of the editor, in memory: versions with conflicts, a film of swaying mouths, masks held back at will. */
import { StudioError } from '../../../../../src/shared/errors.ts';
import type { MouthMetadata } from '../../../../../src/shared/mouth-metadata.ts';
import { type PlacedMouth, placedMouth, shapeOf } from '../../../../../src/shared/mouth-shape.ts';
import { sketchOf } from '../../../../../src/shared/mouth-sketch.ts';
import { AvatarProfile } from '../../../../../src/shared/studio/avatar-profile.ts';
import type { AvatarView } from '../../../../../src/shared/studio/avatars.ts';
import type { StudioApi, StudioMethod } from '../../../../../src/shared/studio-api.ts';

/** Size of every picture. */
export const SIZE = { width: 400, height: 500 };
/** Frames of the film. */
export const FRAMES = 21;

const PLAIN: MouthMetadata = {
  animation: { mouth_center: [0.5, 0.6], mouth_rx: 0.15, mouth_ry: 0.048 },
  face_box: [0.2, 0.2, 0.8, 0.8],
  source_image_hash: 'a'.repeat(64),
};

/** The tracked mouth of a frame: it sways by pixels. */
export const swaying = (frame: number): PlacedMouth =>
  placedMouth(
    shapeOf({
      animation: { mouth_center: [0.5 + (frame - 10) / 100, 0.6], mouth_rx: 0.1, mouth_ry: 0.04 },
    }),
  );

type Params = { id: string; base?: number; revision: number; mouth: MouthMetadata | null; label: string };

type Version = { mouth: MouthMetadata | null; label: string; restoredFrom: number | null };

/** Avatars: `mia` (a picture), `drawn` (a picture without a mouth), `film`, `blind` (a film without a face); nobody else. */
export class FakeMouths {
  readonly versions = new Map<string, Version[]>(
    (['mia', 'drawn', 'film', 'blind'] as const).map(id => [
      id,
      [{ mouth: id === 'drawn' || id === 'blind' ? null : PLAIN, label: '', restoredFrom: null }],
    ]),
  );
  readonly asked: [StudioMethod, unknown][] = [];
  /** Answers of masks wait for it. */ maskGate: () => Promise<void> = async () => {};

  readonly avatar = (id: string): AvatarView | null => {
    const versions = this.versions.get(id);
    if (versions === undefined) return null;
    const mouth = versions.at(-1)!.mouth;
    const isFilm = id === 'film' || id === 'blind';
    return {
      id,
      name: id,
      ...SIZE,
      hasAlpha: false,
      demo: false,
      licence: '',
      createdAt: '',
      pictureUrl: '',
      thumbnailUrl: '',
      mouth: mouth && sketchOf(mouth),
      mouthSource: mouth === null ? 'none' : 'hand',
      mouthRevision: versions.length,
      pictureHash: 'a'.repeat(64),
      faces: [],
      faceIndex: 0,
      moving: isFilm ? { frames: FRAMES, fps: 25 } : null,
      profile: AvatarProfile.parse({}),
      revision: 0,
      lastUsedAt: null,
    };
  };

  readonly call = (async (name: StudioMethod, params: never) => {
    this.asked.push([name, params]);
    return this.#answer(name, params);
  }) as StudioApi['call'];

  #answer(name: StudioMethod, params: Params): unknown {
    const { id, base, revision, mouth, label } = params;
    const versions = this.versions.get(id)!;
    const add = (version: Version): AvatarView | null => {
      if (base !== undefined && base !== versions.length)
        throw new StudioError('store/conflict', 'It was changed.', { base, newest: versions.length });
      versions.push(version);
      return this.avatar(id);
    };
    switch (name) {
      case 'avatars.setMouth':
        return add({ mouth, label: '', restoredFrom: null });
      case 'avatars.restoreMouth':
        return add({ ...versions[revision - 1]!, restoredFrom: revision });
      case 'avatars.mouthAt':
        return versions[revision - 1]!.mouth;
      case 'avatars.labelMouth':
        versions[revision - 1]!.label = label;
        return this.#list(versions);
      case 'avatars.mouthHistory':
        return this.#list(versions);
      case 'avatars.detectedMouth':
        return id === 'mia' || id === 'film' ? PLAIN : null;
      case 'avatars.frameMouths':
        return Array.from({ length: FRAMES }, (_, frame) => (id === 'blind' ? null : swaying(frame)));
      case 'avatars.blendMask':
        return this.maskGate().then(() => ({ pngBase64: JSON.stringify(mouth), box: [0, 0, 1, 1] }));
      default:
        throw new Error(`nobody asks ${name}`);
    }
  }

  #list(versions: readonly Version[]) {
    return versions
      .map(({ mouth, label, restoredFrom }, i) => ({
        revision: i + 1,
        at: '2026-01-01T00:00:00.000Z',
        source: mouth === null ? 'none' : 'hand',
        label,
        restoredFrom,
        otherPicture: false,
        lips: null,
        keyFrames: mouth?.key_frames?.length ?? 0,
      }))
      .toReversed();
  }
}
