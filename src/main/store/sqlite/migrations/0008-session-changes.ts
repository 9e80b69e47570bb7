/** How sessions were drawn differently as they went on. Never edited after release: changes are new migrations. */

/** SQL of migration 8. `change`: a LookChange, JSON. */
export const sessionChanges = `
CREATE TABLE session_changes (
  session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  change TEXT NOT NULL,
  PRIMARY KEY (session_id, sequence)
) STRICT;
`;
