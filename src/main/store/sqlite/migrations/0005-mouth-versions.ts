/** What a user says of a mouth's version, and where a restored one comes from. Never edited after release: changes are new migrations. */

/** SQL of migration 5. */
export const mouthVersions = `
ALTER TABLE avatar_mouths ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE avatar_mouths ADD COLUMN restored_from INTEGER;
`;
