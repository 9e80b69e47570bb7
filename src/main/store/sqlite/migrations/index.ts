/** All migrations in order. Append only: the number of a migration is its place in this list. */
import { avatars } from './0001-avatars.ts';
import { sessions } from './0002-sessions.ts';
import { movingAvatars } from './0003-moving-avatars.ts';
import { avatarProfiles } from './0004-avatar-profiles.ts';

/** Each leads from the version before it to its own number. */
export const MIGRATIONS: readonly { number: number; name: string; sql: string }[] = [
  { number: 1, name: 'avatars', sql: avatars },
  { number: 2, name: 'sessions', sql: sessions },
  { number: 3, name: 'moving avatars', sql: movingAvatars },
  { number: 4, name: 'avatar profiles', sql: avatarProfiles },
];
