/** Moving avatars: where their frames lie, how many and how fast. Never edited after release: changes are new migrations. */

/** SQL of migration 3. `folder` is a name inside the data folder; all three are null for a still. */
export const movingAvatars = `
ALTER TABLE avatars ADD COLUMN kind TEXT NOT NULL DEFAULT 'still' CHECK (kind IN ('still', 'moving'));
ALTER TABLE avatars ADD COLUMN folder TEXT;
ALTER TABLE avatars ADD COLUMN fps REAL;
ALTER TABLE avatars ADD COLUMN frame_count INTEGER;
`;
