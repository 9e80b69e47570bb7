/** What becomes of a mouth that came with a picture but was made for another one. Knows no files. */
import type { MouthMetadata } from '../../shared/mouth-metadata.ts';
import type { AvatarStore } from '../store/store.ts';

/** It becomes a version that can be mended; what was found stays the newest where there is one. An avatar that was changed already is left alone. */
export const keepOtherMouth = (store: AvatarStore, id: string, mouth: MouthMetadata): void => {
  const avatar = store.get(id);
  if (avatar === null || avatar.mouthRevision > 1) return;
  const { mouth: found, mouthSource: source, faceIndex, mouthRevision } = avatar;
  store.setMouth(id, { mouth, source: 'hand', faceIndex });
  if (found !== null) store.setMouth(id, { mouth: found, source, faceIndex, restoredFrom: mouthRevision });
};
