/** What a user settled for an avatar, and how often it was changed. Never edited after release: changes are new migrations. */

/** SQL of migration 4. `profile` is JSON, `{}` all defaults; `revision` grows with every change of name, licence and profile. */
export const avatarProfiles = `
ALTER TABLE avatars ADD COLUMN profile TEXT NOT NULL DEFAULT '{}';
ALTER TABLE avatars ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
`;
