/** Avatars, the history of their mouths, settings. Never edited after release: changes are new migrations. */

/** SQL of migration 1. */
export const avatars = `
CREATE TABLE avatars (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL UNIQUE,
  format TEXT NOT NULL CHECK (format IN ('png', 'jpeg', 'webp')),
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  has_alpha INTEGER NOT NULL,
  demo INTEGER NOT NULL,
  licence TEXT NOT NULL,
  faces TEXT NOT NULL,
  created_at TEXT NOT NULL,
  removed_at TEXT
) STRICT;

CREATE TABLE avatar_mouths (
  avatar_id TEXT NOT NULL REFERENCES avatars (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  mouth TEXT,
  source TEXT NOT NULL CHECK (source IN ('detected', 'hand', 'none')),
  face_index INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (avatar_id, revision)
) STRICT;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
`;
