/** The methods about avatars, but for those about mouths: names → what they do. */
import type { AvatarImports } from './avatar-imports.ts';
import type { AvatarLibrary } from './avatar-library.ts';
import type { StudioCalls } from './studio-calls.ts';

/** Builds their part of the table. */
export const createAvatarCalls = (avatars: AvatarLibrary, imports: AvatarImports) =>
  ({
    'avatars.list': ({ ids, ...page }) => (ids === undefined ? avatars.list(page) : avatars.listOf(ids)),
    'avatars.rename': ({ id, name }) => avatars.rename(id, name),
    'avatars.chooseFace': ({ id, faceIndex }) => avatars.chooseFace(id, faceIndex),
    'avatars.remove': ({ id }) => {
      avatars.remove(id);
      return {};
    },
    'avatars.restore': ({ id }) => avatars.restore(id),
    'avatars.updateProfile': ({ id, revision, patch }) => avatars.updateProfile(id, revision, patch),
    'avatars.tag': ({ ids, add, remove }) => avatars.tag(ids, add, remove),
    'avatars.removeMany': ({ ids }) => {
      avatars.setRemoved(ids, true);
      return {};
    },
    'avatars.restoreMany': ({ ids }) => {
      avatars.setRemoved(ids, false);
      return {};
    },
    'avatars.cancelImport': ({ importId }) => {
      imports.cancel(importId);
      return {};
    },
  }) satisfies Partial<StudioCalls>;
