/** What a user settled for avatars: changed with an eye on other windows, tags of many at once. Knows no picture. */
import { StudioError } from '../../shared/errors.ts';
import { type AvatarPatch, type AvatarProfile, MAX_TAGS } from '../../shared/studio/avatar-profile.ts';
import type { AvatarStore, StoredAvatar } from '../store/store.ts';

const unique = (tags: readonly string[]): string[] => {
  const kept = new Map<string, string>();
  for (const tag of tags) if (!kept.has(tag.toLowerCase())) kept.set(tag.toLowerCase(), tag);
  return [...kept.values()];
};

/** See the methods. */
export class AvatarProfiles {
  readonly #store: AvatarStore;

  constructor(store: AvatarStore) {
    this.#store = store;
  }

  /** Changes what `patch` names, if nothing else was changed since `revision`. Errors: store/conflict, avatar/not-found. */
  update(id: string, revision: number, patch: AvatarPatch): StoredAvatar {
    const { name, licence, ...fields } = patch;
    const before = this.#store.get(id)?.profile;
    if (before === undefined)
      throw new StudioError('avatar/not-found', 'The avatar is gone.', { avatarId: id });
    if (fields.background?.kind === 'image') this.#checkBackground(fields.background.imageId);
    // What the parsed patch leaves out is undefined, which must not hide what is there.
    const named = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    const profile: AvatarProfile = { ...before, ...named };
    profile.tags = unique(profile.tags);
    return this.#store.describe(
      id,
      {
        profile,
        ...(name === undefined ? {} : { name }),
        ...(licence === undefined ? {} : { licence }),
      },
      revision,
    );
  }

  /** Adds and takes away tags; avatars that are gone, and those that stay as they are, are left alone. */
  tag(ids: readonly string[], add: readonly string[], remove: readonly string[]): StoredAvatar[] {
    const gone = new Set(remove.map(tag => tag.toLowerCase()));
    return ids.flatMap(id => {
      const avatar = this.#store.get(id);
      if (avatar === null || avatar.removedAt !== null) return [];
      const { tags } = avatar.profile;
      const next = unique([...tags.filter(tag => !gone.has(tag.toLowerCase())), ...add]).slice(0, MAX_TAGS);
      if (next.join('\n') === tags.join('\n')) return [avatar];
      return [this.#store.describe(id, { profile: { ...avatar.profile, tags: next } })];
    });
  }

  #checkBackground(imageId: string): void {
    const picture = this.#store.get(imageId);
    if (picture === null || picture.removedAt !== null)
      throw new StudioError(
        'avatar/not-found',
        'The picture for the background is gone. Choose another one.',
        {
          avatarId: imageId,
        },
      );
  }
}
