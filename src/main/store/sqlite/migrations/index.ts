/** All migrations in order. Append only: the number of a migration is its place in this list. */
import { avatars } from './0001-avatars.ts';
import { sessions } from './0002-sessions.ts';
import { movingAvatars } from './0003-moving-avatars.ts';
import { avatarProfiles } from './0004-avatar-profiles.ts';
import { mouthVersions } from './0005-mouth-versions.ts';
import { exportQueue } from './0006-exports.ts';
import { appsAndTokens } from './0007-apps-and-tokens.ts';
import { sessionChanges } from './0008-session-changes.ts';

/** Each leads from the version before it to its own number. */
export const MIGRATIONS: readonly { number: number; name: string; sql: string }[] = [
  { number: 1, name: 'avatars', sql: avatars },
  { number: 2, name: 'sessions', sql: sessions },
  { number: 3, name: 'moving avatars', sql: movingAvatars },
  { number: 4, name: 'avatar profiles', sql: avatarProfiles },
  { number: 5, name: 'mouth versions', sql: mouthVersions },
  { number: 6, name: 'exports', sql: exportQueue },
  { number: 7, name: 'apps and tokens', sql: appsAndTokens },
  { number: 8, name: 'session changes', sql: sessionChanges },
];
