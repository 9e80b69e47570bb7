/** Sessions and the files of their sound. Never edited after release: changes are new migrations. */

/** SQL of migration 2. A session outlives its avatar; `avatar_name` says whose it was. */
export const sessions = `
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  protocol TEXT NOT NULL,
  avatar_id TEXT REFERENCES avatars (id) ON DELETE SET NULL,
  avatar_name TEXT,
  settings TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  audio_ms INTEGER NOT NULL DEFAULT 0,
  frames INTEGER NOT NULL DEFAULT 0,
  errors INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX sessions_started ON sessions (started_at DESC);

CREATE TABLE session_audio (
  session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  file TEXT NOT NULL,
  sample_rate INTEGER NOT NULL,
  bytes INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (session_id, sequence)
) STRICT;
`;
